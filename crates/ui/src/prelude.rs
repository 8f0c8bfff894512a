//! What every screen uses.

pub use crate::{
    chart::*,
    components::*,
    door::{KitBanner, KitPage},
    engine::{Asking, Engine, Loaded, Loading},
    facts::*,
    i18n::Language,
    key, locale,
    settings::Settings,
    t,
};
