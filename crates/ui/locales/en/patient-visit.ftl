# A doctor's invitation.

visit-title = A doctor's invitation
visit-none = No invitation is open here
visit-none-why = Scan the code on the doctor's screen, or open the link the doctor sent you.
visit-scan = Scan a doctor's code
visit-scan-lead = Ask the doctor to show the code for a first visit.
visit-scan-then = After that you see who asks, and for what. Nothing is shared before you accept.

visit-registration = Registration { $number }
visit-no-registration = No registration number given
visit-by-own-word = Name and number are as the doctor gave them. Is it the doctor in front of you?
visit-known = Sees what you share already
visit-known-means = What you accept now takes the place of what holds so far.
visit-asks = Asks to
visit-asks-see = see the records you share with your doctors
visit-asks-history = see what you shared before as well
visit-asks-add = add prescriptions and results for you
visit-asks-hours = do so for this visit only: { $hours }
visit-asks-standing = do this until you end it
visit-go-on = Go on
visit-go-on-means = The doctor then sees your name, and both of you a number to compare. No record is shared yet.

visit-same-number = The doctor's screen must show the same number
visit-other-number = Another number? Then press Deny.
visit-how-long = For how long?
visit-standing = Until I take it back
visit-only = This visit only
visit-only-hint = It ends by itself.
visit-hours = How long the visit lasts
visit-hours-count = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
visit-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
visit-give = What you allow
visit-history = See what I shared before
visit-history-hint = Otherwise only what you share from now on.
visit-may-add = Add to my records
visit-may-add-hint = Prescriptions, results, notes. You decide on each who else sees it.
visit-broadcasts = Show at once what this doctor adds
visit-broadcasts-hint = Your other doctors see it without waiting for you.
visit-deny = Deny
visit-accept = Accept
visit-change-any-time = You can change this any time under Sharing.

visit-accepted = { $name } is let in
visit-accepted-means = { $name } can see what you share. Change this any time under Sharing.
visit-denied = You said no to { $name }
visit-denied-means = { $name } sees none of your records. If it was a slip, ask for a new code.
visit-denied-known = What { $name } could see before stays as it was. You can end it under Sharing.
visit-home = To the start

visit-answered-before = This invitation was answered, but not finished
visit-answered-before-way = Nothing was shared. Ask the doctor for a new code, and scan it.
visit-elsewhere = The link leads to { $host }. Open it only if you know that address.
visit-elsewhere-open = Open { $host }

visit-one = Show one record only
visit-one-means = You do not let this doctor in. The doctor sees the record you choose, and nothing else.
visit-one-which = Which record
visit-one-done = { $name } can see one record
visit-one-done-means = { $name } can see the record you chose, and nothing else. Take it back any time under Sharing.
