//! The link of an invitation: kept from the moment it opens the app until it was answered.
//!
//! The part behind the `#` is a secret, so it leaves the address bar and the history at once. It stays in
//! the tab's own storage meanwhile: whoever has no account yet signs up first, and a phone may drop the page
//! while the kit is printed.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// Under which name the tab keeps it.
const NAME: &str = "sehat-invitation";

/// What stands between a server's address and the secret.
const MARK: &str = "/invite#";

/// Takes an invitation out of the address, if the app was opened with one. Whether there was one.
pub(crate) fn take_up() -> bool {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let hash = location.hash().unwrap_or_default();
    let secret = hash.strip_prefix('#').unwrap_or_default();
    if secret.is_empty() || !path.trim_end_matches('/').ends_with("/invite") {
        return false;
    }
    let server = location.origin().unwrap_or_default();
    keep(&format!("{server}{MARK}{secret}"));
    if let Ok(history) = window().history() {
        // A history that cannot be rewritten leaves the address as it is.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    true
}

/// Keeps a link that was scanned or pasted. Whether it looks like an invitation at all.
pub(crate) fn take(link: &str) -> bool {
    let link = link.trim();
    let whole = server_of(link).is_some();
    if whole {
        keep(link);
    }
    whole
}

/// The link to be answered, if there is one.
pub(crate) fn link() -> Option<String> {
    storage()?.get_item(NAME).ok()?
}

/// Lets go of the link: it was answered, or it is of no use.
pub(crate) fn forget() {
    if let Some(storage) = storage() {
        // What cannot be removed is gone with the tab.
        let _ = storage.remove_item(NAME);
    }
}

/// The server an invitation belongs to: `https://sehat.example`.
pub(crate) fn server_of(link: &str) -> Option<&str> {
    let (server, secret) = link.split_once(MARK)?;
    let web = server.starts_with("https://") || server.starts_with("http://");
    (web && !secret.is_empty() && !link.contains(char::is_whitespace)).then_some(server)
}

fn keep(link: &str) {
    if let Some(storage) = storage() {
        // Where a tab may keep nothing, the visit says that there is no invitation, and to scan it.
        let _ = storage.set_item(NAME, link);
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok()?
}

#[cfg(test)]
mod tests {
    use super::server_of;

    #[test]
    fn an_invitation_names_its_server() {
        assert_eq!(
            server_of("https://sehat.example/invite#abc"),
            Some("https://sehat.example")
        );
        assert_eq!(
            server_of("http://localhost:8080/invite#a.b"),
            Some("http://localhost:8080")
        );
    }

    #[test]
    fn what_is_no_whole_invitation_is_not_taken() {
        assert_eq!(server_of("https://sehat.example/invite"), None);
        assert_eq!(server_of("https://sehat.example/invite#"), None);
        assert_eq!(server_of("upi://pay?pa=x/invite#y"), None);
        assert_eq!(server_of("javascript:alert(1)/invite#y"), None);
        assert_eq!(server_of("https://sehat.example/invite#a b"), None);
        assert_eq!(server_of("hello"), None);
    }
}
