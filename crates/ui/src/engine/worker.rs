//! The line to the worker: frames out, frames in, each answer to its question.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
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
    worker: Option<Worker>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct Shared {
    ready: Cell<bool>,
    dead: Cell<bool>,
    next: Cell<u32>,
    /// What was asked before the worker was ready.
    queue: RefCell<Vec<Object>>,
    /// Who waits for which answer.
    waiting: RefCell<HashMap<u32, Function>>,
}

impl Line {
    /// Starts the worker that the page names.
    pub(super) fn open(on_event: impl Fn(Event) + 'static, on_death: impl Fn() + 'static) -> Self {
        let shared = Rc::new(Shared::default());
        let worker = start_worker();
        let die = {
            let shared = Rc::clone(&shared);
            Rc::new(move || {
                shared.die();
                on_death();
            })
        };
        let heard = {
            let (shared, worker, die) = (Rc::clone(&shared), worker.clone(), Rc::clone(&die));
            Closure::new(move |message: MessageEvent| {
                let data = message.data();
                match data.as_string().as_deref() {
                    Some("ready") => shared.ready(worker.as_ref()),
                    Some(_) => die(),
                    None => shared.heed(&data, &on_event),
                }
            })
        };
        let failed = {
            let die = Rc::clone(&die);
            Closure::new(move || die())
        };
        match &worker {
            Some(worker) => {
                worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
                worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
            }
            None => die(),
        }
        Self {
            shared,
            worker,
            _heard: heard,
            _failed: failed,
        }
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
        match &self.worker {
            Some(worker) if self.shared.ready.get() => post(worker, &frame),
            _ => self.shared.queue.borrow_mut().push(frame),
        }
        let bytes = JsFuture::from(answer).await.unwrap_or_default();
        match bytes.dyn_into::<Uint8Array>() {
            Ok(bytes) => from_bytes::<Reply>(&bytes.to_vec()).unwrap_or_else(|_| Err(gone())),
            Err(_) => Err(gone()),
        }
    }
}

impl Shared {
    fn ready(&self, worker: Option<&Worker>) {
        self.ready.set(true);
        let queue = self.queue.take();
        for frame in &queue {
            if let Some(worker) = worker {
                post(worker, frame);
            }
        }
    }

    fn heed(&self, data: &JsValue, on_event: &impl Fn(Event)) {
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
        if let Some(answer) = self.waiting.borrow_mut().remove(&id) {
            // A promise's own function does not throw.
            let _ = answer.call1(&JsValue::UNDEFINED, &bytes);
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

fn post(worker: &Worker, frame: &Object) {
    // Bytes can always be copied to a worker.
    let _ = worker.post_message(frame);
}
