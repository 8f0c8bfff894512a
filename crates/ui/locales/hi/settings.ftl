# What can be set.

settings-title = सेटिंग
settings-theme = रंग
settings-theme-device = जैसे फ़ोन या कंप्यूटर पर हैं
settings-theme-light = हल्के
settings-theme-dark = गहरे
settings-text = अक्षरों का आकार
settings-text-normal = सामान्य
settings-text-large = बड़े
settings-text-largest = बहुत बड़े

settings-lock = ताला
settings-lock-after = इतनी देर कोई न छुए तो ताला लग जाए
settings-lock-now = अभी ताला लगाएँ
settings-lock-set = { $count ->
    [one] अब { $count } मिनट बाद ताला लगेगा।
   *[other] अब { $count } मिनट बाद ताला लगेगा।
}
settings-minutes = { $count ->
    [one] { $count } मिनट
   *[other] { $count } मिनट
}

settings-passkey = उँगली, चेहरा या पिन
settings-passkey-why = इससे सेहत यहाँ पासवर्ड लिखे बिना खुलता है। पासवर्ड भी चलता रहेगा।
settings-passkey-add = चालू करें
settings-passkey-added = अब सेहत इससे खुलेगा।
settings-passkey-refused = यह चालू नहीं हुआ। फिर कोशिश करें, या पासवर्ड से खोलते रहें।
settings-passkey-useless = यह फ़ोन या कंप्यूटर इस तरह नहीं खोल सकता। पासवर्ड से खोलते रहें।
settings-passkey-remove = बंद करें
settings-passkey-remove-ask = उँगली, चेहरे या पिन से खोलना बंद करें?
settings-passkey-remove-means = फिर सेहत केवल पासवर्ड से खुलेगा।
settings-passkey-removed = अब सेहत केवल पासवर्ड से खुलेगा।

settings-kit = वापसी का पर्चा
settings-kit-why = यह फ़ोन या कंप्यूटर खो जाए तो इसी पर्चे से सब वापस मिलता है।
settings-kit-show = पर्चा दिखाएँ

settings-leave = साइन आउट
settings-leave-why = आपका खाता और आपके रिकॉर्ड यहाँ से हट जाएँगे। जहाँ वे ताले में रखे हैं, वहाँ सुरक्षित रहेंगे।
settings-sign-out = साइन आउट करें और मिटाएँ
settings-sign-out-ask = साइन आउट करके यहाँ से सब मिटाएँ?
settings-sign-out-means = यहाँ लौटने के लिए खाता कोड और पासवर्ड चाहिए, या आपका वापसी का पर्चा।
settings-sign-out-waiting = { $count ->
    [one] { $count } रिकॉर्ड अभी भेजा नहीं गया, वह खो जाएगा।
   *[other] { $count } रिकॉर्ड अभी भेजे नहीं गए, वे खो जाएँगे।
}
settings-sign-out-kit = आपका वापसी का पर्चा अभी काग़ज़ पर नहीं है। उसके बिना लौटने का रास्ता नहीं।

settings-about = सेहत के बारे में
settings-version = संस्करण { $version }
settings-hashes-why = इन संख्याओं को मिलाकर कोई भी जाँच सकता है कि यह वही प्रोग्राम है जो छापा गया था।
settings-hashes = क्या भेजा गया
