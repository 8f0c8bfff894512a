//! The first screen of all.

use bridge::Role;
use leptos::prelude::*;

use super::{Languages, Outside, Ways};
use crate::{
    components::{Button, Glyph, Icon, Kind, Notice, Screen, Tone},
    engine::Engine,
    t,
};

/// What Sehat is, and the three ways in.
#[component]
pub(super) fn Welcome(ways: Ways) -> impl IntoView {
    let doctor = Engine::expect().role() == Role::Doctor;
    let invited = invited();
    let (title, lead) = match doctor {
        true => (t!("door-welcome-doctor"), t!("door-welcome-doctor-lead")),
        false => (t!("door-welcome"), t!("door-welcome-lead")),
    };
    let mark = if doctor {
        "/doctor/icons/icon.svg"
    } else {
        "/patient/icons/icon.svg"
    };
    let go = move |to| move || ways.outside.set(to);
    view! {
        <Screen name="welcome" title lead centred=true>
            <p class="wordmark">
                <img src=mark alt="" width="44" height="44" />
                {t!("app-name")}
            </p>
            {invited
                .then(|| {
                    view! {
                        <Notice tone=Tone::Marigold icon=Glyph::Stethoscope title=t!("door-invited")>
                            <p>{t!("door-invited-why")}</p>
                        </Notice>
                    }
                })}
            <Promises doctor />
            <div class="stack">
                <Button
                    kind=Kind::Primary
                    wide=true
                    id="sign-up"
                    on_press=go(Outside::SignUp)
                >
                    {t!("door-sign-up")}
                </Button>
                <Button wide=true id="sign-in" on_press=go(Outside::SignIn)>
                    {t!("door-sign-in")}
                </Button>
                <Button kind=Kind::Quiet wide=true id="recover" on_press=go(Outside::Recover)>
                    {t!("door-recover")}
                </Button>
            </div>
            <Languages />
        </Screen>
    }
}

#[component]
fn Promises(doctor: bool) -> impl IntoView {
    let promises = match doctor {
        true => [
            (Glyph::QrCode, t!("door-promise-invite")),
            (Glyph::Activity, t!("door-promise-new")),
            (Glyph::CloudOff, t!("door-promise-offline")),
        ],
        false => [
            (Glyph::Document, t!("door-promise-together")),
            (Glyph::Eye, t!("door-promise-decide")),
            (Glyph::Lock, t!("door-promise-only-you")),
        ],
    };
    let rows = promises.into_iter().map(|(glyph, words)| {
        view! {
            <li>
                <Icon glyph />
                <span>{words}</span>
            </li>
        }
    });
    view! { <ul class="promises">{rows.collect_view()}</ul> }
}

/// Whether an invitation's link brought the person here.
fn invited() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    path.trim_end_matches('/').ends_with("/invite")
}
