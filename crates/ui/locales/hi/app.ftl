# What both apps say everywhere.

app-name = सेहत
app-page-title = { $title } · सेहत
app-skip = सीधे मुख्य हिस्से पर जाएँ
app-places = पन्ने
app-list = सूची
app-language = भाषा
app-beside = साथ में
app-new-count = { $count ->
    [one] { $count } नया
   *[other] { $count } नए
}
app-loading = खुल रहा है
app-back = वापस
app-close = बंद करें
app-cancel = रहने दें
app-again = फिर कोशिश करें
app-undo = वापस लें
app-clear = मिटाएँ
app-show-typed = लिखा हुआ दिखाएँ
app-hide-typed = लिखा हुआ छिपाएँ

app-offline = इंटरनेट नहीं है। पढ़ना और लिखना चलता रहेगा; इंटरनेट आते ही सब भेज दिया जाएगा।
app-offline-waiting = { $count ->
    [one] इंटरनेट नहीं है। { $count } रिकॉर्ड यहाँ सुरक्षित है, इंटरनेट आते ही भेज दिया जाएगा।
   *[other] इंटरनेट नहीं है। { $count } रिकॉर्ड यहाँ सुरक्षित हैं, इंटरनेट आते ही भेज दिए जाएँगे।
}
app-waiting = { $count ->
    [one] { $count } रिकॉर्ड भेजा जा रहा है
   *[other] { $count } रिकॉर्ड भेजे जा रहे हैं
}
app-update = सेहत का नया रूप तैयार है।
app-update-now = अभी बदलें
app-access-ended = { $name } के रिकॉर्ड अब आपके लिए बंद हैं।
app-stopped = सेहत रुक गया है
app-stopped-why = आपने जो सहेजा, वह इस फ़ोन या कंप्यूटर पर सुरक्षित है। आगे बढ़ने के लिए सेहत को फिर से खोलें।
app-load-again = फिर से खोलें

app-today = आज
app-yesterday = कल
app-tomorrow = कल
app-today-at = आज, { $time }
app-yesterday-at = कल, { $time }
app-tomorrow-at = कल, { $time }
app-weekday-at = { $day } { $time }
app-day-at = { $day }, { $time }
app-months = { $count ->
    [one] { $count } महीना
   *[other] { $count } महीने
}
app-good-morning = नमस्ते, { $name }
app-good-afternoon = नमस्ते, { $name }
app-good-evening = नमस्ते, { $name }
