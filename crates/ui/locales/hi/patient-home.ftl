# Home and the inbox.

home-from = { $name } से
home-prescription = दवा की पर्ची
home-medicine-line = { $drug }: { $how }
home-only-you-until = जब तक आप तय न करें, इसे केवल आप देख सकते हैं।
home-keep = निजी रखें
home-show = डॉक्टरों को दिखाएँ
home-shown = { $count ->
    [one] अब आपके डॉक्टर इसे देख सकते हैं। जो पढ़ लिया गया, वह वापस नहीं हो सकता।
   *[other] अब आपके डॉक्टर ये { $count } देख सकते हैं। जो पढ़ लिया गया, वह वापस नहीं हो सकता।
}
home-kept = { $count ->
    [one] निजी रखा गया। इसे केवल आप देख सकते हैं।
   *[other] { $count } निजी रखे गए। इन्हें केवल आप देख सकते हैं।
}
home-show-after-all = नहीं, डॉक्टरों को दिखाएँ
home-all-waiting = आपके फ़ैसले के लिए रुके सभी { $count } देखें

home-inbox = आपके फ़ैसले के लिए
home-inbox-lead = जब तक आप तय न करें, इन्हें केवल आप देख सकते हैं। जिसने लिखा है, वह अपना लिखा देख सकता है।
home-inbox-empty = अभी कुछ तय नहीं करना है
home-inbox-empty-why = जब कोई डॉक्टर आपके लिए कुछ लिखेंगे, आप यहाँ तय करेंगे कि उसे कौन देखे।
home-choose = चुनें: { $what }
home-keep-all = सब निजी रखें
home-show-all = सब डॉक्टरों को दिखाएँ
home-keep-some = { $count } निजी रखें
home-show-some = { $count } डॉक्टरों को दिखाएँ

home-interrupted = अधूरा रह गया: { $name }
home-interrupted-done = रुकने से पहले { $total } में से { $done } रिकॉर्ड जुड़ गए थे। कुछ भी दो बार नहीं जुड़ेगा।
home-interrupted-go-on = आगे बढ़ाएँ
home-interrupted-drop = यहीं छोड़ दें

home-add-reading = नया माप जोड़ें
home-no-reading = अभी कोई माप नहीं है
home-no-reading-why = अपना रक्तचाप, शुगर या वज़न जोड़ें, फिर यहाँ देखें कि वह कैसे बदल रहा है।
home-add-other = कुछ और जोड़ें
home-medicines = आपकी अभी की दवाएँ
home-no-medicines = कोई दवा नहीं
home-no-medicines-why = डॉक्टर जो दवा लिखेंगे और जो आप ख़ुद जोड़ेंगे, वह यहाँ दिखेगी।
home-all-medicines = सभी { $count } देखें
home-until = { $day } तक
home-looked = { $name } ने आपके रिकॉर्ड देखे ({ $what }), { $when }
home-count-records = { $count } रिकॉर्ड
