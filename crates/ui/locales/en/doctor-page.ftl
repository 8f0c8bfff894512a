# One page per patient.

page-abha = ABHA { $number }
page-phone = Phone { $number }
page-note = Note
page-prescribe = Prescribe
page-vitals = Vitals
page-labs = Lab results
page-document = Document
page-access = What you may see and do here
page-stopped = This patient has stopped sharing with you
page-stopped-what = You can read what was shared before. Nothing new comes, and you cannot add.
page-shown-alone = This patient has shown you single records
page-shown-alone-what = You see those and nothing else, and you cannot add. The patient can take them back.
page-ended = You can no longer see these records
page-ended-what = The patient has taken your access back, or the visit is over. What you wrote yourself is kept for you.
page-ended-access = What I may see
page-unreadable = { $count ->
    [one] { $count } record could not be opened on this device
   *[other] { $count } records could not be opened on this device
}

page-allergies = Allergy: { $list }
page-allergy-with = { $name } ({ $more })
page-allergies-none = No known allergy
page-allergies-nothing = No allergy is recorded
page-allergies-ask = Nobody has written down that there is none: ask.

page-mean = 30-day mean { $value }
page-by = { $when }, by { $name }
page-by-you = { $when }, by you
page-readings = Other readings
page-no-medicines = No medicines are recorded
page-medicines-before = { $count ->
    [one] { $count } earlier medicine
   *[other] { $count } earlier medicines
}
page-no-conditions = No conditions are recorded
page-conditions-before = { $count ->
    [one] { $count } earlier condition
   *[other] { $count } earlier conditions
}
page-since = since { $date }
page-show-all-labs = Show all tests
page-reports = { $count ->
    [one] { $count } report
   *[other] { $count } reports
}

page-timeline = Timeline
page-timeline-find = Search the records
page-timeline-kind = Kind of record
page-timeline-none = Nothing here
page-timeline-more = Show more
page-all = All

page-record = Record
page-record-gone = This record is not here any more
page-to-patient = To the patient
page-file-coming = The file is coming
page-print-prescription = Print as a prescription
page-mistaken = Entered by mistake
page-mistaken-ask = Was this entered by mistake?
page-mistaken-yes = Yes, mark it
page-mistaken-means = It is crossed out and no longer counts. It stays in the history, for honesty.
page-mistaken-done = Marked as entered by mistake
