//! What every screen uses.

pub use crate::{
    chart::*,
    components::*,
    engine::{Asking, Engine, Loaded, Loading},
    facts::*,
    i18n::Language,
    key, locale,
    settings::Settings,
    t,
};
