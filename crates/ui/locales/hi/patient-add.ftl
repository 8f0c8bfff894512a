# Adding something.

add-title = आप क्या जोड़ना चाहते हैं?
add-readings = कोई माप
add-other-reading = कोई और माप
add-other-reading-which = नाड़ी, ऑक्सीजन, लंबाई
add-papers = काग़ज़ से या अस्पताल से
add-facts = आपके बारे में कोई ज़रूरी बात
add-document = काग़ज़ जोड़ें
add-document-which = रिपोर्ट या पर्ची की फ़ोटो या PDF
add-import = अस्पताल से रिकॉर्ड लाएँ
add-import-which = स्वास्थ्य रिकॉर्ड की फ़ाइल (FHIR)
add-medicine = दवा जोड़ें
add-allergy = एलर्जी जोड़ें
add-condition = बीमारी जोड़ें
add-vaccination = टीका जोड़ें

add-now = जोड़ें
add-who-sees = इसे कौन देख सकता है?
add-only-you-hint = आप इसे बाद में दिखा सकते हैं।
add-doctors-hint = आपकी सूची के सभी डॉक्टर इसे तुरंत देख सकते हैं।
add-added-private = जुड़ गया। इसे केवल आप देख सकते हैं।
add-added-shown = जुड़ गया। आपके डॉक्टर इसे देख सकते हैं।
add-added-later = इस फ़ोन पर रख लिया गया। जुड़ते ही भेज दिया जाएगा।
add-corrected = सुधार दिया गया। पहले वाला भी रखा गया है।
add-correct-means = पहले वाला भी रखा जाता है, और जो उसे देख सकते थे, वे देख सकेंगे।
add-correct-save = सुधार सहेजें

add-when = कब
add-not-yet = बीत चुका समय चुनें।
add-unit = इकाई
add-range = { $low } से { $high }
add-out-of-range = { $low } और { $high } { $unit } के बीच होना चाहिए। संख्या जाँच लें।
add-missing-number = संख्या लिखें।
add-no-number = कोई संख्या लिखें, जैसे 128।
add-lower-is-higher = नीचे वाला मान ऊपर वाले से कम होना चाहिए।
add-pulse-too = नाड़ी, अगर मशीन दिखाए
add-glucose-when = कब नापा था?
add-glucose-meal = खाने के 2 घंटे बाद
add-glucose-any = किसी और समय

add-document-how = काग़ज़ को अच्छी रोशनी में सीधा रखें, ताकि वह पूरा तस्वीर में आए।
add-take-photo = फ़ोटो लें
add-choose-file = फ़ाइल चुनें
add-chosen = यह जोड़ा जाएगा
add-document-title = शीर्षक
add-document-title-hint = जैसे: ख़ून की जाँच, छाती का एक्स-रे। ख़ाली भी छोड़ सकते हैं।
add-document-kind = यह क्या है
add-document-date = काग़ज़ पर लिखी तारीख़
add-sending = काग़ज़ सहेजा जा रहा है

add-missing = कृपया इसे भरें।
add-note = और कुछ
add-allergy-name = किस चीज़ से एलर्जी है?
add-allergy-name-hint = कोई दवा, खाना, धूल…
add-allergy-reaction = क्या हुआ था?
add-allergy-reaction-hint = जैसे: चकत्ते, सूजन, साँस लेने में दिक़्क़त
add-allergy-critical = यह ख़तरनाक था
add-allergy-critical-hint = साँस में दिक़्क़त, चेहरे पर सूजन, बेहोशी, या अस्पताल में इलाज
add-allergen-penicillin = पेनिसिलिन
add-allergen-sulfa = सल्फ़ा दवाएँ
add-allergen-painkillers = इबुप्रोफ़ेन जैसी दर्द की दवाएँ
add-allergen-peanuts = मूँगफली
add-allergen-milk = दूध
add-allergen-eggs = अंडे
add-allergen-fish = मछली और झींगा
add-allergen-dust = घर की धूल
add-allergen-pollen = पराग
add-allergen-latex = लेटेक्स (रबर के दस्ताने)
add-allergen-bees = मधुमक्खी या ततैया का डंक
add-condition-name = कौन-सी बीमारी?
add-condition-name-hint = जैसे: मधुमेह, दमा, हाथ की टूटी हड्डी
add-condition-since = किस साल से?
add-condition-since-hint = अगर पता हो
add-condition-over = अब ठीक हो चुकी है
add-no-year = चार अंकों में साल लिखें, { $year } तक का।
add-vaccine = कौन-सा टीका?
add-vaccine-date = कब लगा
add-vaccine-dose = कौन-सी ख़ुराक
add-vaccine-lot = बैच नंबर
add-no-dose = 1, 2, 3 … लिखें।
add-drug = कौन-सी दवा?
add-drug-hint = पैकेट पर लिखी मात्रा के साथ: Amlodipine 5 mg
add-dose = एक बार में कितनी
add-dose-unit = क्या
add-no-amount = मात्रा लिखें, जैसे 1 या 0.5।
add-often = कितनी बार
add-drug-note = ध्यान रखने की बात
add-drug-note-hint = जैसे: खाने के बाद
add-drug-since = कब से

add-import-lead = अस्पताल ने आपके रिकॉर्ड FHIR फ़ाइल में दिए हों, तो वे सब यहाँ एक साथ जोड़े जा सकते हैं।
add-import-how = फ़ाइल का नाम .json या .ndjson पर ख़त्म होता है। वह बिना ताला लगाए इस फ़ोन से बाहर नहीं जाती।
add-import-choose = फ़ाइल चुनें
add-importing = रिकॉर्ड जोड़े जा रहे हैं
add-importing-leave = तब तक आप सेहत में कुछ और कर सकते हैं। रुक जाए, तो बाद में आगे बढ़ सकता है।
add-imported = { $count ->
    [one] { $count } रिकॉर्ड जुड़ गया
   *[other] { $count } रिकॉर्ड जुड़ गए
}
add-import-warnings = { $count ->
    [one] फ़ाइल के बारे में { $count } टिप्पणी
   *[other] फ़ाइल के बारे में { $count } टिप्पणियाँ
}
add-import-see = अपने रिकॉर्ड देखें
