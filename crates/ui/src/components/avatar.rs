//! Initials in a circle.

use leptos::prelude::*;

/// A person's initials; the name stands beside it, so a screen reader passes over it.
///
/// `<Avatar name="Dr Suresh Rao" />`
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: String,
    /// Larger, for a person alone on a screen.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <span class="avatar" class:avatar-large=large aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// The first letters of the first and the last name, without titles.
fn initials(name: &str) -> String {
    let titles = [
        "dr",
        "dr.",
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "prof",
        "prof.",
        "डॉ",
        "डॉ.",
        "डॉ॰",
        "श्री",
        "श्रीमती",
    ];
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| !titles.contains(&word.to_lowercase().as_str()))
        .collect();
    let first = words.first().and_then(|word| first_letter(word));
    let last = words
        .get(1..)
        .and_then(|rest| rest.last())
        .and_then(|word| first_letter(word));
    [first, last].into_iter().flatten().collect()
}

/// The first letter with what hangs on it: `आ`, `र`, `रा`; Latin ones large.
fn first_letter(word: &str) -> Option<String> {
    let mut letters = word.chars().skip_while(|letter| !letter.is_alphanumeric());
    let first = letters.next()?;
    let mut text: String = first.to_uppercase().collect();
    // A vowel sign belongs to its consonant: a letter without it would be another syllable.
    text.extend(letters.take_while(|sign| ('\u{93e}'..='\u{94c}').contains(sign)));
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_leave_titles_out() {
        assert_eq!(initials("Dr Suresh Rao"), "SR");
        assert_eq!(initials("Asha"), "A");
        assert_eq!(initials("John van D'Souza"), "JD");
        assert_eq!(initials("डॉ॰ सुरेश राव"), "सुरा");
        assert_eq!(initials(""), "");
    }
}
