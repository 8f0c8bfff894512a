# The four places, the code scanner, and what is behind "More".

more-tab-home = मुख्य
more-tab-records = रिकॉर्ड
more-tab-sharing = कौन देखे
more-tab-more = और

scan-title = डॉक्टर का कोड स्कैन करें
scan-lead = डॉक्टर इसे अपनी स्क्रीन पर दिखाते हैं। फिर आप देखेंगे कि कौन क्या माँग रहा है, और तय करेंगे।
