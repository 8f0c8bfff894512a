# The doctor's places, and the rest.

desk-tab-patients = Patients
desk-tab-news = New
desk-tab-more = More
desk-registration = Registration number { $number }
desk-no-registration = No registration number
desk-fingerprint = My identity number
desk-fingerprint-why = Patients and colleagues can compare this with what their app shows, to be sure that it is you.
desk-settings-what = Language, looks, lock, sign out
desk-kit = Recovery kit
desk-kit-what = The way back if this device is lost
desk-lock = Lock now

keys-title = Keys
keys-what = The daily path by keyboard
keys-lead = They do nothing while you type.
keys-search = Search a patient
keys-arrows = Up and down in the list
keys-enter = Open the patient
keys-next = Next patient in the list
keys-previous = Previous patient
keys-prescribe = Prescribe for the open patient
keys-note = Write a note on the open patient
keys-help = Show these keys
keys-single = Keys of one letter
keys-single-what = Switch off if you dictate or press keys by accident. The keys with Alt stay.
desk-ask-what = What another laboratory’s model says of measurements, without showing them
