# What records say.

facts-topic-vitals = Readings
facts-topic-labs = Lab results
facts-topic-medicines = Medicines
facts-topic-conditions = Conditions
facts-topic-allergies = Allergies
facts-topic-immunizations = Vaccinations
facts-topic-visits = Visits and notes
facts-topic-documents = Documents
facts-topic-other = Other

facts-only-you = Only you
facts-kept-private = Kept private by the patient
facts-waits-for-you = Only you, until you decide
facts-waits-for-patient = The patient has not decided yet
facts-your-doctors = Your doctors
facts-shared-with-doctors = Shared with the doctors
facts-shown-to-you = Shown to you by itself
facts-you-and = You and { $names }
facts-and-besides = { $who }, and { $names }
facts-waits-to-be-sent = Waits to be sent
facts-new = New
facts-from = from { $name }
facts-mistaken = Entered by mistake
facts-mistaken-long = This was marked as entered by mistake. It is kept, and does not count.
facts-written-by = Written by { $name }, { $time }
facts-written-by-you = Written by you, { $time }
facts-versions = All versions
facts-show-fhir = Show as FHIR
facts-print = Print
facts-fhir-text = The record as FHIR
facts-as-written = As written: { $words }
facts-not-taken-now = Not taken now

facts-blood-pressure = Blood pressure
facts-upper = Upper value
facts-lower = Lower value
facts-no-known-allergy = No known allergy
facts-allergy-to = Allergy: { $name }
facts-allergy-critical = dangerous
facts-condition-active = active
facts-condition-over = over
facts-dose-number = dose { $dose }
facts-lot = lot { $lot }
facts-results = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
facts-profile = Personal details
facts-do-not-take = Do not take
facts-gender = Sex
facts-birth-date = Born
facts-abha-number = ABHA number
facts-abha-address = ABHA address
facts-phone = Telephone
facts-female = female
facts-male = male
facts-gender-other = other
facts-gender-unknown = not said
facts-subjective = What the patient says
facts-objective = What was found
facts-assessment = Assessment
facts-plan = Plan

facts-flag-normal = in range
facts-flag-low = below the usual range
facts-flag-high = above the usual range
facts-flag-abnormal = not as usual
facts-range = Usual: { $low } to { $high } { $unit }
facts-range-up-to = Usual: up to { $high } { $unit }
facts-range-from = Usual: { $low } { $unit } and above
facts-positive = positive
facts-negative = negative
facts-detected = found
facts-not-detected = not found
facts-unit-per-minute = per minute

facts-when = When
facts-chart-words = { $name }: { $count ->
    [one] one reading, { $last }.
   *[other] { $count } readings, from { $low } to { $high }, the last one { $last }.
}
facts-chart-table = Show the numbers
facts-chart-hide = Hide the numbers
facts-chart-span = How far back
facts-chart-month = 30 days
facts-chart-year = 1 year
facts-chart-all = All
facts-chart-empty = No readings yet

facts-amount = { $amount } { $unit }
facts-amount-at = { $amount } { $time }
facts-morning = in the morning
facts-noon = at noon
facts-evening = in the evening
facts-night = at night
facts-as-needed = only when needed
facts-after-food = after food
facts-before-food = before food
facts-empty-stomach = on an empty stomach
facts-at-bedtime = at bedtime
facts-with-water = with plenty of water
facts-for = for { $span }
facts-every = every { $span }
facts-once-a-day = once a day
facts-twice-a-day = twice a day
facts-times-a-day = { $count } times a day
facts-once-a-week = once a week
facts-times-a-week = { $count ->
    [2] twice a week
   *[other] { $count } times a week
}
facts-once-a-month = once a month
facts-times-in = { $count ->
    [2] twice in { $span }
   *[other] { $count } times in { $span }
}
facts-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
facts-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
facts-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
facts-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
facts-unit-tablet = { $count ->
    [one] tablet
   *[other] tablets
}
facts-unit-capsule = { $count ->
    [one] capsule
   *[other] capsules
}
facts-unit-drop = { $count ->
    [one] drop
   *[other] drops
}
facts-unit-puff = { $count ->
    [one] puff
   *[other] puffs
}
facts-unit-spoon = { $count ->
    [one] spoon
   *[other] spoons
}
facts-unit-sachet = { $count ->
    [one] sachet
   *[other] sachets
}
facts-unit-injection = { $count ->
    [one] injection
   *[other] injections
}
facts-unit-unit = { $count ->
    [one] unit
   *[other] units
}
facts-unit-application = { $count ->
    [one] application
   *[other] applications
}

facts-doc-consultation = Visit note
facts-doc-prescription = Prescription
facts-doc-report = Report
facts-doc-discharge = Discharge summary
facts-doc-immunization = Vaccination record
facts-doc-wellness = Wellness record
facts-doc-other = Health document
facts-care-outpatient = Visit
facts-care-inpatient = Stay in hospital
facts-care-emergency = Emergency
facts-care-home = Visit at home
facts-care-remote = Visit by phone or video
facts-care-other = Visit
facts-fhir-care-plan = Care plan
facts-fhir-bill = Bill
facts-fhir-imaging = Images
facts-fhir-appointment = Appointment
facts-fhir-request = Request
facts-fhir-medicine = Medicine taken
facts-fhir-practitioner = Doctor or nurse
facts-fhir-organization = Clinic or hospital
facts-fhir-goal = Goal
facts-fhir-specimen = Sample
facts-fhir-file = File

facts-systolic = Systolic blood pressure
facts-diastolic = Diastolic blood pressure
facts-pulse = Pulse
facts-breathing = Breathing rate
facts-temperature = Temperature
facts-oxygen = Oxygen saturation
facts-weight = Weight
facts-height = Height
facts-bmi = Body mass index
facts-glucose = Blood glucose
facts-glucose-fasting = Fasting glucose
facts-glucose-meal = Glucose 2 h after a meal
facts-hba1c = HbA1c
facts-cholesterol = Total cholesterol
facts-triglycerides = Triglycerides
facts-ldl = LDL cholesterol
facts-hdl = HDL cholesterol
facts-haemoglobin = Haemoglobin
facts-white-cells = White blood cells
facts-red-cells = Red blood cells
facts-haematocrit = Haematocrit
facts-platelets = Platelets
facts-mcv = Size of the red cells (MCV)
facts-mch = Haemoglobin per red cell (MCH)
facts-mchc = Haemoglobin in the red cells (MCHC)
facts-creatinine = Creatinine
facts-urea = Urea
facts-egfr = Kidney function (eGFR)
facts-sodium = Sodium
facts-potassium = Potassium
facts-calcium = Calcium
facts-uric-acid = Uric acid
facts-alt = ALT (SGPT)
facts-ast = AST (SGOT)
facts-bilirubin = Bilirubin
facts-tsh = TSH (thyroid)
facts-vitamin-d = Vitamin D
facts-vitamin-b12 = Vitamin B12
facts-pain = Pain, 0 to 10
facts-smoking = Smoking
facts-steps = Steps

facts-aspirate = Breast mass, cell nuclei of an aspirate
facts-aspirate-count = { $count ->
    [one] { $count } measurement
   *[other] { $count } measurements
}
facts-nuclear-feature = Of the cell nuclei
facts-nuclear-radius = Radius
facts-nuclear-texture = Texture
facts-nuclear-perimeter = Perimeter
facts-nuclear-area = Area
facts-nuclear-smoothness = Smoothness
facts-nuclear-compactness = Compactness
facts-nuclear-concavity = Concavity
facts-nuclear-concave-points = Concave points
facts-nuclear-symmetry = Symmetry
facts-nuclear-fractal-dimension = Fractal dimension
facts-statistic-mean = Mean
facts-statistic-error = Error
facts-statistic-worst = Worst
