//! The link of an invitation, kept from the address bar until it is answered.
//!
//! It is a secret: it leaves the address bar, and with it the browser's history, before anything is shown. Somebody
//! who has no account yet first makes one; so that loading the page again does not lose the link, this tab's session
//! storage holds it, and lets it go once it is answered or left.

use bridge::Hidden;
use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// Takes the link out of the address bar, if there is one. Whether there was.
pub(crate) fn take_from_address() -> bool {
    let location = window().location();
    let (Ok(path), Ok(hash)) = (location.pathname(), location.hash()) else {
        return false;
    };
    if !is_place(&path) || hash.len() < 2 {
        return false;
    }
    let origin = location.origin().unwrap_or_default();
    keep(&format!("{origin}/invite{hash}"));
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        // A page may always rename itself within its own origin.
        let _ = history.replace_state_with_url(&state, "", Some(&path));
    }
    true
}

/// Keeps a link that was scanned or pasted.
pub(crate) fn keep(link: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.remove_item(ANSWERED);
        // A browser that keeps nothing shows the screen of a missing invitation: it is to be scanned again.
        let _ = storage.set_item(LINK, link);
    }
}

/// The link that is kept.
pub(crate) fn link() -> Option<Hidden> {
    kept(LINK).map(Hidden::new)
}

/// Notes that it was answered: a second time it will not open.
pub(crate) fn note_answered() {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(ANSWERED, "yes");
    }
}

/// Whether it was answered from here before.
pub(crate) fn was_answered() -> bool {
    kept(ANSWERED).is_some()
}

/// Lets it go.
pub(crate) fn forget() {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.remove_item(LINK);
        let _ = storage.remove_item(ANSWERED);
    }
}

/// Whether a path is that of the first visit.
pub(crate) fn is_place(path: &str) -> bool {
    path.trim_end_matches('/').ends_with("/invite")
}

/// Whether a text is the link of an invitation, of whatever server: the server is told apart later.
pub(crate) fn is_link(text: &str) -> bool {
    let text = text.trim();
    let secret = text.split_once("/invite#").map_or("", |(_, secret)| secret);
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && !secret.is_empty() && !text.contains(char::is_whitespace)
}

/// The server in a link, to be shown: without what comes after it.
pub(crate) fn host_of(link: &str) -> Option<String> {
    let (server, _) = link.trim().split_once("/invite#")?;
    let (_, host) = server.split_once("://")?;
    Some(host.to_owned())
}

fn kept(name: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(name).ok()?
}

const LINK: &str = "sehat-invitation";
const ANSWERED: &str = "sehat-invitation-answered";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_invitations_are_told_from_other_codes() {
        assert!(is_link("https://clinic.example/invite#AAEC"));
        assert!(is_link(" http://localhost:8080/invite#AAEC\n"));
        assert!(!is_link("https://clinic.example/invite#"));
        assert!(!is_link("https://clinic.example/invite"));
        assert!(!is_link("javascript:alert(1)//invite#AAEC"));
        assert!(!is_link("upi://pay?pa=someone"));
    }

    #[test]
    fn only_the_server_of_a_link_is_shown() {
        let host = host_of("https://clinic.example:8443/invite#AAEC");
        assert_eq!(host.as_deref(), Some("clinic.example:8443"));
        assert_eq!(host_of("nothing"), None);
    }

    #[test]
    fn the_place_of_an_invitation() {
        assert!(is_place("/patient/invite"));
        assert!(is_place("/patient/invite/"));
        assert!(!is_place("/patient/records"));
    }
}
