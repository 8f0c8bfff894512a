# दस्तावेज़, फ़ोटो और कोड देखना।

viewer-opening = दस्तावेज़ खुल रहा है…
viewer-save-copy = कॉपी सहेजें
viewer-zoom = आकार
viewer-larger = बड़ा करें
viewer-smaller = छोटा करें
viewer-percent = { $percent }%
viewer-page-of = { $pages } में से पेज { $page }
viewer-page-unseen = यह पेज यहाँ नहीं दिखाया जा सकता। दूसरे ऐप में देखने के लिए कॉपी सहेजें।
viewer-as-pictures = पेज तस्वीर के रूप में दिखते हैं। इन्हें बोलकर सुनने के लिए कॉपी सहेजें और दूसरे ऐप में खोलें।
viewer-only-first = यहाँ केवल पहले { $pages } पेज दिखते हैं। सब देखने के लिए कॉपी सहेजें।

viewer-damaged = यह फ़ाइल ख़राब है
viewer-damaged-way = कॉपी सहेजकर दूसरे ऐप में खोलकर देखें, या जहाँ से यह आई थी वहाँ से फिर माँगें।
viewer-too-much = यह फ़ाइल यहाँ नहीं दिखाई जा सकती
viewer-too-much-way = इसे दिखाना इस उपकरण के बस से ज़्यादा है। कॉपी सहेजें और दूसरे ऐप में खोलें।
viewer-other = इस तरह की फ़ाइल यहाँ नहीं दिखाई जा सकती
viewer-other-way = कॉपी सहेजें और ऐसे ऐप में खोलें जो इसे पहचानता हो।
viewer-no-viewer = दस्तावेज़ नहीं खुल सका
viewer-no-viewer-way = ऐप का एक हिस्सा अभी इस उपकरण पर नहीं है। इंटरनेट जुड़ा है या नहीं, देखें और फिर कोशिश करें।

viewer-password-title = इस फ़ाइल का अपना पासवर्ड है
viewer-password-why = यह फ़ाइल बनाने वाले ने रखा है। जाँच केंद्र अक्सर उसी संदेश में बताते हैं जिसमें फ़ाइल आई थी।
viewer-password = फ़ाइल का पासवर्ड
viewer-password-wrong = यह इस फ़ाइल का पासवर्ड नहीं है। बड़े-छोटे अक्षर और अंक देखकर फिर कोशिश करें।
viewer-open = खोलें

viewer-qr-too-long = इतना लंबा पाठ कोड में नहीं आ सकता

viewer-photo-note = फ़ोटो रखने से पहले छोटी की जाती है, और वह कहाँ ली गई थी, यह जानकारी हटा दी जाती है।

viewer-camera = कैमरे की तस्वीर
viewer-scan-starting = कैमरा शुरू हो रहा है… फ़ोन पूछे तो अनुमति दें।
viewer-scan-point = कैमरा कोड की ओर रखें।
viewer-scan-other = यह कोई और कोड है। कैमरा डॉक्टर की स्क्रीन के कोड की ओर रखें।
viewer-scan-found = कोड मिल गया।
viewer-camera-refused = कैमरे की अनुमति नहीं है
viewer-camera-refused-way = ब्राउज़र की सेटिंग में इस पेज को कैमरे की अनुमति दें और फिर कोशिश करें। या नीचे कोई और तरीक़ा चुनें।
viewer-camera-absent = यहाँ कैमरा नहीं है
viewer-camera-absent-way = नीचे कोई और तरीक़ा चुनें।
viewer-camera-busy = कैमरा अभी काम नहीं कर रहा
viewer-camera-busy-way = शायद कोई और ऐप उसे इस्तेमाल कर रहा है। वह ऐप बंद करके फिर कोशिश करें। या नीचे कोई और तरीक़ा चुनें।
viewer-scan-without = इस कैमरे के बिना
viewer-link = निमंत्रण का लिंक
viewer-link-hint = डॉक्टर यह आपको भेज सकते हैं। पूरा लिंक यहाँ चिपकाएँ।
viewer-link-open = निमंत्रण खोलें
viewer-link-wrong = यह निमंत्रण का पूरा लिंक नहीं है। शुरू से अंत तक पूरा लिंक कॉपी करें।
viewer-code-photo = कोड की फ़ोटो लें या चुनें
viewer-photo-wrong = इस फ़ोटो में निमंत्रण नहीं मिला। सीधी और पास से फिर फ़ोटो लें।
