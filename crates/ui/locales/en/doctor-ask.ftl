# Asking somebody else's model.

ask-title = Ask the model
ask-lead = Without a patient: nothing is taken from a record, and nothing is added to one.
ask-model = Which model
ask-pick = { $title }, by { $provider }
ask-none = No model is published here yet
ask-none-why = A laboratory or a hospital can publish one. It then shows up here.
ask-offline = Asking needs a connection
ask-offline-why = A question cannot wait on this device. What you typed stays here as long as this screen is open.

ask-provider = Run by { $provider }
ask-how = It compares with { $samples } earlier cases; the { $nearest } most alike decide.
ask-provider-says = What its provider says of it
ask-may-answer = It answers with one of these words: { $classes }.
ask-daily = { $count ->
    [one] You can ask it once in 24 hours.
   *[other] You can ask it { $count } times in 24 hours.
}
ask-class-benign = benign
ask-class-malignant = malignant

ask-values = Measurements
ask-measurement = { $feature }, { $statistic }
ask-known = { $low } to { $high }
ask-below = Below what it knows: counts as { $end }
ask-above = Above what it knows: counts as { $end }
ask-outside = { $count ->
    [one] { $count } value is outside what the model knows
   *[other] { $count } values are outside what the model knows
}
ask-outside-what = Check for a slip of the pen. If it is right, the model takes the end of its own range instead.
ask-take = Take from the record ({ $when })
ask-paste = Paste { $count } numbers
ask-row = The numbers in one row
ask-paste-how = As they come out of a table or a program: ten means, ten errors, ten worst values.
ask-paste-other = These are not { $count } numbers yet.
ask-fill = Fill in
ask-filled = All fields are filled in.
ask-preparing = Getting the question ready while you type
ask-preparing-long = Getting the question ready. With this model it takes longer: up to a minute on a phone. Go on typing; nothing else opens until then.
ask-ready = Ready: the answer will come at once.
ask-fill-all = Fill in all { $count } values.
ask-ask = Ask

ask-answer = What the model says
ask-answer-of = { $title }, { $provider }
ask-counted = Counted as the end of its range: { $names }
ask-means = What this means, and what not
ask-means-aid = It is an aid, not a diagnosis.
ask-means-word = Only this one word came out: not how sure it is, and not which cases were alike.
ask-means-samples = It is the vote of the { $nearest } most alike among { $samples } earlier cases. How often such votes are right, its provider says below.
ask-means-alone = Do not decide by it alone: what you find in the patient, and what the pathologist says, count for more.
ask-saw = Who saw what
ask-saw-provider = { $provider } saw neither these values nor the answer. It knows which account asked, and when.
ask-saw-you = You did not see the data of { $provider }.
ask-saw-cloud = The cloud saw neither. It knows which account asked whom, and when.
ask-took = From the question to the answer: { $time } seconds

ask-keep = Keep it in the record?
ask-keep-lead = Nothing is kept unless you add it here.
ask-keep-values = The measurements
ask-keep-note = The answer, as a note
ask-keep-note-what = With the values, the name of the model, and that it is an aid
ask-keep-nothing = Choose what to add.
ask-keep-add = Add to the record
ask-note-title = Answer of a model
ask-note-values = Asked with these values: { $values }
ask-note-says = The model “{ $title }” of { $provider } says: { $class }.
