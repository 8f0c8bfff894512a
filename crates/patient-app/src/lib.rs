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
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use ui::{Inside, i18n};
use wasm_bindgen::prelude::wasm_bindgen;

use app::App;

/// Starts the app in the page.
#[wasm_bindgen(start)]
pub fn start() {
    invitation::take_from_address();
    ui::start(Role::Patient, inside);
}

/// What is behind the door, in a part of the wasm of its own: `cargo xtask web` cuts it off here.
#[wasm_split(inside, wasm_split_path = ::leptos::wasm_split, fallible)]
fn inside() -> Result<Inside, SplitLoaderError> {
    Ok(Inside::new(i18n::PATIENT, || view! { <App /> }.into_any()))
}
