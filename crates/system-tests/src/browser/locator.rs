//! How a test points at something on a page.

use std::fmt;

use serde_json::json;

use super::{Page, channel::Refusal};

/// What a person would point at.
#[derive(Debug, Clone)]
pub enum Locator {
    /// The first that a CSS selector matches.
    Css(String),
    /// By role and accessible name, as a screen reader tells them.
    Role(String, String),
    /// The innermost element that says exactly this.
    Text(String),
}

/// By role and accessible name: `role("button", "Save")`.
pub fn role(role: &str, name: &str) -> Locator {
    Locator::Role(role.to_owned(), name.to_owned())
}

/// The innermost visible element that says exactly this.
pub fn text(text: &str) -> Locator {
    Locator::Text(text.to_owned())
}

impl From<&str> for Locator {
    fn from(selector: &str) -> Self {
        Self::Css(selector.to_owned())
    }
}

impl From<String> for Locator {
    fn from(selector: String) -> Self {
        Self::Css(selector)
    }
}

impl From<&Self> for Locator {
    fn from(locator: &Self) -> Self {
        locator.clone()
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Css(selector) => write!(f, "`{selector}`"),
            Self::Role(role, name) => write!(f, "the {role} “{name}”"),
            Self::Text(text) => write!(f, "the text “{text}”"),
        }
    }
}

impl Page {
    /// What a locator points at now, as a remote object.
    pub(super) async fn find(&self, locator: &Locator) -> Result<Option<String>, Refusal> {
        match locator {
            Locator::Css(selector) => {
                let call = format!("document.querySelector({})", json!(selector));
                self.object(&call).await
            }
            Locator::Text(text) => {
                let call = format!("({BY_TEXT})({})", json!(text));
                self.object(&call).await
            }
            Locator::Role(role, name) => self.find_by_role(role, name).await,
        }
    }

    async fn find_by_role(&self, role: &str, name: &str) -> Result<Option<String>, Refusal> {
        let Some(document) = self.object("document").await? else {
            return Ok(None);
        };
        let query = json!({ "objectId": document, "role": role, "accessibleName": name });
        let found = self.call("Accessibility.queryAXTree", query).await?;
        let nodes = found["nodes"].as_array().cloned().unwrap_or_default();
        let shown = nodes.iter().filter(|node| node["ignored"] != true);
        for node in shown {
            let id = json!({ "backendNodeId": node["backendDOMNodeId"] });
            let resolved = self.call("DOM.resolveNode", id).await?;
            if let Some(object) = resolved["object"]["objectId"].as_str() {
                return Ok(Some(object.to_owned()));
            }
        }
        Ok(None)
    }
}

/// Finds the innermost element with a text, among what is shown.
const BY_TEXT: &str = r"text => {
    const plain = (element) => (element.innerText ?? '').replace(/\s+/g, ' ').trim();
    const all = [...document.querySelectorAll('body *')];
    const said = all.filter((element) => element.checkVisibility?.() && plain(element) === text);
    return said.findLast((element) => !said.some((other) => other !== element && element.contains(other))) ?? null;
}";
