# A doctor's invitation.

visit-title = डॉक्टर का न्योता
visit-none = यहाँ कोई न्योता खुला नहीं है
visit-none-why = डॉक्टर की स्क्रीन पर दिख रहा कोड स्कैन करें, या डॉक्टर का भेजा लिंक खोलें।
visit-scan = डॉक्टर का कोड स्कैन करें
visit-scan-lead = डॉक्टर से पहली मुलाक़ात वाला कोड दिखाने को कहें।
visit-scan-then = इसके बाद आप देखेंगे कि कौन क्या माँग रहा है। आपके मंज़ूर करने से पहले कुछ भी नहीं दिखाया जाता।

visit-registration = पंजीकरण { $number }
visit-no-registration = पंजीकरण नंबर नहीं दिया गया
visit-by-own-word = नाम और नंबर डॉक्टर ने ख़ुद लिखे हैं। क्या आपके सामने यही डॉक्टर हैं?
visit-known = पहले से आपका दिखाया हुआ देखते हैं
visit-known-means = अब आप जो मंज़ूर करेंगे, वह अब तक की अनुमति की जगह ले लेगा।
visit-asks = यह माँग रहे हैं
visit-asks-see = आप डॉक्टरों को जो रिकॉर्ड दिखाते हैं, उन्हें देखना
visit-asks-history = आपने पहले जो दिखाया, वह भी देखना
visit-asks-add = आपके लिए दवा की पर्चियाँ और जाँच के नतीजे जोड़ना
visit-asks-hours = केवल इस मुलाक़ात के लिए: { $hours }
visit-asks-standing = जब तक आप यह अनुमति वापस न लें
visit-go-on = आगे बढ़ें
visit-go-on-means = तब डॉक्टर को आपका नाम दिखेगा, और आप दोनों को एक नंबर, जिसे मिलाना है। अभी कोई रिकॉर्ड नहीं दिखाया जाएगा।

visit-same-number = डॉक्टर की स्क्रीन पर यही नंबर होना चाहिए
visit-other-number = नंबर अलग है? तो "मना करें" दबाएँ।
visit-how-long = कब तक?
visit-standing = जब तक मैं अनुमति वापस न लूँ
visit-only = केवल इस मुलाक़ात के लिए
visit-only-hint = यह अपने आप बंद हो जाता है।
visit-hours = मुलाक़ात कितनी देर की है
visit-hours-count = { $count ->
    [one] { $count } घंटा
   *[other] { $count } घंटे
}
visit-days = { $count ->
    [one] { $count } दिन
   *[other] { $count } दिन
}
visit-give = आप क्या अनुमति देते हैं
visit-history = मैंने पहले जो दिखाया, वह देखना
visit-history-hint = नहीं तो केवल वही, जो आप अब से दिखाएँगे।
visit-may-add = मेरे रिकॉर्ड में जोड़ना
visit-may-add-hint = दवा की पर्चियाँ, जाँच के नतीजे, टिप्पणियाँ। हर एक को और कौन देखे, यह आप तय करते हैं।
visit-broadcasts = इनका जोड़ा हुआ तुरंत दिखाएँ
visit-broadcasts-hint = आपके दूसरे डॉक्टर उसे आपके फ़ैसले के बिना देख सकेंगे।
visit-deny = मना करें
visit-accept = मंज़ूर करें
visit-change-any-time = आप इसे "साझा" में कभी भी बदल सकते हैं।

visit-accepted = { $name } को अनुमति मिल गई
visit-accepted-means = आप जो दिखाते हैं, उसे अब { $name } देख सकते हैं। इसे "साझा" में कभी भी बदलें।
visit-denied = आपने { $name } को मना किया
visit-denied-means = { $name } आपका कोई रिकॉर्ड नहीं देख सकते। अगर भूल से हुआ हो, तो नया कोड माँगें।
visit-denied-known = { $name } पहले जो देख सकते थे, वह वैसा ही है। उसे आप "साझा" में बंद कर सकते हैं।
visit-home = शुरू के पन्ने पर

visit-answered-before = इस न्योते का जवाब दिया गया था, पर बात पूरी नहीं हुई
visit-answered-before-way = कुछ भी नहीं दिखाया गया। डॉक्टर से नया कोड माँगें और उसे स्कैन करें।
visit-elsewhere = यह लिंक { $host } का है। इसे तभी खोलें जब आप इस पते को जानते हों।
visit-elsewhere-open = { $host } खोलें

visit-one = केवल एक रिकॉर्ड दिखाएँ
visit-one-means = आप इन डॉक्टर को अनुमति नहीं देते। वे आपका चुना हुआ रिकॉर्ड देखेंगे, और कुछ नहीं।
visit-one-which = कौन सा रिकॉर्ड
visit-one-done = { $name } एक रिकॉर्ड देख सकते हैं
visit-one-done-means = { $name } आपका चुना हुआ रिकॉर्ड देख सकते हैं, और कुछ नहीं। 'साझा' में आप इसे कभी भी वापस ले सकते हैं।
