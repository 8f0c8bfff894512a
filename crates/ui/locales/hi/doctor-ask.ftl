# किसी और के मॉडल से पूछना।

ask-title = मॉडल से पूछें
ask-lead = किसी मरीज़ के बिना: न किसी रिकॉर्ड से कुछ लिया जाता है, न किसी में जोड़ा जाता है।
ask-model = कौन सा मॉडल
ask-pick = { $title }, { $provider }
ask-none = यहाँ अभी कोई मॉडल नहीं है
ask-none-why = कोई लैब या अस्पताल मॉडल रख सकता है। तब वह यहाँ दिखेगा।
ask-offline = पूछने के लिए इंटरनेट चाहिए
ask-offline-why = सवाल इस डिवाइस पर रुक नहीं सकता। आपने जो लिखा है वह तब तक यहीं रहेगा जब तक यह स्क्रीन खुली है।

ask-provider = { $provider } इसे रखता है और जवाब देता है
ask-how = यह पहले के { $samples } मामलों से मिलाता है; सबसे मिलते-जुलते { $nearest } मामले फ़ैसला करते हैं।
ask-provider-says = इसे रखने वाला इसके बारे में क्या कहता है
ask-may-answer = यह इनमें से एक शब्द में जवाब देता है: { $classes }।
ask-daily = { $count ->
    [one] आप 24 घंटे में इससे { $count } बार पूछ सकते हैं।
   *[other] आप 24 घंटे में इससे { $count } बार पूछ सकते हैं।
}
ask-class-benign = सौम्य (benign)
ask-class-malignant = घातक (malignant)

ask-values = माप
ask-measurement = { $feature }, { $statistic }
ask-known = { $low } से { $high }
ask-below = जानी हुई सीमा से कम: { $end } माना जाएगा
ask-above = जानी हुई सीमा से ज़्यादा: { $end } माना जाएगा
ask-outside = { $count ->
    [one] { $count } मान मॉडल की जानी हुई सीमा से बाहर है
   *[other] { $count } मान मॉडल की जानी हुई सीमा से बाहर हैं
}
ask-outside-what = देख लीजिए कि लिखने में चूक तो नहीं हुई। मान सही हो तो मॉडल उसकी जगह अपनी सीमा का छोर लेता है।
ask-take = रिकॉर्ड से लें ({ $when })
ask-paste = { $count } संख्याएँ चिपकाएँ
ask-row = संख्याएँ एक क़तार में
ask-paste-how = जैसी तालिका या प्रोग्राम से निकलती हैं: दस औसत, दस त्रुटियाँ, दस सबसे बड़े मान।
ask-paste-other = ये अभी { $count } संख्याएँ नहीं हैं।
ask-fill = भरें
ask-filled = सब जगहें भर गईं।
ask-preparing = आपके लिखते-लिखते सवाल तैयार हो रहा है
ask-ready = तैयार है: जवाब तुरंत आएगा।
ask-fill-all = सभी { $count } मान भरिए।
ask-ask = पूछें

ask-answer = मॉडल क्या कहता है
ask-answer-of = { $title }, { $provider }
ask-counted = सीमा का छोर माना गया: { $names }
ask-means = इसका क्या मतलब है, और क्या नहीं
ask-means-aid = यह एक सहारा है, निदान नहीं।
ask-means-word = केवल यही एक शब्द निकला: न यह कि मॉडल कितना पक्का है, न यह कि कौन से मामले मिलते थे।
ask-means-samples = पहले के { $samples } मामलों में से सबसे मिलते-जुलते { $nearest } मामलों ने यह तय किया। ऐसा फ़ैसला कितनी बार सही होता है, यह इसे रखने वाला नीचे बताता है।
ask-means-alone = केवल इसके भरोसे फ़ैसला न लीजिए: तस्वीर, मरीज़ और पैथोलॉजिस्ट की राय ज़्यादा मायने रखती है।
ask-saw = किसने क्या देखा
ask-saw-provider = { $provider } ने न ये मान देखे, न जवाब। उसे पता है कि आपने पूछा, और कब।
ask-saw-you = आपने { $provider } का डेटा नहीं देखा।
ask-saw-cloud = क्लाउड ने दोनों में से कुछ नहीं देखा। उसे पता है कि किसने किससे पूछा, और कब।
ask-took = सवाल से जवाब तक: { $time } सेकंड

ask-keep = क्या इसे रिकॉर्ड में रखें?
ask-keep-lead = जब तक आप यहाँ न जोड़ें, कुछ नहीं रखा जाता।
ask-keep-values = माप
ask-keep-note = जवाब, नोट के रूप में
ask-keep-note-what = मानों और मॉडल के नाम के साथ, और यह कि यह केवल सहारा है
ask-keep-nothing = चुनिए कि क्या जोड़ना है।
ask-keep-add = रिकॉर्ड में जोड़ें
ask-note-title = एक मॉडल का जवाब
ask-note-values = इन मानों के साथ पूछा गया: { $values }
ask-note-says = { $provider } का मॉडल “{ $title }” कहता है: { $class }।
