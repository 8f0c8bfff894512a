//! What goes to the page.

use std::{cell::RefCell, collections::BTreeSet};

use bridge::{Event, Reply, Trouble, to_bytes};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;

use super::scope;

thread_local! {
    /// Requests that wait for their reply: nobody is to wait in vain for an engine that has stopped.
    static WAITING: RefCell<BTreeSet<u32>> = const { RefCell::new(BTreeSet::new()) };
}

pub(super) fn ready() {
    send(&"ready".into());
}

pub(super) fn event(event: &Event) {
    frame(0, &to_bytes(event));
}

pub(super) fn asked(id: u32) {
    WAITING.with_borrow_mut(|waiting| waiting.insert(id));
}

pub(super) fn reply(id: u32, reply: &Reply) {
    WAITING.with_borrow_mut(|waiting| waiting.remove(&id));
    frame(id, &to_bytes(reply));
}

/// The engine has stopped, and says so to whoever waits.
pub(super) fn broken(trouble: &Trouble) {
    let waiting = WAITING.with(|waiting| {
        let mut waiting = waiting.try_borrow_mut().ok()?;
        Some(std::mem::take(&mut *waiting))
    });
    let reply: Reply = Err(trouble.clone());
    for id in waiting.unwrap_or_default() {
        frame(id, &to_bytes(&reply));
    }
    event(&Event::Trouble(trouble.clone()));
    send(&"broken".into());
}

fn frame(id: u32, bytes: &[u8]) {
    let frame = Object::new();
    // A plain object refuses no property.
    let _ = Reflect::set(&frame, &"id".into(), &id.into());
    let _ = Reflect::set(&frame, &"bytes".into(), &Uint8Array::from(bytes));
    send(&frame);
}

fn send(message: &JsValue) {
    // Text and bytes can always be copied to the page.
    let _ = scope().post_message(message);
}
