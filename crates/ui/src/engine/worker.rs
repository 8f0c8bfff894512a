//! The line to the worker: frames out, frames in, each answer to its question.

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::{HashMap, VecDeque},
    rc::Rc,
};

use bridge::{Event, Reply, Request, from_bytes, to_bytes};
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::gone;

/// The worker and who waits for it.
pub(super) struct Line {
    shared: Rc<Shared>,
    heard: Closure<dyn FnMut(MessageEvent)>,
    failed: Closure<dyn FnMut()>,
    die: Rc<dyn Fn()>,
}

#[derive(Default)]
struct Shared {
    worker: OnceCell<Worker>,
    far: Cell<Far>,
    dead: Cell<bool>,
    next: Cell<u32>,
    /// What was asked before the worker can be.
    queue: RefCell<VecDeque<Object>>,
    /// Who waits for which answer.
    waiting: RefCell<HashMap<u32, Function>>,
}

/// How far the worker has got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Far {
    /// It is still to come.
    #[default]
    Coming,
    /// It is there.
    Ready,
    /// It was asked the first question, which starts it; until it has answered, it takes no other.
    Asked,
    /// It takes all.
    Started,
}

impl Line {
    /// A line that takes questions; nobody is at its other end before [`Line::begin`].
    pub(super) fn open(
        on_event: impl Fn(Event) + 'static,
        on_start: impl Fn() + 'static,
        on_death: impl Fn() + 'static,
    ) -> Self {
        let shared = Rc::new(Shared::default());
        let die: Rc<dyn Fn()> = {
            let shared = Rc::clone(&shared);
            Rc::new(move || {
                shared.die();
                on_death();
            })
        };
        let heard = {
            let (shared, die) = (Rc::clone(&shared), Rc::clone(&die));
            Closure::new(move |message: MessageEvent| {
                let data = message.data();
                match data.as_string().as_deref() {
                    Some("ready") => shared.ready(),
                    Some(_) => die(),
                    None => shared.heed(&data, &on_event, &on_start),
                }
            })
        };
        let failed = {
            let die = Rc::clone(&die);
            Closure::new(move || die())
        };
        Self {
            shared,
            heard,
            failed,
            die,
        }
    }

    /// Starts the worker that the page names.
    pub(super) fn begin(&self) {
        let Some(worker) = start_worker() else {
            return (self.die)();
        };
        worker.set_onmessage(Some(self.heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(self.failed.as_ref().unchecked_ref()));
        // It is begun once.
        let _ = self.shared.worker.set(worker);
    }

    /// Asks, and waits for the answer.
    pub(super) async fn ask(&self, request: &Request) -> Reply {
        if self.shared.dead.get() {
            return Err(gone());
        }
        let id = self.shared.next.get() + 1;
        self.shared.next.set(id);
        let answer = Promise::new(&mut |resolve, _| {
            self.shared.waiting.borrow_mut().insert(id, resolve);
        });
        let frame = frame(id, &to_bytes(request));
        self.shared.queue.borrow_mut().push_back(frame);
        self.shared.send();
        let bytes = JsFuture::from(answer).await.unwrap_or_default();
        match bytes.dyn_into::<Uint8Array>() {
            Ok(bytes) => from_bytes::<Reply>(&bytes.to_vec()).unwrap_or_else(|_| Err(gone())),
            Err(_) => Err(gone()),
        }
    }
}

impl Shared {
    /// Sends what may be sent by now.
    fn send(&self) {
        let Some(worker) = self.worker.get() else {
            return;
        };
        let mut queue = self.queue.borrow_mut();
        let count = match self.far.get() {
            Far::Coming | Far::Asked => 0,
            Far::Ready => queue.len().min(1),
            Far::Started => queue.len(),
        };
        for frame in queue.drain(..count) {
            // Bytes can always be copied to a worker.
            let _ = worker.post_message(&frame);
        }
        if count > 0 && self.far.get() == Far::Ready {
            self.far.set(Far::Asked);
        }
    }

    fn ready(&self) {
        self.far.set(Far::Ready);
        self.send();
    }

    fn heed(&self, data: &JsValue, on_event: &impl Fn(Event), on_start: &impl Fn()) {
        let part = |name: &str| Reflect::get(data, &JsValue::from(name)).unwrap_or_default();
        let Some(id) = part("id").as_f64() else {
            return;
        };
        let bytes = part("bytes");
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "casts of floats saturate, and the ids are those given out here"
        )]
        let id = id as u32;
        let asked = self.waiting.borrow_mut().remove(&id);
        if let Some(answer) = asked {
            // A promise's own function does not throw.
            let _ = answer.call1(&JsValue::UNDEFINED, &bytes);
            if self.far.get() == Far::Asked {
                self.far.set(Far::Started);
                on_start();
                self.send();
            }
        } else if let Ok(event) = bytes.dyn_into::<Uint8Array>()
            && let Ok(event) = from_bytes(&event.to_vec())
        {
            on_event(event);
        }
    }

    /// Nobody waits in vain.
    fn die(&self) {
        self.dead.set(true);
        self.queue.borrow_mut().clear();
        for (_, answer) in self.waiting.take() {
            let _ = answer.call0(&JsValue::UNDEFINED);
        }
    }
}

fn start_worker() -> Option<Worker> {
    let address = document()
        .query_selector("meta[name=sehat-engine]")
        .ok()??
        .get_attribute("content")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&address, &options).ok()
}

fn frame(id: u32, bytes: &[u8]) -> Object {
    let frame = Object::new();
    // A plain object refuses no property.
    let _ = Reflect::set(&frame, &"id".into(), &id.into());
    let _ = Reflect::set(&frame, &"bytes".into(), &Uint8Array::from(bytes));
    frame
}
