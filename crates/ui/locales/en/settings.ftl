# What can be set.

settings-title = Settings
settings-theme = Colours
settings-theme-device = As on this device
settings-theme-light = Light
settings-theme-dark = Dark
settings-text = Size of the text
settings-text-normal = Normal
settings-text-large = Large
settings-text-largest = Very large

settings-lock = Lock
settings-lock-after = Lock when nobody has touched it for
settings-lock-now = Lock now
settings-lock-set = { $count ->
    [one] Sehat now locks after { $count } minute.
   *[other] Sehat now locks after { $count } minutes.
}
settings-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}

settings-passkey = Fingerprint, face or PIN
settings-passkey-why = Opens Sehat on this device without typing the passphrase. The passphrase keeps working.
settings-passkey-add = Set it up
settings-passkey-added = From now on this opens Sehat.
settings-passkey-refused = It was not set up. Try again, or keep using the passphrase.
settings-passkey-useless = This device cannot keep a secret that way. Keep using the passphrase.
settings-passkey-remove = Remove it
settings-passkey-remove-ask = Stop using fingerprint, face or PIN?
settings-passkey-remove-means = Sehat then opens with your passphrase only.
settings-passkey-removed = Sehat now opens with your passphrase only.

settings-kit = Recovery kit
settings-kit-why = The sheet that brings everything back when this device is lost.
settings-kit-show = Show the kit

settings-leave = Sign out
settings-leave-why = Removes your account and your records from this device. They stay safe where they are kept, sealed.
settings-sign-out = Sign out and erase
settings-sign-out-ask = Sign out and erase this device?
settings-sign-out-means = To come back here you need your account code and your passphrase, or your recovery kit.
settings-sign-out-waiting = { $count ->
    [one] { $count } record is not sent yet and would be lost.
   *[other] { $count } records are not sent yet and would be lost.
}
settings-sign-out-kit = Your recovery kit is not on paper yet. Without it there is no way back.

settings-about = About Sehat
settings-version = Version { $version }
settings-hashes-why = Anyone can check that this is the program that was published, by comparing these numbers.
settings-hashes = What was served
