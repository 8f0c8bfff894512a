# What is behind "More": oneself, the summary, the file to take along, help.

more-title = More
more-myself-empty = Your date of birth and telephone number are not filled in yet.
more-myself-add = Fill in your details
more-myself-change = Change my details
more-summary-what = One sheet for any doctor: allergies, medicines, last values
more-export-what = All your records as one file, or in from another app
more-kit = Recovery kit
more-kit-what = The sheet that brings everything back when this device is lost
more-settings-what = Language, size of the text, lock, sign out
more-help-what = Who can see what, and what to do when something goes wrong
more-lock = Lock now

profile-title = About you
profile-lead = It is printed on your summary, and doctors see it if you show it to them.
profile-more = If you have them at hand
profile-name = Name
profile-name-missing = Type your name.
profile-birth-year = Year of birth
profile-year-only = I know only the year
profile-born-wrong = Choose a day that has been, in 1900 to { $year }.
profile-phone-wrong = Type the whole number, 6 to 15 digits.
profile-abha-hint = 14 digits, if you have one
profile-abha-wrong = An ABHA number has 14 digits. Count them again.
profile-abha-address-hint = Such as asha@abdm
profile-save = Save

export-title = Take it with me
export-lead = Your records are yours. You can take all of them anywhere, any time.
export-file = All records in one file
export-file-what = { $count ->
    [one] { $count } record, with your documents, in the format that hospitals and other apps can read (FHIR).
   *[other] All { $count } records, with your documents, in the format that hospitals and other apps can read (FHIR).
}
export-open = This file has no lock
export-open-why = Whoever gets it can read everything, what only you can see too. Keep it where you keep your papers.
export-save = Save the file
export-saved = { $name } is with your downloads.
export-summary-what = What a doctor needs to know first, on one sheet of paper: allergies, conditions, medicines, last values.
export-summary-open = Open the summary
export-bring = Bring records in
export-bring-what = You have a FHIR file from a hospital or another app? Add what is in it to your records.
export-bring-open = Add from a file

summary-title = Health summary
summary-lead = For a doctor who does not use Sehat, or for your purse. Print it, or save it as a PDF from the print window.
summary-shared-only = Only what my doctors see
summary-shared-only-hint = Leaves out what only you can see.
summary-print = Print
summary-age = Age
summary-no-allergies = None written down. Please ask.
summary-conditions = Conditions
summary-medicines = Medicines now
summary-vitals = Last readings
summary-labs = Last lab results
summary-earlier = Earlier conditions and operations
summary-none = None written down
summary-by = { $name }, { $date }
summary-by-patient = by the patient, { $date }
summary-what = What
summary-value = Value
summary-foot = Made from the patient's own records in Sehat, { $when }. It may not be complete.

help-title = Help
help-lead = What you can rely on, and what nobody can do.
help-who = Who can see your records?
help-who-you = You, and the doctors you let in. They see what you share. Under "Sharing" they all stand, with the way to end it.
help-who-private = What is kept private only you can see. If a doctor wrote it, that doctor can see it too.
help-who-log = Under "Sharing" you also find who looked at your records, and when.
help-cloud = What does the cloud see?
help-cloud-sealed = Your records are locked on your device before they leave it. Where they are kept nobody can read them: not we, not the clinic that runs the computer.
help-cloud-sees = What can be seen there: that there is an account, with whom it shares, when something is added, and how large it is.
help-end = What do "stop" and "remove" mean?
help-end-stop = Stop sharing: the doctor gets nothing new, but can still read what was shared until then.
help-end-remove = Remove: the doctor gets nothing any more, and the app on the doctor's side lets go of your records, except for what the doctor wrote, which the law asks doctors to keep.
help-end-cannot = What nobody can do: make somebody forget what was read, or take back what was copied by hand or photographed.
help-lost = The phone is lost, or the passphrase forgotten?
help-lost-kit = Take any phone or computer, open the address on your recovery kit and choose "Come back with my recovery kit". Everything comes back, and the lost phone gets nothing new.
help-lost-code = If you know your passphrase, you can also sign in with the account code on the kit.
help-lost-none = Without the kit and without the code nobody can bring your records back, we neither. That is why nobody else can open them.
help-urgent = In an emergency
help-urgent-call = Sehat calls nobody. In an emergency call 112.
help-urgent-paper = Nobody can open Sehat on your phone for you. Carry the health summary on paper in your purse.
help-ranges = What do the ranges mean?
help-ranges-what = They are what is usual for most adults, or what the laboratory wrote. They are no diagnosis: ask your doctor what is right for you.
