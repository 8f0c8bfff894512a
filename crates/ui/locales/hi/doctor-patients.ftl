# डॉक्टर के मरीज़, उनका नया क्या है, और डॉक्टर क्या देख सकते हैं।

patients-title = मरीज़
patients-first-visit = पहली मुलाक़ात
patients-find = नाम या ABHA
patients-found = { $count ->
    [one] { $count } मरीज़ मिला
   *[other] { $count } मरीज़ मिले
}
patients-none = अभी कोई मरीज़ नहीं
patients-none-how = "पहली मुलाक़ात" दबाएँ। मरीज़ आपका कोड स्कैन करके तय करते हैं कि आप क्या देखें।
patients-none-found = कोई नहीं मिला
patients-show-all = सभी मरीज़ दिखाएँ
patients-choose = कोई मरीज़ चुनें
patients-choose-how = सूची बाईं ओर है। खोजने के लिए / दबाएँ।
patients-nameless = बिना नाम के मरीज़
patients-new-patient = नए मरीज़
patients-new = नया
patients-fresh = { $count } नए
patients-waiting = { $count } भेजने बाक़ी
patients-stopped = दिखाना बंद किया
patients-shown-alone = कुछ रिकॉर्ड दिखाए
patients-until = { $when } तक
patients-open-ones = खुले हुए मरीज़
patients-close = { $name } को बंद करें
patients-on-the-way = आने वाले
patients-waits-scan = मरीज़ के स्कैन करने का इंतज़ार, { $when } तक
patients-waits-consent = मरीज़ की अनुमति का इंतज़ार
patients-accepted = मंज़ूर
patients-denied = मरीज़ ने मना किया
patients-over = कोड की अवधि ख़त्म हो गई
patients-suspicious = कुछ गड़बड़ है: नया कोड बनाएँ
patients-code = मिलाने का नंबर:

news-title = नया क्या है
news-lead = आपके सभी मरीज़ों से, आते ही।
news-heading = नया
news-none = कुछ नया नहीं
news-none-why = आपके मरीज़ और उनके दूसरे डॉक्टर जो जोड़ें, वह तुरंत यहाँ आता है।
news-seen = मैंने सब देख लिया
news-all = सब दिखाएँ
news-by = { $patient }, { $author } ने जोड़ा
news-value = { $name } { $value }

held-title = मुझे क्या दिखता है
held-lead = किस मरीज़ का, और कब तक।
held-now = अभी
held-none = अभी किसी मरीज़ ने आपको कुछ नहीं दिखाया
held-none-why = मरीज़ आपको जो देखने दें और जब तक, वह यहाँ रहता है।
held-all = जो भी वे दिखाते हैं
held-from-now = अब से जो दिखाएँ
held-may-add = जोड़ सकते हैं
held-may-add-at-once = जोड़ सकते हैं, दूसरे डॉक्टर तुरंत देखते हैं
held-read-only = केवल पढ़ सकते हैं
held-until = { $when } तक
held-until-taken-back = जब तक वे अनुमति वापस न लें
held-stopped = दिखाना बंद किया: पहले दिखाया हुआ आप पढ़ सकते हैं
held-shown-alone = एक-एक करके दिखाए गए रिकॉर्ड आप पढ़ सकते हैं, जब तक वे वापस न लिए जाएँ
held-ended = समाप्त
held-ended-count = { $count ->
    [one] { $count } मरीज़ अब आपको नहीं दिखाते
   *[other] { $count } मरीज़ अब आपको नहीं दिखाते
}
held-ended-stopped = दिखाना बंद किया, { $when }
held-ended-removed = अनुमति वापस ली, { $when }
held-ended-expired = मुलाक़ात पूरी हुई, { $when }
held-own = मेरा लिखा हुआ सहेजें
held-own-of = { $name } के लिए मेरा लिखा हुआ सहेजें
