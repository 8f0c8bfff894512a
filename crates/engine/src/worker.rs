//! The engine in a browser's worker: messages in and out, the database, the lock between tabs, the clock.
//!
//! The page sends `{id, bytes}` with a request and gets `{id, bytes}` with its reply; events come as
//! `{id: 0, bytes}`. The first message of all is the text `ready`; any other text says that the engine is
//! broken, and that only loading the page again helps.

mod claim;
mod post;

use std::{cell::OnceCell, rc::Rc, time::Duration};

use bridge::{Cause, Event, Request, Role, Trouble};
use client::{
    ClientError,
    env::{Env, sleep},
    storage::browser::Browser,
};
use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;

use crate::{engine::Engine, host::Host};
use claim::Claim;

/// How often the engine looks at the clock.
const TICK: Duration = Duration::from_secs(5);

/// A browser's worker.
struct Tab {
    engine: Rc<OnceCell<Engine<Self>>>,
    claim: Claim,
}

impl Host for Tab {
    type Storage = Browser;

    async fn open(&self, role: Role) -> Result<Browser, ClientError> {
        let storage = Browser::open(role.place()).await?;
        ask_to_persist();
        Ok(storage)
    }

    async fn claim(&self, role: Role, steal: bool) -> bool {
        let engine = Rc::clone(&self.engine);
        let stolen = move || {
            spawn_local(async move {
                if let Some(engine) = engine.get() {
                    engine.stolen().await;
                }
            });
        };
        self.claim.take(role.place(), steal, stolen).await
    }

    fn env(&self) -> Env {
        Env::system()
    }

    fn tell(&self, event: Event) {
        post::event(&event);
    }
}

/// The worker begins.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        // Where, and not what: that may hold what nobody is to see.
        let place = panic
            .location()
            .map_or_else(String::new, ToString::to_string);
        post::broken(&Trouble::new(
            Cause::Other,
            format!("the engine has stopped at {place}: load the app again"),
        ));
    }));
    let cell = Rc::new(OnceCell::new());
    let engine = Engine::new(Tab {
        engine: Rc::clone(&cell),
        claim: Claim::default(),
    });
    let engine = cell.get_or_init(|| engine).clone();
    listen(&engine);
    let running = engine.clone();
    spawn_local(async move { running.run().await });
    spawn_local(async move {
        loop {
            sleep(TICK).await;
            engine.tick().await;
        }
    });
    post::ready();
}

/// What the worker's own scope is.
fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn listen(engine: &Engine<Tab>) {
    let asked = engine.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let Some((id, bytes)) = read(&message.data()) else {
            return;
        };
        let engine = asked.clone();
        post::asked(id);
        spawn_local(async move {
            let reply = match bridge::from_bytes::<Request>(&bytes) {
                Ok(request) => {
                    // What a person has typed does not stay in memory for longer than needed.
                    drop(bytes);
                    engine.handle(request).await
                }
                Err(broken) => Err(Trouble::new(Cause::Other, broken.to_string())),
            };
            post::reply(id, &reply);
        });
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    for (name, online) in [("online", true), ("offline", false)] {
        let told = engine.clone();
        let changed = Closure::<dyn FnMut()>::new(move || told.network_changed(online));
        let function = changed.as_ref().unchecked_ref();
        // Where there is no such event the engine finds out by trying.
        let _ = scope().add_event_listener_with_callback(name, function);
        changed.forget();
    }
}

/// The number and the frame of a request.
fn read(data: &JsValue) -> Option<(u32, Zeroizing<Vec<u8>>)> {
    let part = |name: &str| Reflect::get(data, &name.into()).ok();
    let id = part("id")?.as_f64().filter(|id| *id > 0.0)?;
    let bytes = part("bytes")?.dyn_into::<Uint8Array>().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the page counts its requests from one"
    )]
    let id = id as u32;
    Some((id, Zeroizing::new(bytes.to_vec())))
}

/// Asks the browser not to clear the database when room gets short. Where workers may not ask, the page does.
fn ask_to_persist() {
    let navigator: JsValue = scope().navigator().into();
    let storage = Reflect::get(&navigator, &"storage".into()).unwrap_or_default();
    let persist = Reflect::get(&storage, &"persist".into()).unwrap_or_default();
    if let Ok(persist) = persist.dyn_into::<Function>() {
        // Whatever it answers, the engine goes on.
        let _ = persist.call0(&storage);
    }
}
