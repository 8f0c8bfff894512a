# डॉक्टर क्या दर्ज करते हैं।

entry-added = { $count ->
    [one] जोड़ दिया गया
   *[other] { $count } रिकॉर्ड जोड़ दिए गए
}
entry-added-later = { $count ->
    [one] जोड़ दिया गया। यह इसी डिवाइस पर है और बाद में भेजा जाएगा।
   *[other] { $count } रिकॉर्ड जोड़ दिए गए। ये इसी डिवाइस पर हैं और बाद में भेजे जाएँगे।
}
entry-taken-back = ग़लती से दर्ज बताया गया। यह इतिहास में बना रहेगा।
entry-taken-out = वापस ले लिया गया। यह किसी को नहीं भेजा गया था।
entry-look-again = कुछ अभी ठीक नहीं है। लाल रंग वाली जगह देखिए।
entry-nothing-filled = कम से कम एक माप भरिए।
entry-no-number = यह संख्या नहीं है।
entry-whole = केवल पूरी संख्या लिखिए।
entry-allowed = { $low } से { $high } { $unit } तक ही हो सकता है
entry-in-future = यह समय अभी आया नहीं है।
entry-change = { $what } बदलें
entry-leave-out = { $what } हटाएँ
entry-last = पिछली बार { $value }, { $when }
entry-per-minute = /मिनट
entry-in-unit = { $what } { $unit } में

entry-vitals = शरीर की माप
entry-vitals-measured = अभी मापा गया
entry-vitals-body = वज़न और लंबाई
entry-upper = बीपी, ऊपर का
entry-lower = बीपी, नीचे का
entry-both-parts = रक्तचाप के दोनों अंक लिखिए।
entry-crossed = नीचे का अंक ऊपर वाले से कम होना चाहिए।
entry-pulse = नाड़ी
entry-temperature = तापमान
entry-oxygen = ऑक्सीजन (SpO₂)
entry-breathing = साँस की गति
entry-weight = वज़न
entry-height = लंबाई
entry-bmi = बॉडी मास इंडेक्स { $index }
entry-when-measured = कब मापा गया
entry-add-readings = माप जोड़ें

entry-note = नोट
entry-note-title = मुलाक़ात का नोट
entry-subjective = मरीज़ क्या बताते हैं
entry-objective = आपने क्या पाया
entry-assessment = आपकी राय
entry-plan = आगे क्या करना है
entry-note-empty = पहले कुछ लिखिए।
entry-note-kept = आप जो लिखते हैं वह इसी डिवाइस पर सुरक्षित रखा जाता है।
entry-note-not-kept = यह डिवाइस पर नहीं रखा जा सका। जाने से पहले इसे जोड़ दीजिए।
entry-note-back = आपका अधूरा नोट वापस आ गया
entry-note-back-why = यह अभी जोड़ा नहीं गया था। इसे आगे लिखिए, या नीचे से हटा दीजिए।
entry-throw-away = नोट हटाएँ
entry-throw-away-ask = क्या यह नोट हटा दें?
entry-last-plan = पिछले नोट में क्या तय हुआ
entry-plan-from = { $name }, { $when }
entry-take-plan = इस नोट में उतारें
entry-add-note = नोट जोड़ें

entry-labs = जाँच के नतीजे
entry-labs-so-far = अब तक के नतीजे
entry-labs-result = एक नतीजा
entry-labs-test = जाँच
entry-labs-test-hint = नाम या छोटा नाम लिखिए: Hb, TSH, creatinine
entry-labs-value = नतीजा
entry-labs-unit = इकाई
entry-labs-low = सामान्य: इससे
entry-labs-high = इस तक
entry-labs-range-hint = यह वयस्कों की सामान्य सीमा है। लैब ने अपनी सीमा छापी हो तो वही लिखिए।
entry-labs-range-crossed = सीमा कम से ज़्यादा की ओर होनी चाहिए।
entry-labs-range-word = सीमा केवल संख्या के साथ लिखी जाती है।
entry-labs-negative = Negative
entry-labs-positive = Positive
entry-labs-no-test = कौन सी जाँच?
entry-labs-no-result = नतीजा क्या आया?
entry-labs-none = कम से कम एक नतीजा लिखिए।
entry-labs-next = अगला नतीजा
entry-labs-when = नमूना किस दिन लिया गया
entry-add-labs = नतीजे जोड़ें

entry-document = दस्तावेज़
entry-document-file = फ़ाइल
entry-document-choose = PDF या फ़ोटो चुनें
entry-document-other = दूसरी चुनें
entry-document-hint = PDF या फ़ोटो, 25 MB तक
entry-document-none = पहले फ़ाइल चुनिए।
entry-document-large = फ़ाइल 25 MB से बड़ी है।
entry-document-type = यह न PDF है, न फ़ोटो।
entry-document-unread = यह फ़ाइल पढ़ी नहीं जा सकी। दूसरी चुनिए।
entry-document-about = इसके बारे में
entry-document-title = शीर्षक
entry-document-no-title = इसे एक शीर्षक दीजिए।
entry-document-kind = यह क्या है
entry-document-when = दस्तावेज़ की तारीख़
entry-add-document = दस्तावेज़ जोड़ें
