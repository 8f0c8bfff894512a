//! The DevTools protocol over a WebSocket: commands with their answers, and events as they come.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_tungstenite::{
    connect_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};

use super::PATIENCE;

/// Why Chromium did not do what it was told.
#[derive(Debug, Clone)]
pub struct Refusal(pub String);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event of one session.
pub(super) struct Event {
    pub(super) method: String,
    pub(super) params: Value,
}

/// One connection to a browser. Clones are the same one.
#[derive(Clone)]
pub(super) struct Channel(Arc<Inner>);

struct Inner {
    next: AtomicU64,
    out: mpsc::UnboundedSender<Message>,
    answers: Mutex<HashMap<u64, oneshot::Sender<Result<Value, Refusal>>>>,
    listeners: Mutex<HashMap<String, mpsc::UnboundedSender<Event>>>,
}

impl Channel {
    /// Connects to the address that Chromium tells.
    pub(super) async fn connect(address: &str) -> Self {
        let mut config = WebSocketConfig::default();
        // Pictures of whole pages are large.
        config.max_message_size = None;
        config.max_frame_size = None;
        let socket = connect_async_with_config(address, Some(config), true).await;
        let (mut sink, mut stream) = socket.unwrap().0.split();
        let (out, mut outgoing) = mpsc::unbounded_channel();
        let inner = Arc::new(Inner {
            next: AtomicU64::new(1),
            out,
            answers: Mutex::default(),
            listeners: Mutex::default(),
        });
        let incoming = Arc::clone(&inner);
        tokio::spawn(async move {
            while let Some(message) = outgoing.recv().await {
                if sink.send(message).await.is_err() {
                    break;
                }
            }
        });
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                if let Message::Text(text) = message {
                    incoming.take(serde_json::from_str(&text).unwrap_or_default());
                }
            }
            // Whoever still waits is told.
            lock(&incoming.answers).clear();
        });
        Self(inner)
    }

    /// Tells the browser to do something, in a session or outside of all, and waits for what it says.
    pub(super) async fn call(
        &self,
        session: &str,
        method: &str,
        params: Value,
    ) -> Result<Value, Refusal> {
        let (answer, answered) = oneshot::channel();
        let id = self.0.next.fetch_add(1, Ordering::Relaxed);
        lock(&self.0.answers).insert(id, answer);
        self.0.send(id, session, method, &params);
        let answer = match timeout(PATIENCE, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(Refusal("Chromium is gone".to_owned())),
            Err(_) => Err(Refusal("Chromium does not answer".to_owned())),
        };
        answer.map_err(|Refusal(why)| Refusal(format!("{method}: {why}")))
    }

    /// Tells the browser to do something, and does not wait.
    pub(super) fn tell(&self, session: &str, method: &str, params: Value) {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed);
        self.0.send(id, session, method, &params);
    }

    /// The events of a session, from now on.
    pub(super) fn listen(&self, session: &str) -> mpsc::UnboundedReceiver<Event> {
        let (events, listened) = mpsc::unbounded_channel();
        lock(&self.0.listeners).insert(session.to_owned(), events);
        listened
    }
}

impl Inner {
    fn send(&self, id: u64, session: &str, method: &str, params: &Value) {
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        // A browser that is gone is noticed by who waits for its answer.
        let _ = self.out.send(Message::text(message.to_string()));
    }

    fn take(&self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let answer = match message.get("error") {
                Some(error) => Err(Refusal(
                    error["message"].as_str().unwrap_or_default().into(),
                )),
                None => Ok(message["result"].take()),
            };
            if let Some(waiting) = lock(&self.answers).remove(&id) {
                let _ = waiting.send(answer);
            }
            return;
        }
        let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
        let event = Event {
            method: message["method"].as_str().unwrap_or_default().to_owned(),
            params: message["params"].take(),
        };
        if let Some(listener) = lock(&self.listeners).get(&session) {
            let _ = listener.send(event);
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
