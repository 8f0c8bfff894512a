# What a doctor enters.

entry-added = { $count ->
    [one] Added
   *[other] { $count } records added
}
entry-added-later = { $count ->
    [one] Added. It waits on this device to be sent.
   *[other] { $count } records added. They wait on this device to be sent.
}
entry-taken-back = Marked as entered by mistake. It stays in the history.
entry-taken-out = Taken back. It was not sent to anybody.
entry-look-again = Something is not right yet. Look at the field in red.
entry-nothing-filled = Fill in at least one reading.
entry-no-number = This is not a number.
entry-whole = Only a whole number.
entry-allowed = Allowed: { $low } to { $high } { $unit }
entry-in-future = This is in the future.
entry-change = Change { $what }
entry-leave-out = Leave out { $what }
entry-last = Last time { $value }, { $when }
entry-per-minute = /min
entry-in-unit = { $what } in { $unit }

entry-vitals = Vital signs
entry-vitals-measured = Measured now
entry-vitals-body = Body
entry-upper = BP, upper
entry-lower = BP, lower
entry-both-parts = A blood pressure has two values.
entry-crossed = The lower value must be below the upper.
entry-pulse = Pulse
entry-temperature = Temperature
entry-oxygen = Oxygen (SpO₂)
entry-breathing = Breathing rate
entry-weight = Weight
entry-height = Height
entry-bmi = Body mass index { $index }
entry-when-measured = When it was measured
entry-add-readings = Add readings

entry-note = Note
entry-note-title = Visit note
entry-subjective = What the patient says
entry-objective = What you find
entry-assessment = Assessment
entry-plan = Plan
entry-note-empty = Write something first.
entry-note-kept = Kept on this device as you write, sealed.
entry-note-not-kept = This could not be kept on this device. Add it before you leave.
entry-note-back = Your unfinished note is back
entry-note-back-why = It was never added. Go on with it, or throw it away below.
entry-throw-away = Throw away
entry-throw-away-ask = Throw this note away?
entry-last-plan = Plan of the last note
entry-plan-from = { $name }, { $when }
entry-take-plan = Copy into the plan
entry-add-note = Add note

entry-labs = Lab results
entry-labs-so-far = Results so far
entry-labs-result = A result
entry-labs-test = Test
entry-labs-test-hint = Begin with its name or short form: Hb, TSH, creatinine
entry-labs-value = Result
entry-labs-unit = Unit
entry-labs-low = Usual from
entry-labs-high = Usual to
entry-labs-range-hint = The range of adults. If the laboratory prints its own, write that.
entry-labs-range-crossed = The range must go from low to high.
entry-labs-range-word = Only a number has a range.
entry-labs-negative = Negative
entry-labs-positive = Positive
entry-labs-no-test = Which test?
entry-labs-no-result = What was the result?
entry-labs-none = Enter at least one result.
entry-labs-next = Next result
entry-labs-when = Day of the sample
entry-add-labs = Add results

entry-document = Document
entry-document-file = File
entry-document-choose = Choose a PDF or a photo
entry-document-other = Choose another
entry-document-hint = PDF or photo, up to 25 MB
entry-document-none = Choose a file first.
entry-document-large = The file is larger than 25 MB.
entry-document-type = This is neither a PDF nor a photo.
entry-document-unread = This file could not be read. Choose another.
entry-document-about = About it
entry-document-title = Title
entry-document-no-title = Give it a title.
entry-document-kind = What it is
entry-document-when = Date of the document
entry-add-document = Add document
