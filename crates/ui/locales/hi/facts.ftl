# What records say.

facts-topic-vitals = माप
facts-topic-labs = जाँच के नतीजे
facts-topic-medicines = दवाएँ
facts-topic-conditions = बीमारियाँ
facts-topic-allergies = एलर्जी
facts-topic-immunizations = टीके
facts-topic-visits = मुलाक़ातें और नोट
facts-topic-documents = काग़ज़ात
facts-topic-other = अन्य

facts-only-you = केवल आप
facts-kept-private = मरीज़ ने निजी रखा है
facts-waits-for-you = जब तक आप तय न करें, केवल आप
facts-waits-for-patient = मरीज़ ने अभी तय नहीं किया
facts-your-doctors = आपके डॉक्टर
facts-shared-with-doctors = डॉक्टरों को दिखाया गया
facts-shown-to-you = केवल यही आपको दिखाया गया
facts-you-and = आप और { $names }
facts-and-besides = { $who }, और { $names }
facts-waits-to-be-sent = भेजा जाना बाक़ी है
facts-new = नया
facts-from = { $name } से
facts-mistaken = ग़लती से लिखा गया
facts-mistaken-long = इस पर लिखा है कि यह ग़लती से दर्ज हुआ। यह रखा रहेगा, पर गिना नहीं जाएगा।
facts-written-by = { $name } ने लिखा, { $time }
facts-written-by-you = आपने लिखा, { $time }
facts-versions = सभी बदलाव
facts-show-fhir = FHIR रूप में दिखाएँ
facts-print = छापें
facts-fhir-text = रिकॉर्ड FHIR रूप में
facts-as-written = जैसा लिखा गया: { $words }
facts-not-taken-now = अभी नहीं ली जा रही

facts-blood-pressure = रक्तचाप
facts-upper = ऊपर का
facts-lower = नीचे का
facts-no-known-allergy = कोई एलर्जी मालूम नहीं
facts-allergy-to = एलर्जी: { $name }
facts-allergy-critical = ख़तरनाक
facts-condition-active = अभी है
facts-condition-over = अब नहीं है
facts-dose-number = ख़ुराक { $dose }
facts-lot = बैच { $lot }
facts-results = { $count ->
    [one] { $count } नतीजा
   *[other] { $count } नतीजे
}
facts-profile = निजी जानकारी
facts-do-not-take = न लें
facts-gender = लिंग
facts-birth-date = जन्म
facts-abha-number = आभा नंबर
facts-abha-address = आभा पता
facts-phone = फ़ोन
facts-female = महिला
facts-male = पुरुष
facts-gender-other = अन्य
facts-gender-unknown = नहीं बताया
facts-subjective = मरीज़ की बात
facts-objective = जाँच में क्या मिला
facts-assessment = डॉक्टर की राय
facts-plan = आगे क्या करना है

facts-flag-normal = सीमा में
facts-flag-low = सामान्य से कम
facts-flag-high = सामान्य से ज़्यादा
facts-flag-abnormal = सामान्य नहीं
facts-range = सामान्य: { $low } से { $high } { $unit }
facts-range-up-to = सामान्य: { $high } { $unit } तक
facts-range-from = सामान्य: { $low } { $unit } से ऊपर
facts-positive = पॉज़िटिव
facts-negative = नेगेटिव
facts-detected = मिला
facts-not-detected = नहीं मिला
facts-unit-per-minute = प्रति मिनट

facts-when = कब
facts-chart-words = { $name }: { $count ->
    [one] एक माप, { $last }।
   *[other] { $count } माप, { $low } से { $high } तक, सबसे नया { $last }।
}
facts-chart-table = संख्याएँ दिखाएँ
facts-chart-hide = संख्याएँ छिपाएँ
facts-chart-span = कब से
facts-chart-month = 30 दिन
facts-chart-year = 1 साल
facts-chart-all = सब
facts-chart-empty = अभी कोई माप नहीं

facts-amount = { $amount } { $unit }
facts-amount-at = { $amount } { $time }
facts-morning = सुबह
facts-noon = दोपहर में
facts-evening = शाम को
facts-night = रात में
facts-as-needed = ज़रूरत पड़ने पर ही
facts-after-food = खाने के बाद
facts-before-food = खाने से पहले
facts-empty-stomach = ख़ाली पेट
facts-at-bedtime = सोते समय
facts-with-water = ख़ूब पानी के साथ
facts-for = { $span } तक
facts-every = हर { $span } पर
facts-once-a-day = दिन में एक बार
facts-twice-a-day = दिन में दो बार
facts-times-a-day = दिन में { $count } बार
facts-once-a-week = हफ़्ते में एक बार
facts-times-a-week = { $count ->
    [2] हफ़्ते में दो बार
   *[other] हफ़्ते में { $count } बार
}
facts-once-a-month = महीने में एक बार
facts-times-in = { $count ->
    [2] { $span } में दो बार
   *[other] { $span } में { $count } बार
}
facts-hours = { $count ->
    [one] { $count } घंटे
   *[other] { $count } घंटे
}
facts-days = { $count ->
    [one] { $count } दिन
   *[other] { $count } दिन
}
facts-weeks = { $count ->
    [one] { $count } हफ़्ते
   *[other] { $count } हफ़्ते
}
facts-months = { $count ->
    [one] { $count } महीने
   *[other] { $count } महीने
}
facts-unit-tablet = { $count ->
    [one] गोली
   *[other] गोलियाँ
}
facts-unit-capsule = { $count ->
    [one] कैप्सूल
   *[other] कैप्सूल
}
facts-unit-drop = { $count ->
    [one] बूँद
   *[other] बूँदें
}
facts-unit-puff = { $count ->
    [one] फुहार
   *[other] फुहार
}
facts-unit-spoon = { $count ->
    [one] चम्मच
   *[other] चम्मच
}
facts-unit-sachet = { $count ->
    [one] पुड़िया
   *[other] पुड़ियाँ
}
facts-unit-injection = { $count ->
    [one] इंजेक्शन
   *[other] इंजेक्शन
}
facts-unit-unit = { $count ->
    [one] यूनिट
   *[other] यूनिट
}
facts-unit-application = { $count ->
    [one] बार लगाएँ
   *[other] बार लगाएँ
}

facts-doc-consultation = मुलाक़ात का नोट
facts-doc-prescription = दवा की पर्ची
facts-doc-report = जाँच रिपोर्ट
facts-doc-discharge = अस्पताल से छुट्टी का काग़ज़
facts-doc-immunization = टीकों का काग़ज़
facts-doc-wellness = सेहत का ब्योरा
facts-doc-other = सेहत का काग़ज़
facts-care-outpatient = मुलाक़ात
facts-care-inpatient = अस्पताल में भर्ती
facts-care-emergency = आपात स्थिति
facts-care-home = घर पर मुलाक़ात
facts-care-remote = फ़ोन या वीडियो पर मुलाक़ात
facts-care-other = मुलाक़ात
facts-fhir-care-plan = इलाज की योजना
facts-fhir-bill = बिल
facts-fhir-imaging = तस्वीरें
facts-fhir-appointment = तय मुलाक़ात
facts-fhir-request = जाँच का अनुरोध
facts-fhir-medicine = ली गई दवा
facts-fhir-practitioner = डॉक्टर या नर्स
facts-fhir-organization = क्लिनिक या अस्पताल
facts-fhir-goal = लक्ष्य
facts-fhir-specimen = नमूना
facts-fhir-file = फ़ाइल

facts-systolic = ऊपर का रक्तचाप
facts-diastolic = नीचे का रक्तचाप
facts-pulse = नाड़ी
facts-breathing = साँस की गति
facts-temperature = तापमान
facts-oxygen = ख़ून में ऑक्सीजन
facts-weight = वज़न
facts-height = लंबाई
facts-bmi = बॉडी मास इंडेक्स (BMI)
facts-glucose = ख़ून में शुगर
facts-glucose-fasting = ख़ाली पेट शुगर
facts-glucose-meal = खाने के 2 घंटे बाद शुगर
facts-hba1c = HbA1c (तीन महीने की शुगर)
facts-cholesterol = कुल कोलेस्ट्रॉल
facts-triglycerides = ट्राइग्लिसराइड
facts-ldl = LDL कोलेस्ट्रॉल
facts-hdl = HDL कोलेस्ट्रॉल
facts-haemoglobin = हीमोग्लोबिन
facts-white-cells = सफ़ेद रक्त कोशिकाएँ
facts-red-cells = लाल रक्त कोशिकाएँ
facts-haematocrit = हीमेटोक्रिट
facts-platelets = प्लेटलेट
facts-mcv = लाल कोशिका का आकार (MCV)
facts-mch = प्रति कोशिका हीमोग्लोबिन (MCH)
facts-mchc = लाल कोशिकाओं में हीमोग्लोबिन (MCHC)
facts-creatinine = क्रिएटिनिन
facts-urea = यूरिया
facts-egfr = गुर्दे का काम (eGFR)
facts-sodium = सोडियम
facts-potassium = पोटैशियम
facts-calcium = कैल्शियम
facts-uric-acid = यूरिक एसिड
facts-alt = ALT (SGPT)
facts-ast = AST (SGOT)
facts-bilirubin = बिलीरुबिन
facts-tsh = TSH (थायरॉइड)
facts-vitamin-d = विटामिन D
facts-vitamin-b12 = विटामिन B12
facts-pain = दर्द, 0 से 10
facts-smoking = धूम्रपान
facts-steps = क़दम

facts-aspirate = स्तन की गाँठ: सुई से लिए नमूने में कोशिकाओं के केंद्रक
facts-aspirate-count = { $count ->
    [one] { $count } माप
   *[other] { $count } माप
}
facts-nuclear-feature = केंद्रकों का
facts-nuclear-radius = त्रिज्या
facts-nuclear-texture = बनावट
facts-nuclear-perimeter = परिधि
facts-nuclear-area = क्षेत्रफल
facts-nuclear-smoothness = चिकनापन
facts-nuclear-compactness = सघनता
facts-nuclear-concavity = अवतलता
facts-nuclear-concave-points = अवतल बिंदु
facts-nuclear-symmetry = सममिति
facts-nuclear-fractal-dimension = फ्रैक्टल आयाम
facts-statistic-mean = औसत
facts-statistic-error = त्रुटि
facts-statistic-worst = सबसे बड़ा
