//! What a page and its workers say, ask for and trip over.

use std::sync::{Arc, Mutex};

use data_encoding::BASE64;
use serde_json::{Value, json};

use super::channel::{Channel, Event, lock};

/// A request that left the page or one of its workers.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The method.
    pub method: String,
    /// The address, with query and fragment.
    pub url: String,
    /// The headers, one `name: value` a line.
    pub headers: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What was recorded of a page and everything that belongs to it. Clones are the same record.
#[derive(Clone, Default)]
pub(super) struct Record(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    asked: Vec<Asked>,
    troubles: Vec<String>,
    said: Vec<String>,
    dialogs: Vec<String>,
    /// The sessions of the page and its workers.
    sessions: Vec<String>,
    /// What is told to every session, also to those that come later.
    settings: Vec<(&'static str, Value)>,
}

impl Record {
    /// Listens to a session: a page's, or a worker's that belongs to it.
    pub(super) async fn watch(&self, channel: &Channel, session: &str, is_page: bool) {
        let mut events = channel.listen(session);
        let (record, own) = (self.clone(), channel.clone());
        let id = session.to_owned();
        tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                record.take(&own, &id, event);
            }
        });
        lock(&self.0).sessions.push(session.to_owned());
        let settings = lock(&self.0).settings.clone();
        let workers =
            json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
        let large = json!({ "maxPostDataSize": 100_000_000 });
        let mut commands = vec![
            ("Runtime.enable", json!({})),
            ("Log.enable", json!({})),
            ("Network.enable", large),
            ("Target.setAutoAttach", workers),
        ];
        if is_page {
            for domain in [
                "Page.enable",
                "DOM.enable",
                "Accessibility.enable",
                "Audits.enable",
            ] {
                commands.push((domain, json!({})));
            }
        }
        commands.extend(settings);
        for (method, params) in commands {
            if is_page {
                channel.call(session, method, params).await.unwrap();
            } else {
                // A worker knows fewer of these than a page, and some it answers only once it runs.
                channel.tell(session, method, params);
            }
        }
        channel.tell(session, "Runtime.runIfWaitingForDebugger", json!({}));
    }

    /// Tells something to the page and its workers, those that start later among them.
    pub(super) async fn tell_all(&self, channel: &Channel, method: &'static str, params: Value) {
        let sessions = {
            let mut inner = lock(&self.0);
            inner.settings.retain(|(known, _)| *known != method);
            inner.settings.push((method, params.clone()));
            inner.sessions.clone()
        };
        for session in sessions {
            // A worker may not know this one, or be gone already.
            let _ = channel.call(&session, method, params.clone()).await;
        }
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        lock(&self.0).asked.clone()
    }

    pub(super) fn troubles(&self) -> Vec<String> {
        lock(&self.0).troubles.clone()
    }

    pub(super) fn take_troubles(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.0).troubles)
    }

    pub(super) fn said(&self) -> Vec<String> {
        lock(&self.0).said.clone()
    }

    pub(super) fn dialogs(&self) -> Vec<String> {
        lock(&self.0).dialogs.clone()
    }

    fn take(&self, channel: &Channel, session: &str, event: Event) {
        let Event { method, params } = event;
        match method.as_str() {
            "Network.requestWillBeSent" => lock(&self.0).asked.push(asked(&params["request"])),
            "Network.webSocketCreated" => self.trouble(format!("a WebSocket: {}", params["url"])),
            "Runtime.consoleAPICalled" => self.console(&params),
            "Runtime.exceptionThrown" => self.trouble(exception(&params["exceptionDetails"])),
            "Log.entryAdded" => self.log(&params["entry"]),
            "Audits.issueAdded" => self.issue(&params["issue"]),
            "Page.javascriptDialogOpening" => {
                lock(&self.0).dialogs.push(text(&params["message"]));
                channel.tell(
                    session,
                    "Page.handleJavaScriptDialog",
                    json!({ "accept": true }),
                );
            }
            "Target.attachedToTarget" => {
                let (record, channel) = (self.clone(), channel.clone());
                let session = text(&params["sessionId"]);
                tokio::spawn(async move { record.watch(&channel, &session, false).await });
            }
            "Target.detachedFromTarget" => {
                let gone = text(&params["sessionId"]);
                lock(&self.0).sessions.retain(|session| *session != gone);
            }
            _ => {}
        }
    }

    fn trouble(&self, what: String) {
        lock(&self.0).troubles.push(what);
    }

    fn console(&self, params: &Value) {
        let arguments = params["args"].as_array().cloned().unwrap_or_default();
        let words = arguments.iter().map(|argument| {
            let value = argument.get("value").map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            value.unwrap_or_else(|| text(&argument["description"]))
        });
        let line = words.collect::<Vec<_>>().join(" ");
        if matches!(
            params["type"].as_str(),
            Some("error" | "warning" | "assert")
        ) {
            self.trouble(format!("console: {line}"));
        }
        lock(&self.0).said.push(line);
    }

    fn log(&self, entry: &Value) {
        if matches!(entry["level"].as_str(), Some("error" | "warning")) {
            let source = text(&entry["source"]);
            self.trouble(format!(
                "{source}: {} {}",
                text(&entry["text"]),
                text(&entry["url"])
            ));
        }
    }

    fn issue(&self, issue: &Value) {
        if issue["code"] == "ContentSecurityPolicyIssue" {
            self.trouble(format!(
                "policy: {}",
                issue["details"]["contentSecurityPolicyIssueDetails"]
            ));
        }
    }
}

fn asked(request: &Value) -> Asked {
    let parts = request["postDataEntries"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let parts = parts
        .iter()
        .filter_map(|part| BASE64.decode(part["bytes"].as_str()?.as_bytes()).ok());
    let headers = request["headers"].as_object().cloned().unwrap_or_default();
    let headers = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", text(value)));
    Asked {
        method: text(&request["method"]),
        url: format!("{}{}", text(&request["url"]), text(&request["urlFragment"])),
        headers: headers.collect(),
        body: parts.flatten().collect(),
    }
}

fn exception(details: &Value) -> String {
    let what = text(&details["exception"]["description"]);
    let what = if what.is_empty() {
        details["exception"].to_string()
    } else {
        what
    };
    format!("exception: {} {what}", text(&details["text"]))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
