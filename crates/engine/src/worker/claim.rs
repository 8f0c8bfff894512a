//! One tab at a time: a Web Lock that is held for as long as the worker lives, or until another steals it.

use std::{cell::Cell, rc::Rc};

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::scope;

/// Whether this worker holds the lock.
#[derive(Default)]
pub(super) struct Claim {
    held: Rc<Cell<bool>>,
}

impl Claim {
    /// Takes the lock of this name, with `steal` also from another tab. `stolen` is called when another takes
    /// it away.
    pub(super) async fn take(
        &self,
        name: &str,
        steal: bool,
        stolen: impl FnOnce() + 'static,
    ) -> bool {
        if self.held.get() {
            return true;
        }
        let Some((locks, request)) = locks() else {
            // A browser without locks: nothing tells its tabs apart, and one alone works.
            return true;
        };
        let options = Object::new();
        let option = if steal { "steal" } else { "ifAvailable" };
        // A plain object refuses no property.
        let _ = Reflect::set(&options, &option.into(), &true.into());
        let mut had = None;
        let answer = Promise::new(&mut |resolve, _| had = Some(resolve));
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let free = !lock.is_null();
            if let Some(had) = &had {
                // A promise's own function does not throw.
                let _ = had.call1(&JsValue::UNDEFINED, &free.into());
            }
            if free {
                // Held until the worker ends: this promise is never kept.
                Promise::new(&mut |_, _| {}).into()
            } else {
                JsValue::UNDEFINED
            }
        });
        let Ok(requested) = request.call3(&locks, &name.into(), &options, &granted) else {
            return true;
        };
        let requested: Promise = requested.unchecked_into();
        let held = Rc::clone(&self.held);
        spawn_local(async move {
            // It ends while the worker lives only when it was stolen.
            if JsFuture::from(requested).await.is_err() && held.take() {
                stolen();
            }
        });
        let had = JsFuture::from(answer).await;
        let had = had.is_ok_and(|had| had.is_truthy());
        self.held.set(had);
        had
    }
}

fn locks() -> Option<(JsValue, Function)> {
    let navigator: JsValue = scope().navigator().into();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
