# Before the app is open: signing up, the kit, signing in, the lock.

door-welcome = आपकी सेहत के रिकॉर्ड, सिर्फ़ आपके
door-welcome-lead = सब कुछ एक जगह। आपके और आपके चुने हुए डॉक्टरों के सिवा किसी को नहीं दिखता।
door-welcome-doctor = डॉक्टरों के लिए सेहत
door-welcome-doctor-lead = मरीज़ों के दिखाए रिकॉर्ड, और उनके लिए आपका लिखा हुआ।
door-promise-together = आपकी सारी जाँचें, दवाएँ और काग़ज़ एक साथ
door-promise-decide = कौन-सा रिकॉर्ड डॉक्टर देखें, यह आप तय करें
door-promise-only-you = ताले की चाबी सिर्फ़ आपके पास है, हमारे पास भी नहीं
door-promise-invite = पहली मुलाक़ात में मरीज़ एक कोड स्कैन करके जुड़ जाते हैं
door-promise-new = जो नया है, वह तुरंत आपके सामने आता है
door-promise-offline = इंटरनेट के बिना भी पढ़ना और लिखना चलता है
door-invited = एक डॉक्टर ने आपको न्योता भेजा है
door-invited-why = पहले अपना खाता बनाएँ, इसमें एक मिनट लगता है। फिर दिखेगा कि कौन क्या देखना चाहता है।
door-sign-up = खाता बनाएँ
door-sign-in = मेरा खाता है
door-recover = वापसी के पर्चे से लौटें

door-sign-up-title = खाता बनाएँ
door-sign-up-lead = न ईमेल चाहिए, न फ़ोन नंबर।
door-name = आपका नाम
door-name-doctor = आपका नाम, जैसा मरीज़ जानते हैं
door-name-missing = अपना नाम लिखें।
door-registration = पंजीकरण संख्या
door-registration-hint = जो चिकित्सा परिषद ने दी है, जैसे MH-20417। यह आपकी लिखी पर्चियों पर छपती है।
door-registration-missing = अपनी पंजीकरण संख्या लिखें।
door-passphrase = पासवर्ड
door-new-passphrase = एक पासवर्ड चुनें
door-passphrase-again = वही एक बार और
door-passphrase-advice = चार ऐसे शब्द चुनें जिनका आपस में कोई मेल न हो: याद रखना आसान, अंदाज़ा लगाना मुश्किल।
door-passphrase-longer = थोड़ा और लंबा।
door-passphrase-weak = अंदाज़ा लगाना आसान है। एक-दो शब्द और जोड़ें।
door-passphrase-fair = ठीक है। एक शब्द और हो तो मज़बूत होगा।
door-passphrase-strong = मज़बूत है।
door-passphrase-short = कम से कम 8 अक्षर।
door-passphrase-differs = दोनों एक जैसे नहीं हैं।
door-missing = इसे भरें।
door-making-keys = सब तैयार हो रहा है। थोड़ा समय लग सकता है।

door-kit-title = आपका वापसी का पर्चा
door-kit-why = फ़ोन खो जाए या पासवर्ड भूल जाएँ, तो इसी पर्चे से सब कुछ वापस मिलेगा। यह सिर्फ़ आपके पास है: कोई दूसरा नहीं भेज सकता।
door-kit-print = छापें
door-kit-save = फ़ाइल में सहेजें
door-kit-on-paper = यह मेरे पास काग़ज़ पर है
door-kit-again = पर्चा फिर दिखाएँ
door-later = बाद में करेंगे
door-check-title = जाँच लें कि पर्चा आपके पास है
door-check-why = काग़ज़ से 24 शब्द लिखें। सही हुए तो वे यहाँ से हटा दिए जाएँगे: यही ज़्यादा सुरक्षित है।
door-check-now = जाँचें
door-kit-checked = सभी 24 शब्द सही हैं। काग़ज़ को सुरक्षित जगह रखें।
door-kit-pending = आपका वापसी का पर्चा अभी काग़ज़ पर नहीं है
door-kit-pending-why = यह फ़ोन या कंप्यूटर खो गया तो आपके रिकॉर्ड भी खो जाएँगे।
door-kit-pending-go = अभी करें
door-words = 24 शब्द
door-words-hint = उसी क्रम में, बीच में ख़ाली जगह छोड़कर। छोटे-बड़े अक्षर और गिनती से फ़र्क़ नहीं पड़ता।
door-words-count = { $count ->
    [one] 24 में से { $count } शब्द
   *[other] 24 में से { $count } शब्द
}
door-words-wrong-count = { $count ->
    [one] 24 शब्द चाहिए; यह { $count } है।
   *[other] 24 शब्द चाहिए; ये { $count } हैं।
}
door-sheet-title = सेहत: वापसी का पर्चा
door-sheet-of = { $name }, { $day }
door-sheet-words = 24 शब्द, इसी क्रम में
door-sheet-words-gone = 24 शब्द अब केवल काग़ज़ पर हैं: वे यहाँ नहीं रखे गए हैं।
door-account-secret = खाता कोड
door-account-secret-hint = अक्षरों और अंकों के छह समूह। ये आपके वापसी के पर्चे पर लिखे हैं।
door-sheet-use = लौटने के लिए { $server } खोलें और “वापसी के पर्चे से लौटें” चुनें। दूसरे फ़ोन या कंप्यूटर पर “मेरा खाता है” चुनें, फिर खाता कोड और अपना पासवर्ड लिखें।
door-sheet-keep = इसे वहीं रखें जहाँ आप ज़रूरी काग़ज़ रखते हैं। जिसके पास यह होगा, वह आपका खाता खोल सकेगा; इसकी फ़ोटो किसी को न भेजें, हमें भी नहीं।
door-sheet-mark = इस खाते की पहचान: { $mark }

door-sign-in-title = यहाँ साइन इन करें
door-sign-in-lead = अपना वापसी का पर्चा पास रखें: खाता कोड उसी पर लिखा है।
door-sign-in-now = साइन इन करें
door-forgotten = पासवर्ड याद नहीं? वापसी का पर्चा काम में लें
door-recover-title = पर्चे से लौटें
door-recover-lead = पर्चे के 24 शब्द लिखें और नया पासवर्ड चुनें। जहाँ आप पहले साइन इन थे, वहाँ से हट जाएँगे।
door-recover-now = लौटें
door-recover-keeps = शब्द जाँचे जाने से पहले यहाँ कुछ नहीं बदलता। जो आपने यहाँ लिखा और अभी भेजा नहीं गया, वह साथ रहता है और लौटने पर भेज दिया जाता है।
door-clear = इसके बजाय यहाँ से सब हटाएँ
door-clear-ask = क्या यहाँ से सब कुछ हटा दें?
door-clear-means = तब काम आता है जब वापसी का पर्चा न हो, या यहाँ का खाता आपका न हो। भेजे जा चुके रिकॉर्ड सुरक्षित हैं। जो बिना इंटरनेट के लिखा गया और अभी भेजा नहीं गया, वह खो जाएगा।
door-clear-yes = सब हटाएँ

door-back-title = वापसी हो गई
door-back-why = 24 शब्द वही हैं, पर खाता कोड नया है। पर्चा फिर से छापें और पुराना फाड़ दें।
door-back-go-on = आगे बढ़ें
door-unlock-title = फिर से स्वागत है
door-unlock-lead = सेहत पर ताला लगा है, ताकि कोई और न देख सके।
door-unlock = ताला खोलें
door-unlock-passkey = उँगली, चेहरे या पिन से खोलें
door-elsewhere = सेहत दूसरे टैब में खुला है
door-elsewhere-why = वहीं काम करें, या उसे यहाँ ले आएँ। कुछ नहीं खोएगा।
door-use-here = यहाँ खोलें
door-again-why = आपकी सुरक्षा के लिए कुछ समय बाद फिर से साइन इन करना होता है। तब तक आप जो लिखेंगे, वह यहाँ सुरक्षित रहेगा।

door-coming = ऐप का बाकी हिस्सा अभी आ रहा है। आते ही काम अपने आप आगे बढ़ेगा।
door-rest-missing = ऐप का एक हिस्सा अभी नहीं आया है
door-rest-missing-why = उसे लाया नहीं जा सका। देखें कि नेटवर्क है या नहीं, और फिर से कोशिश करें; कुछ भी खोया नहीं है।
