# The four places, the code scanner, and what is behind "More".

more-tab-home = Home
more-tab-records = Records
more-tab-sharing = Sharing
more-tab-more = More

scan-title = Scan a doctor's code
scan-lead = The doctor shows it on a screen. You then see who asks, and decide.
