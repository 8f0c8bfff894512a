# The four places, who can see the records, and what happened.

sharing-tab-home = होम
sharing-tab-records = रिकॉर्ड
sharing-tab-sharing = साझा
sharing-tab-more = और

sharing-title = आपके रिकॉर्ड कौन देख सकता है
sharing-nobody = आपके सिवा कोई नहीं। क्लाउड भी नहीं।
sharing-nobody-shown = आपकी सूची में कोई डॉक्टर नहीं हैं। एक-एक करके दिखाया हुआ नीचे है।
sharing-nobody-listed = आपकी सूची में कोई डॉक्टर नहीं
sharing-lead-shown = { $count ->
    [one] आप जो दिखाते हैं, उसे एक डॉक्टर देखते हैं। एक-एक करके दिखाया हुआ नीचे है।
   *[other] आप जो दिखाते हैं, उसे { $count } डॉक्टर देखते हैं। एक-एक करके दिखाया हुआ नीचे है।
}
sharing-lead = { $count ->
    [one] आप जो दिखाते हैं, उसे एक डॉक्टर देखते हैं। और कोई नहीं, क्लाउड भी नहीं।
   *[other] आप जो दिखाते हैं, उसे { $count } डॉक्टर देखते हैं। और कोई नहीं, क्लाउड भी नहीं।
}
sharing-nobody-yet = कोई डॉक्टर आपके रिकॉर्ड नहीं देखते
sharing-nobody-yet-why = जिस डॉक्टर को आप अनुमति दें, वे आपका दिखाया हुआ देखते हैं। जो निजी है, वह नहीं।
sharing-step-code = मुलाक़ात के समय डॉक्टर आपको एक कोड दिखाते हैं।
sharing-step-scan = आप उसे यहाँ स्कैन करके देखते हैं कि कौन क्या माँग रहा है।
sharing-step-accept = आप मंज़ूर करते हैं या मना करते हैं।

sharing-since = { $day } से
sharing-since-visit = { $day } से, एक मुलाक़ात के लिए
sharing-stopped = दिखाना बंद किया: { $day }
sharing-removed = हटाया: { $day }
sharing-expired = मुलाक़ात पूरी हुई: { $day }
sharing-sees-all = आपका दिखाया सब कुछ
sharing-sees-since = { $day } से दिखाया हुआ
sharing-may-add = जोड़ सकते हैं
sharing-only-reads = जोड़ नहीं सकते
sharing-broadcasts = डॉक्टरों को तुरंत दिखता है
sharing-until = { $when } तक
sharing-change = बदलें
sharing-stop = दिखाना बंद करें
sharing-stop-whom = दिखाना बंद करें: { $name }
sharing-remove = हटाएँ
sharing-remove-whom = हटाएँ: { $name }
sharing-left = अब सूची में नहीं
sharing-again = फिर अनुमति दें

sharing-stop-ask = { $name } को दिखाना बंद करें?
sharing-stop-means = अब से आप जो दिखाएँगे, वह ये डॉक्टर नहीं देख पाएँगे।
sharing-stop-kept = अब तक जो दिखाया गया, उसे वे पढ़ सकेंगे।
sharing-again-possible = आप उन्हें कभी भी फिर अनुमति दे सकते हैं।
sharing-remove-ask = { $name } को हटाएँ?
sharing-remove-means = आपके रिकॉर्ड इन डॉक्टर के लिए बंद हो जाएँगे, पहले दिखाए हुए भी।
sharing-remove-device = इंटरनेट मिलते ही डॉक्टर का ऐप आपके रिकॉर्ड की चाबियाँ मिटा देता है।
sharing-read-stays = जो पढ़ लिया गया, वह वापस नहीं हो सकता, और उसकी कोई नक़ल हो तो वह बनी रहती है।
sharing-stopped-now = { $name } अब कुछ भी नया नहीं देखेंगे।
sharing-removed-now = { $name } को हटा दिया गया।

sharing-doctor = डॉक्टर
sharing-gone = ये डॉक्टर आपकी सूची में नहीं हैं
sharing-may-heading = ये डॉक्टर क्या कर सकते हैं
sharing-save = बदलाव सहेजें
sharing-changed = { $name } के लिए बदल दिया गया।
sharing-again-heading = इन डॉक्टर को फिर अनुमति दें
sharing-again-means = यह तुरंत लागू होता है; डॉक्टर का यहाँ होना ज़रूरी नहीं।
sharing-again-done = { $name } फिर से आपका दिखाया हुआ देख सकते हैं।
sharing-end = अनुमति ख़त्म करें
sharing-end-stop = दिखाना बंद करें: अब कुछ भी नया नहीं दिखेगा। अब तक दिखाया हुआ वे पढ़ सकेंगे।
sharing-end-remove = हटाएँ: पहले दिखाया हुआ भी बंद हो जाएगा। जो पढ़ लिया गया, वह वापस नहीं हो सकता।

sharing-seen-lately = हाल में देखा गया
sharing-seen-nothing = अभी तक कुछ नहीं पढ़ा गया।
sharing-to-log = जो कुछ हुआ, सब देखें
sharing-records-count = { $count } रिकॉर्ड
sharing-name-times = { $name } ({ $count })
sharing-and-more = और { $count } अन्य

sharing-log = किसने क्या देखा, क्या किया
sharing-log-lead = इस सूची से कोई कुछ नहीं मिटा सकता।
sharing-log-print = सूची छापें
sharing-log-more = इससे पहले का दिखाएँ
sharing-check = क्या सूची पूरी है?
sharing-check-why = पहली से आख़िरी तक हर बात और उनका क्रम जाँचा जाता है।
sharing-check-now = पूरी सूची जाँचें
sharing-checked = { $count ->
    [one] सूची की एक ही बात है, और वह ठीक है।
   *[other] सूची की सभी { $count } बातें ठीक हैं।
}
sharing-log-opened = आपने अपने रिकॉर्ड शुरू किए
sharing-log-let-in = आपने { $name } को अनुमति दी, तब से दिखाए हुए के लिए
sharing-log-let-in-all = आपने { $name } को अनुमति दी, आपके दिखाए सब कुछ के लिए
sharing-log-let-in-visit = आपने { $name } को एक मुलाक़ात की अनुमति दी, तब से दिखाए हुए के लिए
sharing-log-let-in-visit-all = आपने { $name } को एक मुलाक़ात की अनुमति दी, आपके दिखाए सब कुछ के लिए
sharing-log-stopped = { $name } को दिखाना बंद हुआ
sharing-log-removed = { $name } को हटाया गया
sharing-log-expired = { $name } के साथ मुलाक़ात पूरी हुई
sharing-log-renewed = सारी चाबियाँ बदली गईं
sharing-log-added = { $count ->
    [one] आपने एक रिकॉर्ड जोड़ा
   *[other] आपने { $count } रिकॉर्ड जोड़े
}
sharing-log-added-shown = { $count ->
    [one] आपने एक रिकॉर्ड जोड़ा और डॉक्टरों को दिखाया
   *[other] आपने { $count } रिकॉर्ड जोड़े और डॉक्टरों को दिखाए
}
sharing-log-added-by = { $count ->
    [one] { $who } ने आपके लिए एक रिकॉर्ड जोड़ा
   *[other] { $who } ने आपके लिए { $count } रिकॉर्ड जोड़े
}
sharing-log-added-shown-by = { $count ->
    [one] { $who } ने एक रिकॉर्ड जोड़ा, जो डॉक्टरों को तुरंत दिखा
   *[other] { $who } ने { $count } रिकॉर्ड जोड़े, जो डॉक्टरों को तुरंत दिखे
}
sharing-log-shown = { $count ->
    [one] आपने एक रिकॉर्ड डॉक्टरों को दिखाया
   *[other] आपने { $count } रिकॉर्ड डॉक्टरों को दिखाए
}
sharing-log-shown-by = { $count ->
    [one] { $who } ने एक रिकॉर्ड डॉक्टरों को दिखाया
   *[other] { $who } ने { $count } रिकॉर्ड डॉक्टरों को दिखाए
}
sharing-log-kept = जो आपके फ़ैसले के लिए रुका था, उसे आपने निजी रखा
sharing-log-new-device = आप अपने वापसी के पर्चे से नए फ़ोन या कंप्यूटर पर आए
sharing-log-read = { $count ->
    [one] आपने एक रिकॉर्ड पढ़ा
   *[other] आपने { $count } रिकॉर्ड पढ़े
}
sharing-log-read-by = { $count ->
    [one] { $who } ने एक रिकॉर्ड पढ़ा
   *[other] { $who } ने { $count } रिकॉर्ड पढ़े
}

sharing-one = किसी एक को दिखाएँ…
sharing-one-ask = यह रिकॉर्ड किसी एक को दिखाएँ
sharing-one-who = किसे?
sharing-one-on-list = आपकी सूची में
sharing-one-met = आपकी सूची में नहीं
sharing-one-means = ये केवल यह रिकॉर्ड और उसकी फ़ाइल देखेंगे, इससे और कुछ नहीं। बाक़ी सबके लिए कुछ नहीं बदलेगा।
sharing-one-correction = बाद में इसमें सुधार हो, तो सुधार अपने आप नहीं दिखेगा।
sharing-one-nobody = अभी तक आप यहाँ किसी डॉक्टर से नहीं जुड़े। डॉक्टर का कोड स्कैन करें: वहाँ आप अनुमति दिए बिना एक रिकॉर्ड दिखा सकते हैं।
sharing-one-show = दिखाएँ
sharing-one-done = { $name } यह रिकॉर्ड देख सकते हैं।
sharing-one-list = एक-एक करके दिखाया हुआ
sharing-one-can-see = { $name } इसे देख सकते हैं
sharing-one-since = दिखाया: { $day }
sharing-take-back = वापस लें
sharing-take-back-whom = { $name } से वापस लें: { $title }
sharing-take-back-ask = { $name } से यह वापस लें?
sharing-take-back-means = { $name } को यह अब नहीं मिलेगा, और इंटरनेट मिलते ही उनका ऐप इसे मिटा देगा।
sharing-take-back-copied = जो खोल लिया गया, उसकी नक़ल बन चुकी हो सकती है।
sharing-taken-back-now = { $name } से वापस लिया गया।
sharing-log-one-shown = आपने { $name } को एक रिकॉर्ड दिखाया
sharing-log-one-back = आपने { $name } से एक रिकॉर्ड वापस लिया
sharing-log-one-somebody = एक रिकॉर्ड किसी एक को दिखाया गया, या वापस लिया गया
