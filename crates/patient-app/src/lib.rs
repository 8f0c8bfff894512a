//! The Patient app: its routes and screens, rendered in the browser alone.

#![expect(
    unreachable_pub,
    reason = "the component macro makes the types of properties public in whatever module they are"
)]

mod app;
mod invitation;
mod own;
mod screens;
mod words;

use bridge::Role;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

use app::App;

/// Starts the app in the page.
#[wasm_bindgen(start)]
pub fn start() {
    invitation::take_from_address();
    ui::start(Role::Patient, || view! { <App /> }.into_any());
}
