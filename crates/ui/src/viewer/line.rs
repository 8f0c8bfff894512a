//! The line to the viewer's worker: one question at a time, each with a limit of time.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
    time::Duration,
};

use js_sys::{Function, Object, Promise, Reflect};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// What comes of a question.
pub(super) enum Reply {
    /// What the worker said.
    Answer(JsValue),
    /// It took too long.
    Slow,
    /// There is no worker.
    Gone,
}

/// By this name the worker says that it cannot go on.
pub(super) const BROKEN: &str = "broken";

/// The worker, if it runs, and what waits for it.
#[derive(Default)]
pub(super) struct Line(Rc<Inner>);

#[derive(Default)]
struct Inner {
    worker: RefCell<Option<Running>>,
    queue: RefCell<VecDeque<Question>>,
    asked: RefCell<Option<Question>>,
    clock: Cell<Option<TimeoutHandle>>,
    next: Cell<u32>,
    /// The message that opened the file: sent again when the worker is started again.
    opened: RefCell<Option<Object>>,
}

struct Running {
    worker: Worker,
    ready: Cell<bool>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut()>,
}

struct Question {
    id: u32,
    message: Object,
    /// Called with what comes of it; nobody waits for a file that is opened again.
    answer: Option<Function>,
}

impl Line {
    /// Asks, and waits for what comes of it.
    pub(super) async fn ask(&self, message: Object) -> Reply {
        let inner = &self.0;
        let answer = Promise::new(&mut |resolve, _| {
            let question = inner.question(message.clone(), Some(resolve));
            inner.queue.borrow_mut().push_back(question);
        });
        inner.start();
        inner.go_on();
        let answer = JsFuture::from(answer).await.unwrap_or_default();
        match answer.as_string().as_deref() {
            Some(SLOW) => Reply::Slow,
            Some(_) => Reply::Gone,
            None => Reply::Answer(answer),
        }
    }

    /// Remembers how the file was opened.
    pub(super) fn remember(&self, message: Object) {
        self.0.opened.replace(Some(message));
    }

    /// Ends the worker and all that waits for it.
    pub(super) fn close(&self) {
        self.0.stop();
        self.0.give_up();
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.close();
    }
}

impl Inner {
    fn question(&self, message: Object, answer: Option<Function>) -> Question {
        let id = self.next.get() + 1;
        self.next.set(id);
        // A plain object refuses no property.
        let _ = Reflect::set(&message, &"id".into(), &id.into());
        Question {
            id,
            message,
            answer,
        }
    }

    /// Starts the worker, if it does not run. What was open is opened again first.
    fn start(self: &Rc<Self>) {
        if self.worker.borrow().is_some() {
            return;
        }
        let Some(worker) = start_worker() else {
            self.give_up();
            return;
        };
        let this = Rc::downgrade(self);
        let heard = Closure::new(move |message: MessageEvent| on(&this, |it| it.hear(&message)));
        let this = Rc::downgrade(self);
        let failed = Closure::new(move || on(&this, |it| it.fail(GONE)));
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        self.worker.replace(Some(Running {
            worker,
            ready: Cell::new(false),
            _heard: heard,
            _failed: failed,
        }));
        let opened = self.opened.borrow().clone();
        if let Some(message) = opened {
            let question = self.question(message, None);
            self.queue.borrow_mut().push_front(question);
        }
        self.wind(STARTING);
    }

    /// Asks what is next, if the worker is free.
    fn go_on(self: &Rc<Self>) {
        let running = self.worker.borrow();
        let Some(running) = running.as_ref().filter(|running| running.ready.get()) else {
            return;
        };
        if self.asked.borrow().is_some() {
            return;
        }
        let Some(question) = self.queue.borrow_mut().pop_front() else {
            return;
        };
        // Plain bytes and numbers can always be copied to a worker.
        let _ = running.worker.post_message(&question.message);
        self.asked.replace(Some(question));
        self.wind(ANSWERING);
    }

    fn hear(self: &Rc<Self>, message: &MessageEvent) {
        let data = message.data();
        if data.as_string().is_some() {
            if let Some(running) = self.worker.borrow().as_ref() {
                running.ready.set(true);
            }
            self.unwind();
            self.go_on();
            return;
        }
        let part = |name: &str| Reflect::get(&data, &name.into()).unwrap_or_default();
        let is_asked = |question: &Question| part("id").as_f64() == Some(f64::from(question.id));
        if !self.asked.borrow().as_ref().is_some_and(is_asked) {
            return;
        }
        self.unwind();
        if let Some(question) = self.asked.take() {
            question.resolve(&data);
        }
        if part("why").as_string().as_deref() == Some(BROKEN) {
            self.stop();
            self.start_if_asked();
        }
        self.go_on();
    }

    /// The worker does not answer: who is asked is told, and the rest is asked of another.
    fn fail(self: &Rc<Self>, why: &str) {
        let was_ready = self
            .worker
            .borrow()
            .as_ref()
            .is_some_and(|running| running.ready.get());
        self.stop();
        if let Some(question) = self.asked.take() {
            question.resolve(&why.into());
        }
        match was_ready {
            true => self.start_if_asked(),
            // One that never came up will not come up now.
            false => self.give_up(),
        }
    }

    fn start_if_asked(self: &Rc<Self>) {
        let is_asked = !self.queue.borrow().is_empty();
        if is_asked {
            self.start();
        }
    }

    fn stop(&self) {
        self.unwind();
        if let Some(running) = self.worker.take() {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
        }
    }

    /// Nobody waits in vain.
    fn give_up(&self) {
        let waiting = self.asked.take().into_iter().chain(self.queue.take());
        for question in waiting {
            question.resolve(&GONE.into());
        }
    }

    /// Sets the limit of time for what is under way.
    fn wind(self: &Rc<Self>, limit: Duration) {
        self.unwind();
        let this = Rc::downgrade(self);
        let clock = set_timeout_with_handle(move || on(&this, |it| it.fail(SLOW)), limit);
        self.clock.set(clock.ok());
    }

    fn unwind(&self) {
        if let Some(clock) = self.clock.take() {
            clock.clear();
        }
    }
}

impl Question {
    fn resolve(self, with: &JsValue) {
        if let Some(answer) = self.answer {
            // A promise's own function does not throw.
            let _ = answer.call1(&JsValue::UNDEFINED, with);
        }
    }
}

fn on(line: &Weak<Inner>, act: impl FnOnce(&Rc<Inner>)) {
    if let Some(line) = line.upgrade() {
        act(&line);
    }
}

fn start_worker() -> Option<Worker> {
    let address = document()
        .query_selector("meta[name=sehat-viewer]")
        .ok()??
        .get_attribute("content")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&address, &options).ok()
}

const SLOW: &str = "slow";
const GONE: &str = "gone";

/// For the worker to come up: its code comes over the network the first time.
const STARTING: Duration = Duration::from_secs(90);

/// For an answer, on a slow phone.
const ANSWERING: Duration = Duration::from_secs(30);
