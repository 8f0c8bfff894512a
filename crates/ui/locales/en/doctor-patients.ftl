# The doctor's patients, what is new of them, and what the doctor may see.

patients-title = Patients
patients-first-visit = First visit
patients-find = Name or ABHA
patients-found = { $count ->
    [one] { $count } patient found
   *[other] { $count } patients found
}
patients-none = No patients yet
patients-none-how = Tap "First visit". The patient scans your code and decides what you may see.
patients-none-found = Nobody found
patients-show-all = Show all patients
patients-choose = Choose a patient
patients-choose-how = The list is at the left. Press / to search.
patients-nameless = Patient without a name
patients-new-patient = New patient
patients-new = New
patients-fresh = { $count } new
patients-waiting = { $count } to be sent
patients-stopped = stopped sharing
patients-shown-alone = shows you single records
patients-until = until { $when }
patients-open-ones = Open patients
patients-close = Close { $name }
patients-on-the-way = On the way
patients-waits-scan = Waits for the patient to scan, until { $when }
patients-waits-consent = Waits for the patient's consent
patients-accepted = Accepted
patients-denied = The patient said no
patients-over = The code has run out
patients-suspicious = Something is wrong: make a new code
patients-code = Number to compare:

news-title = What is new
news-lead = From all your patients, as it comes.
news-heading = New
news-none = Nothing new
news-none-why = What your patients and their other doctors add comes here at once.
news-seen = I have seen all of it
news-all = Show all
news-by = { $patient }, by { $author }
news-value = { $name } { $value }

held-title = What I may see
held-lead = Of which patient, and until when.
held-now = Now
held-none = No patient shares with you yet
held-none-why = What a patient lets you see stands here, and until when.
held-all = All they share
held-from-now = What they share from now on
held-may-add = May add
held-may-add-at-once = May add, other doctors see it at once
held-read-only = Read only
held-until = Until { $when }
held-until-taken-back = Until they take it back
held-stopped = Stopped sharing: you can read what was shared before
held-shown-alone = Shown record by record: you can read those, until they are taken back
held-ended = Over
held-ended-count = { $count ->
    [one] { $count } patient who no longer shares with you
   *[other] { $count } patients who no longer share with you
}
held-ended-stopped = Stopped sharing { $when }
held-ended-removed = Took your access back { $when }
held-ended-expired = The visit was over { $when }
held-own = Save what I wrote
held-own-of = Save what I wrote for { $name }
