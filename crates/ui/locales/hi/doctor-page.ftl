# हर मरीज़ का एक पन्ना।

page-abha = ABHA { $number }
page-phone = फ़ोन { $number }
page-note = नोट
page-prescribe = दवा लिखें
page-vitals = माप
page-labs = जाँच के नतीजे
page-document = काग़ज़
page-access = यहाँ आप क्या देख और कर सकते हैं
page-stopped = इस मरीज़ ने आपको दिखाना बंद कर दिया है
page-stopped-what = पहले दिखाया हुआ आप पढ़ सकते हैं। नया कुछ नहीं आएगा, और आप कुछ जोड़ नहीं सकते।
page-shown-alone = इस मरीज़ ने आपको कुछ रिकॉर्ड एक-एक करके दिखाए हैं
page-shown-alone-what = आप केवल उन्हें देख सकते हैं, और कुछ जोड़ नहीं सकते। मरीज़ उन्हें वापस ले सकते हैं।
page-ended = अब आप ये रिकॉर्ड नहीं देख सकते
page-ended-what = मरीज़ ने अनुमति वापस ली है, या मुलाक़ात पूरी हो गई। जो आपने ख़ुद लिखा, वह आपके लिए रखा है।
page-ended-access = मुझे क्या दिखता है
page-unreadable = { $count ->
    [one] { $count } रिकॉर्ड इस डिवाइस पर नहीं खुला
   *[other] { $count } रिकॉर्ड इस डिवाइस पर नहीं खुले
}

page-allergies = एलर्जी: { $list }
page-allergy-with = { $name } ({ $more })
page-allergies-none = कोई एलर्जी मालूम नहीं
page-allergies-nothing = किसी एलर्जी का रिकॉर्ड नहीं है
page-allergies-ask = किसी ने यह नहीं लिखा कि एलर्जी नहीं है: पूछ लें।

page-mean = 30 दिन का औसत { $value }
page-by = { $when }, { $name } ने जोड़ा
page-by-you = { $when }, आपने जोड़ा
page-readings = दूसरे माप
page-no-medicines = कोई दवा दर्ज नहीं है
page-medicines-before = { $count ->
    [one] { $count } पुरानी दवा
   *[other] { $count } पुरानी दवाएँ
}
page-no-conditions = कोई बीमारी दर्ज नहीं है
page-conditions-before = { $count ->
    [one] { $count } पुरानी बीमारी
   *[other] { $count } पुरानी बीमारियाँ
}
page-since = { $date } से
page-show-all-labs = सभी जाँचें दिखाएँ
page-reports = { $count ->
    [one] { $count } रिपोर्ट
   *[other] { $count } रिपोर्टें
}

page-timeline = समय के क्रम में
page-timeline-find = रिकॉर्ड में खोजें
page-timeline-kind = किस तरह का रिकॉर्ड
page-timeline-none = यहाँ कुछ नहीं है
page-timeline-more = और दिखाएँ
page-all = सभी

page-record = रिकॉर्ड
page-record-gone = यह रिकॉर्ड अब यहाँ नहीं है
page-to-patient = मरीज़ के पन्ने पर जाएँ
page-file-coming = फ़ाइल आ रही है
page-print-prescription = पर्ची के रूप में छापें
page-mistaken = ग़लती से लिखा गया
page-mistaken-ask = क्या यह ग़लती से लिखा गया?
page-mistaken-yes = हाँ, निशान लगाएँ
page-mistaken-means = यह काट दिया जाएगा और गिना नहीं जाएगा। ईमानदारी के लिए यह इतिहास में रहेगा।
page-mistaken-done = ग़लती का निशान लगा दिया
