# Before the app is open: signing up, the kit, signing in, the lock.

door-welcome = Your health records, yours alone
door-welcome-lead = Everything in one place. Nobody sees it but you and the doctors you choose.
door-welcome-doctor = Sehat for doctors
door-welcome-doctor-lead = The records your patients share with you, and what you write for them.
door-promise-together = All your results, medicines and papers together
door-promise-decide = You decide, record by record, what your doctors see
door-promise-only-you = Locked with keys that only you have. We have none.
door-promise-invite = A patient joins by scanning a code at the first visit
door-promise-new = What is new comes to your screen at once
door-promise-offline = Reading and writing work without a network
door-invited = A doctor has invited you
door-invited-why = First make your own account; it takes a minute. Then you see who asks, and for what.
door-sign-up = Make an account
door-sign-in = I have an account
door-recover = Come back with my recovery kit

door-sign-up-title = Make an account
door-sign-up-lead = No e-mail and no telephone number is needed.
door-name = Your name
door-name-doctor = Your name, as patients know you
door-name-missing = Type your name.
door-registration = Registration number
door-registration-hint = As the medical council gave it, such as MH-20417. It is printed on your prescriptions.
door-registration-missing = Type your registration number.
door-passphrase = Passphrase
door-new-passphrase = Choose a passphrase
door-passphrase-again = The same once more
door-passphrase-advice = Four words that have nothing to do with each other are easy to keep in mind and hard to guess.
door-passphrase-longer = A little longer.
door-passphrase-weak = Easy to guess. Add a word or two.
door-passphrase-fair = Good enough. One more word makes it strong.
door-passphrase-strong = Strong.
door-passphrase-short = At least 8 characters.
door-passphrase-differs = The two are not the same.
door-missing = Fill this in.
door-making-keys = Getting everything ready. This can take a moment.

door-kit-title = Your recovery kit
door-kit-why = If you lose this device or forget your passphrase, this sheet brings everything back. Only you have it: nobody can send you another.
door-kit-print = Print
door-kit-save = Save as a file
door-kit-on-paper = I have it on paper
door-kit-again = Show the kit again
door-later = I will do it later
door-check-title = Check that you have it
door-check-why = Type the 24 words from your paper. If they are right, they are no longer kept on this device: that is safer.
door-check-now = Check
door-kit-checked = All 24 words are right. Keep the paper in a safe place.
door-kit-pending = Your recovery kit is not on paper yet
door-kit-pending-why = If this device is lost, your records are lost with it.
door-kit-pending-go = Do it now
door-words = The 24 words
door-words-hint = In their order, with a blank between them. Capitals and numbers do not matter.
door-words-count = { $count ->
    [one] { $count } word of 24
   *[other] { $count } words of 24
}
door-words-wrong-count = { $count ->
    [one] It has to be 24 words; this is { $count }.
   *[other] It has to be 24 words; these are { $count }.
}
door-sheet-title = Sehat recovery kit
door-sheet-of = { $name }, { $day }
door-sheet-words = 24 words, in this order
door-sheet-words-gone = The 24 words are on paper only: they are no longer kept on this device.
door-account-secret = Account code
door-account-secret-hint = Six groups of letters and digits. They are printed on your recovery kit.
door-sheet-use = To come back, open { $server } and choose “Come back with my recovery kit”. To use another device, choose “I have an account” and type the account code and your passphrase.
door-sheet-keep = Keep this sheet where you keep your passport. Whoever has it can open your account; never send a photo of it to anyone, not even to us.
door-sheet-mark = Mark of this account: { $mark }

door-sign-in-title = Sign in on this device
door-sign-in-lead = Have your recovery kit at hand: the account code is printed on it.
door-sign-in-now = Sign in
door-forgotten = Forgotten? Use your recovery kit
door-recover-title = Come back with your kit
door-recover-lead = Type the 24 words from the sheet, and choose a new passphrase. Devices you used before are signed out.
door-recover-now = Come back
door-recover-keeps = Nothing on this device is touched before the words have been checked. What you wrote here and was not sent yet comes along, and is sent once you are back.
door-clear = Clear this device instead
door-clear-ask = Remove everything from this device?
door-clear-means = For when you have no recovery kit, or the account here is not yours. Records that were sent are safe. What was written here without a network, and was not sent yet, is lost.
door-clear-yes = Remove everything

door-back-title = You are back
door-back-why = The 24 words stay as they are, but the account code is new. Print the sheet again and throw the old one away.
door-back-go-on = Go on
door-unlock-title = Welcome back
door-unlock-lead = Sehat is locked, so that nobody else can look into it.
door-unlock = Unlock
door-unlock-passkey = Unlock with fingerprint, face or PIN
door-elsewhere = Sehat is open in another tab
door-elsewhere-why = Go on there, or bring it here. Nothing is lost.
door-use-here = Use it here
door-again-why = For your safety a sign-in ends after a while. What you write meanwhile is kept on this device.

door-coming = The rest of the app is still on its way. This goes on by itself as soon as it is here.
door-rest-missing = A part of the app is still missing
door-rest-missing-why = It could not be fetched. Look whether there is a network, and try again; nothing is lost.
