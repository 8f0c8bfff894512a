//! What strangers' files are looked at with: PDF pages to pixels, and QR codes in a camera's picture.
