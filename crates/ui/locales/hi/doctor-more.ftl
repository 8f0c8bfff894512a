# डॉक्टर के ठिकाने, और बाक़ी सब।

desk-tab-patients = मरीज़
desk-tab-news = नया
desk-tab-more = और
desk-registration = पंजीकरण संख्या { $number }
desk-no-registration = पंजीकरण संख्या नहीं दी
desk-fingerprint = मेरी पहचान संख्या
desk-fingerprint-why = मरीज़ और दूसरे डॉक्टर इसे अपने ऐप में दिखी संख्या से मिला सकते हैं, ताकि पक्का हो कि यह आप ही हैं।
desk-settings-what = भाषा, रूप, ताला, बाहर निकलना
desk-kit = वापसी का पर्चा
desk-kit-what = यह उपकरण खो जाए तो लौटने का रास्ता
desk-lock = अभी ताला लगाएँ

keys-title = कुंजियाँ
keys-what = रोज़ का काम कीबोर्ड से
keys-lead = जब आप लिख रहे हों, ये कुछ नहीं करतीं।
keys-search = मरीज़ खोजें
keys-arrows = सूची में ऊपर-नीचे
keys-enter = मरीज़ खोलें
keys-next = सूची का अगला मरीज़
keys-previous = पिछला मरीज़
keys-prescribe = खुले मरीज़ के लिए दवा लिखें
keys-note = खुले मरीज़ का नोट लिखें
keys-help = ये कुंजियाँ दिखाएँ
keys-single = एक अक्षर की कुंजियाँ
keys-single-what = बोलकर लिखते हों या ग़लती से दब जाती हों तो बंद करें। Alt वाली कुंजियाँ रहेंगी।
desk-ask-what = मान दिखाए बिना, किसी दूसरी लैब का मॉडल मापों के बारे में क्या कहता है
