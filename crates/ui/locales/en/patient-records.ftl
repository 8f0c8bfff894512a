# Records: the pages of each kind, the timeline, one record.

records-title = Your records
records-add = Add
records-kinds = Kinds of records
records-timeline = Everything, by time
records-find = Search your records
records-filter = Filter
records-filters = { $count ->
    [one] { $count } filter
   *[other] { $count } filters
}
records-kind = What it is
records-sees = Who can see it
records-by = Who wrote it
records-by-you = You
records-every = All
records-found = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
records-more = Show more
records-nothing-found = Nothing found
records-nothing-found-why = Try fewer words, or other ones.
records-show-all = Show everything
records-none = No records yet
records-none-why = Add a reading or a photo of a report, or let a doctor in at your next visit.
records-unreadable = { $count ->
    [one] { $count } record could not be opened
   *[other] { $count } records could not be opened
}
records-unreadable-why = They are kept, but this device cannot read them. Tell whoever wrote them.

records-which-reading = Which reading
records-all-readings = All readings
records-usual = Usual for adults: { $low } to { $high }
records-bmi = Body mass index { $bmi }, from this weight and a height of { $height } cm
records-glucose-fasting = Fasting
records-glucose-other = After a meal or at any time
records-no-vitals = No readings yet
records-no-vitals-why = Blood pressure, sugar, weight: what you add here becomes a curve over time.
records-find-test = Find a test
records-trend = { $count ->
    [one] { $count } result
   *[other] All { $count } results as a curve
}
records-reports = Reports
records-no-labs = No lab results yet
records-no-labs-why = Results that a doctor enters or a hospital's file brings stand here. You can add a report as a photo.
records-not-to-take = Do not take
records-taken-now = Taken now
records-taken-earlier = Earlier
records-no-medicines = No medicines
records-no-medicines-why = Add what you take, also what you buy without a prescription: doctors need to know it.
records-allergies-critical = Dangerous
records-allergies-now = Allergies
records-allergies-over = No longer
records-no-allergies = No allergies noted
records-no-allergies-why = If you cannot stand a medicine or a food, add it: it is the first thing a doctor looks for.
records-conditions-now = Now
records-conditions-earlier = Earlier
records-no-conditions = No conditions noted
records-no-conditions-why = Long illnesses such as diabetes, and what you had before.
records-vaccinations-given = Given
records-no-vaccinations = No vaccinations noted
records-no-vaccinations-why = Add those on your vaccination card, or a photo of the card.
records-no-documents = No documents yet
records-no-documents-why = Take a photo of a report or a prescription on paper, and you always have it with you.
records-notes = Notes
records-visits = Visits
records-procedures = Operations and procedures
records-no-visits = No visits yet
records-no-visits-why = What a doctor writes at a visit stands here.

records-one = Record
records-gone = This record is not here
records-gone-why = It may have been on another device and not have arrived yet.
records-fetching = Fetching { $title }
records-correct = Correct
records-mistake = Mark as a mistake
records-mistake-ask = Mark this as entered by mistake?
records-mistake-means = It stays in your records, crossed out, and no longer counts. Whoever could see it sees that it was a mistake.
records-marked = Marked as a mistake. It no longer counts.
records-show-ask = Show this to your doctors?
records-show-means = All doctors on your list can read it. What they have read cannot be unread.
