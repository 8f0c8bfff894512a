# What both apps say everywhere.

app-name = Sehat
app-page-title = { $title } · Sehat
app-skip = Skip to the content
app-places = Places
app-list = List
app-language = Language
app-beside = Also here
app-new-count = { $count ->
    [one] { $count } new
   *[other] { $count } new
}
app-loading = Loading
app-back = Back
app-close = Close
app-cancel = Cancel
app-again = Try again
app-undo = Undo
app-clear = Clear
app-show-typed = Show what I type
app-hide-typed = Hide what I type

app-offline = You are offline. You can read and write; it is sent when you are back.
app-offline-waiting = { $count ->
    [one] You are offline. { $count } record is kept here and sent when you are back.
   *[other] You are offline. { $count } records are kept here and sent when you are back.
}
app-waiting = { $count ->
    [one] { $count } record is being sent
   *[other] { $count } records are being sent
}
app-update = A new version of Sehat is ready.
app-update-now = Update now
app-access-ended = You can no longer see the records of { $name }.
app-stopped = Sehat has stopped
app-stopped-why = What you saved is safe on this device. Load Sehat again to go on.
app-load-again = Load again

app-today = today
app-yesterday = yesterday
app-tomorrow = tomorrow
app-today-at = today, { $time }
app-yesterday-at = yesterday, { $time }
app-tomorrow-at = tomorrow, { $time }
app-weekday-at = { $day } { $time }
app-day-at = { $day }, { $time }
app-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
app-good-morning = Good morning, { $name }
app-good-afternoon = Good afternoon, { $name }
app-good-evening = Good evening, { $name }
