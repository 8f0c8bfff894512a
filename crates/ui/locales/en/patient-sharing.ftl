# The four places, who can see the records, and what happened.

sharing-tab-home = Home
sharing-tab-records = Records
sharing-tab-sharing = Sharing
sharing-tab-more = More

sharing-title = Who can see your records
sharing-nobody = Nobody but you. Not even the cloud.
sharing-nobody-shown = No doctor is on your list. What you showed one by one is listed below.
sharing-nobody-listed = No doctor is on your list
sharing-lead-shown = { $count ->
    [one] One doctor sees what you share. What you showed one by one is listed below.
   *[other] { $count } doctors see what you share. What you showed one by one is listed below.
}
sharing-lead = { $count ->
    [one] One doctor sees what you share. Nobody else, and not the cloud.
   *[other] { $count } doctors see what you share. Nobody else, and not the cloud.
}
sharing-nobody-yet = No doctor sees your records
sharing-nobody-yet-why = A doctor you let in sees what you share, and nothing you keep private.
sharing-step-code = At the visit, the doctor shows you a code.
sharing-step-scan = You scan it here and see who asks, and for what.
sharing-step-accept = You accept or say no.

sharing-since = since { $day }
sharing-since-visit = since { $day }, for one visit
sharing-stopped = sharing stopped { $day }
sharing-removed = removed { $day }
sharing-expired = the visit was over { $day }
sharing-sees-all = all you share
sharing-sees-since = what you share since { $day }
sharing-may-add = can add
sharing-only-reads = cannot add
sharing-broadcasts = shown to your doctors at once
sharing-until = until { $when }
sharing-change = Change
sharing-stop = Stop sharing
sharing-stop-whom = Stop sharing with { $name }
sharing-remove = Remove
sharing-remove-whom = Remove { $name }
sharing-left = No longer on the list
sharing-again = Let in again

sharing-stop-ask = Stop sharing with { $name }?
sharing-stop-means = What you share from now on stays hidden from this doctor.
sharing-stop-kept = What was shared so far can still be read.
sharing-again-possible = You can let the doctor in again any time.
sharing-remove-ask = Remove { $name }?
sharing-remove-means = Your records are closed to this doctor: what was shared before too.
sharing-remove-device = The doctor's app deletes its keys to your records as soon as it is online.
sharing-read-stays = What was read cannot be unread, and a copy made of it stays.
sharing-stopped-now = { $name } sees nothing new any more.
sharing-removed-now = { $name } is removed.

sharing-doctor = Doctor
sharing-gone = This doctor is not on your list
sharing-may-heading = What this doctor may do
sharing-save = Save changes
sharing-changed = Changed for { $name }.
sharing-again-heading = Let this doctor in again
sharing-again-means = This takes effect at once; the doctor need not be here.
sharing-again-done = { $name } can see what you share again.
sharing-end = End it
sharing-end-stop = Stop sharing: nothing new is seen any more. What was shared so far can still be read.
sharing-end-remove = Remove: what was shared before is closed as well. What was read cannot be unread.

sharing-seen-lately = Seen lately
sharing-seen-nothing = Nothing has been read yet.
sharing-to-log = All that happened
sharing-records-count = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
sharing-name-times = { $name } ({ $count })
sharing-and-more = and { $count } more

sharing-log = Who saw what, who did what
sharing-log-lead = Nobody can strike anything from this list.
sharing-log-print = Print the list
sharing-log-more = Show earlier
sharing-check = Is it complete?
sharing-check-why = Checks every entry and their order, from the first to the last.
sharing-check-now = Check the whole list
sharing-checked = { $count ->
    [one] The only entry is in order.
   *[other] All { $count } entries are in order.
}
sharing-log-opened = You opened your records
sharing-log-let-in = You let { $name } in, for what you share from then on
sharing-log-let-in-all = You let { $name } in, for all you share
sharing-log-let-in-visit = You let { $name } in for one visit, for what you share from then on
sharing-log-let-in-visit-all = You let { $name } in for one visit, for all you share
sharing-log-stopped = Sharing with { $name } stopped
sharing-log-removed = { $name } was removed
sharing-log-expired = The visit with { $name } was over
sharing-log-renewed = All keys were renewed
sharing-log-added = { $count ->
    [one] You added a record
   *[other] You added { $count } records
}
sharing-log-added-shown = { $count ->
    [one] You added a record and showed it to your doctors
   *[other] You added { $count } records and showed them to your doctors
}
sharing-log-added-by = { $count ->
    [one] { $who } added a record for you
   *[other] { $who } added { $count } records for you
}
sharing-log-added-shown-by = { $count ->
    [one] { $who } added a record, shown to your doctors at once
   *[other] { $who } added { $count } records, shown to your doctors at once
}
sharing-log-shown = { $count ->
    [one] You showed a record to your doctors
   *[other] You showed { $count } records to your doctors
}
sharing-log-shown-by = { $count ->
    [one] { $who } showed a record to your doctors
   *[other] { $who } showed { $count } records to your doctors
}
sharing-log-kept = You kept private what waited for you
sharing-log-new-device = You came back with your recovery kit on a new device
sharing-log-read = { $count ->
    [one] You read a record
   *[other] You read { $count } records
}
sharing-log-read-by = { $count ->
    [one] { $who } read a record
   *[other] { $who } read { $count } records
}

sharing-one = Show this to one person…
sharing-one-ask = Show this record to one person
sharing-one-who = To whom?
sharing-one-on-list = On your list
sharing-one-met = Not on your list
sharing-one-means = This person sees this record with its file, and nothing else by it. For everybody else nothing changes.
sharing-one-correction = If it is corrected later, the correction is not shown by itself.
sharing-one-nobody = You have met no doctor here yet. Scan a doctor's code: there you can show one record without letting the doctor in.
sharing-one-show = Show
sharing-one-done = { $name } can see this record.
sharing-one-list = Shown one by one
sharing-one-can-see = { $name } can see this
sharing-one-since = shown { $day }
sharing-take-back = Take back
sharing-take-back-whom = Take back { $title } from { $name }
sharing-take-back-ask = Take this back from { $name }?
sharing-take-back-means = { $name } is not given it any more, and the app there deletes it as soon as it is online.
sharing-take-back-copied = What was opened may have been copied.
sharing-taken-back-now = Taken back from { $name }.
sharing-log-one-shown = You showed one record to { $name }
sharing-log-one-back = You took one record back from { $name }
sharing-log-one-somebody = One record was shown to one person, or taken back
