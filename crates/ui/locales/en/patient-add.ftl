# Adding something.

add-title = What do you want to add?
add-readings = A reading
add-other-reading = Another reading
add-other-reading-which = Pulse, oxygen, height
add-papers = On paper or from a hospital
add-facts = Something to know about you
add-document = Add a document
add-document-which = A photo or PDF of a report, a prescription
add-import = Bring records from a hospital
add-import-which = A file of health records (FHIR)
add-medicine = Add a medicine
add-allergy = Add an allergy
add-condition = Add a condition
add-vaccination = Add a vaccination

add-now = Add
add-who-sees = Who can see it?
add-only-you-hint = You can show it later.
add-doctors-hint = All doctors on your list see it at once.
add-added-private = Added. Only you can see it.
add-added-shown = Added. Your doctors can see it.
add-added-later = Kept on this device. It is sent when you are connected.
add-corrected = Corrected. The earlier version is kept.
add-correct-means = The earlier version is kept, and can be seen by whoever could see it.
add-correct-save = Save the correction

add-when = When
add-not-yet = Choose a time that has already been.
add-unit = Unit
add-range = { $low } to { $high }
add-out-of-range = Must be between { $low } and { $high } { $unit }. Please check the number.
add-missing-number = Type the number.
add-no-number = Type a number, such as 128.
add-lower-is-higher = The lower value must be less than the upper one.
add-pulse-too = Pulse, if the device shows it
add-glucose-when = When was it measured?
add-glucose-meal = 2 hours after a meal
add-glucose-any = At any other time

add-document-how = Lay the paper flat in good light, so that all of it is in the picture.
add-take-photo = Take a photo
add-choose-file = Choose a file
add-chosen = This will be added
add-document-title = Title
add-document-title-hint = Such as: blood test, chest X-ray. You can leave it empty.
add-document-kind = What it is
add-document-date = Date on the paper
add-sending = Saving the document

add-missing = Please fill this in.
add-note = Anything else
add-allergy-name = Allergic to what?
add-allergy-name-hint = A medicine, a food, dust…
add-allergy-reaction = What happened?
add-allergy-reaction-hint = Such as: rash, swelling, hard to breathe
add-allergy-critical = It was dangerous
add-allergy-critical-hint = Hard to breathe, swollen face, fainted, or treated in hospital
add-allergen-penicillin = Penicillin
add-allergen-sulfa = Sulfa medicines
add-allergen-painkillers = Painkillers such as ibuprofen
add-allergen-peanuts = Peanuts
add-allergen-milk = Milk
add-allergen-eggs = Eggs
add-allergen-fish = Fish and shellfish
add-allergen-dust = House dust
add-allergen-pollen = Pollen
add-allergen-latex = Latex (rubber gloves)
add-allergen-bees = Bee and wasp stings
add-condition-name = Which illness or condition?
add-condition-name-hint = Such as: diabetes, asthma, a broken arm
add-condition-since = Since which year?
add-condition-since-hint = If you know it
add-condition-over = It is over
add-no-year = Type a year up to { $year }, with four digits.
add-vaccine = Which vaccine?
add-vaccine-date = Given on
add-vaccine-dose = Which dose
add-vaccine-lot = Batch number
add-no-dose = Type 1, 2, 3 …
add-drug = Which medicine?
add-drug-hint = With its strength, as on the pack: Amlodipine 5 mg
add-dose = How much at a time
add-dose-unit = Of what
add-no-amount = Type an amount such as 1 or 0.5.
add-often = How often
add-drug-note = Anything to mind
add-drug-note-hint = Such as: after food
add-drug-since = Since

add-import-lead = If a hospital gave you your records as a FHIR file, all of it can be added here at once.
add-import-how = The file ends in .json or .ndjson. It never leaves this device unsealed.
add-import-choose = Choose the file
add-importing = Adding the records
add-importing-leave = You can use Sehat meanwhile. If it is interrupted, it can go on later.
add-imported = { $count ->
    [one] { $count } record was added
   *[other] { $count } records were added
}
add-import-warnings = { $count ->
    [one] { $count } remark about the file
   *[other] { $count } remarks about the file
}
add-import-see = See your records
