# Records: the pages of each kind, the timeline, one record.

records-title = आपके रिकॉर्ड
records-add = जोड़ें
records-kinds = रिकॉर्ड के प्रकार
records-timeline = सब कुछ, समय के क्रम में
records-find = अपने रिकॉर्ड में खोजें
records-filter = छाँटें
records-filters = { $count ->
    [one] { $count } छँटाई
   *[other] { $count } छँटाइयाँ
}
records-kind = क्या है
records-sees = कौन देख सकता है
records-by = किसने लिखा
records-by-you = आपने
records-every = सभी
records-found = { $count } रिकॉर्ड
records-more = और दिखाएँ
records-nothing-found = कुछ नहीं मिला
records-nothing-found-why = कम शब्द लिखकर देखें, या दूसरे शब्द।
records-show-all = सब दिखाएँ
records-none = अभी कोई रिकॉर्ड नहीं है
records-none-why = कोई माप या रिपोर्ट की फ़ोटो जोड़ें, या अगली बार डॉक्टर को दिखाते समय उन्हें अनुमति दें।
records-unreadable = { $count ->
    [one] { $count } रिकॉर्ड नहीं खुल सका
   *[other] { $count } रिकॉर्ड नहीं खुल सके
}
records-unreadable-why = वे सुरक्षित हैं, पर यह फ़ोन उन्हें नहीं पढ़ सकता। जिसने लिखा है, उन्हें बताएँ।

records-which-reading = कौन-सा माप
records-all-readings = सभी माप
records-usual = वयस्कों में सामान्य: { $low } से { $high }
records-bmi = बॉडी मास इंडेक्स { $bmi }, इस वज़न और { $height } सेमी लंबाई से
records-glucose-fasting = ख़ाली पेट
records-glucose-other = खाने के बाद या कभी भी
records-no-vitals = अभी कोई माप नहीं है
records-no-vitals-why = रक्तचाप, शुगर, वज़न: जो आप यहाँ जोड़ेंगे, वह समय के साथ रेखा बनकर दिखेगा।
records-find-test = जाँच खोजें
records-trend = { $count ->
    [one] { $count } नतीजा
   *[other] सभी { $count } नतीजे रेखा में देखें
}
records-reports = रिपोर्टें
records-no-labs = अभी कोई जाँच का नतीजा नहीं है
records-no-labs-why = डॉक्टर जो नतीजे लिखेंगे या अस्पताल की फ़ाइल से आएँगे, वे यहाँ दिखेंगे। आप रिपोर्ट की फ़ोटो भी जोड़ सकते हैं।
records-not-to-take = न लें
records-taken-now = अभी ले रहे हैं
records-taken-earlier = पहले की
records-no-medicines = कोई दवा नहीं
records-no-medicines-why = आप जो भी दवा लेते हैं, जोड़ें; बिना पर्ची वाली भी: डॉक्टर को पता होना ज़रूरी है।
records-allergies-critical = ख़तरनाक
records-allergies-now = एलर्जी
records-allergies-over = अब नहीं है
records-no-allergies = कोई एलर्जी दर्ज नहीं है
records-no-allergies-why = कोई दवा या खाना आपको नुक़सान करता हो, तो जोड़ें: डॉक्टर सबसे पहले यही देखते हैं।
records-conditions-now = अभी
records-conditions-earlier = पहले
records-no-conditions = कोई बीमारी दर्ज नहीं है
records-no-conditions-why = मधुमेह जैसी लंबी बीमारियाँ, और जो पहले हुई थीं।
records-vaccinations-given = लगे हुए टीके
records-no-vaccinations = कोई टीका दर्ज नहीं है
records-no-vaccinations-why = अपने टीका-कार्ड से जोड़ें, या कार्ड की फ़ोटो जोड़ें।
records-no-documents = अभी कोई काग़ज़ नहीं है
records-no-documents-why = रिपोर्ट या पर्ची की फ़ोटो ले लें, फिर वह हमेशा आपके साथ रहेगी।
records-notes = डॉक्टर के नोट
records-visits = मुलाक़ातें
records-procedures = ऑपरेशन और प्रक्रियाएँ
records-no-visits = अभी कोई मुलाक़ात दर्ज नहीं है
records-no-visits-why = मुलाक़ात में डॉक्टर जो लिखेंगे, वह यहाँ दिखेगा।

records-one = रिकॉर्ड
records-gone = यह रिकॉर्ड यहाँ नहीं है
records-gone-why = शायद यह किसी दूसरे फ़ोन पर था और अभी पहुँचा नहीं है।
records-fetching = { $title } लाया जा रहा है
records-correct = सुधारें
records-mistake = ग़लती बताएँ
records-mistake-ask = क्या यह ग़लती से दर्ज हुआ था?
records-mistake-means = यह आपके रिकॉर्ड में कटा हुआ दिखेगा और गिना नहीं जाएगा। जो इसे देख सकते थे, उन्हें दिखेगा कि यह ग़लती थी।
records-marked = ग़लती के रूप में दर्ज किया गया। अब यह गिना नहीं जाएगा।
records-show-ask = इसे अपने डॉक्टरों को दिखाएँ?
records-show-means = आपकी सूची के सभी डॉक्टर इसे पढ़ सकेंगे। जो पढ़ लिया गया, वह वापस नहीं हो सकता।
