# Looking at documents, photos and codes.

viewer-opening = Opening the document…
viewer-save-copy = Save a copy
viewer-zoom = Size
viewer-larger = Larger
viewer-smaller = Smaller
viewer-percent = { $percent }%
viewer-page-of = Page { $page } of { $pages }
viewer-page-unseen = This page cannot be shown here. Save a copy to see it in another app.
viewer-as-pictures = The pages are shown as pictures. To have them read aloud, save a copy and open it in another app.
viewer-only-first = Only the first { $pages } pages are shown here. Save a copy to see them all.

viewer-damaged = This file is damaged
viewer-damaged-way = Save a copy and try it in another app, or ask for the file again where it came from.
viewer-too-much = This file cannot be shown here
viewer-too-much-way = Showing it would take more than this device can give. Save a copy and open it in another app.
viewer-other = Files of this kind cannot be shown here
viewer-other-way = Save a copy and open it in an app that knows them.
viewer-no-viewer = The document could not be opened
viewer-no-viewer-way = Part of the app is not on this device yet. Check that you are connected, then try again.

viewer-password-title = This file has a password of its own
viewer-password-why = Whoever made the file has set it. Laboratories often tell it in the message the file came with.
viewer-password = Password of the file
viewer-password-wrong = That is not the password of this file. Check capital letters and digits, and try again.
viewer-open = Open

viewer-qr-too-long = This is too long for a code

viewer-photo-note = Photos are made smaller before they are kept, and where they were taken is removed.

viewer-camera = Picture of the camera
viewer-scan-starting = Starting the camera… If your phone asks, allow it.
viewer-scan-point = Point the camera at the code.
viewer-scan-other = That is some other code. Point the camera at the code on the doctor's screen.
viewer-scan-found = Found it.
viewer-camera-refused = The camera is not allowed
viewer-camera-refused-way = Allow the camera for this page in the browser's settings and try again. Or use another way below.
viewer-camera-absent = There is no camera here
viewer-camera-absent-way = Use another way below.
viewer-camera-busy = The camera cannot be used right now
viewer-camera-busy-way = Another app may be using it. Close that app and try again. Or use another way below.
viewer-scan-without = Use a link or a photo instead
viewer-link = Link of the invitation
viewer-link-hint = The doctor can send it to you. Paste the whole link.
viewer-link-open = Open the invitation
viewer-link-wrong = This is not a whole invitation link. Copy all of it, from the beginning to the end.
viewer-code-photo = Take or choose a photo of the code
viewer-photo-wrong = There is no invitation in this photo. Take it again, straight and close up.
