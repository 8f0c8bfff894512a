# Home and the inbox.

home-from = From { $name }
home-prescription = Prescription
home-medicine-line = { $drug }: { $how }
home-only-you-until = Only you can see this until you decide.
home-keep = Keep private
home-show = Show my doctors
home-shown = { $count ->
    [one] Your doctors can see it now. What they read cannot be unread.
   *[other] Your doctors can see these { $count } now. What they read cannot be unread.
}
home-kept = { $count ->
    [one] Kept private. Only you can see it.
   *[other] { $count } kept private. Only you can see them.
}
home-show-after-all = Show my doctors instead
home-all-waiting = See all { $count } that wait for you

home-inbox = Waiting for you
home-inbox-lead = Only you can see these until you decide. Whoever wrote one can see that one.
home-inbox-empty = Nothing waits for you
home-inbox-empty-why = When a doctor writes something for you, you decide here who may see it.
home-choose = Choose: { $what }
home-keep-all = Keep all private
home-show-all = Show all to my doctors
home-keep-some = Keep { $count } private
home-show-some = Show { $count } to my doctors

home-interrupted = Not finished: { $name }
home-interrupted-done = { $done } of { $total } records were added before it stopped. Nothing is added twice.
home-interrupted-go-on = Go on
home-interrupted-drop = Leave it at that

home-add-reading = Add a reading
home-no-reading = No readings yet
home-no-reading-why = Add your blood pressure, sugar or weight, and you will see here how it goes.
home-add-other = Add something else
home-medicines = Your medicines now
home-no-medicines = No medicines
home-no-medicines-why = What a doctor prescribes for you stands here, and what you add yourself.
home-all-medicines = See all { $count }
home-until = until { $day }
home-looked = { $name } looked at your records ({ $what }), { $when }
home-count-records = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
