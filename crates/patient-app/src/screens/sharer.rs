//! One doctor on the list.

use bridge::{Request, Sharer};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::prelude::*;

use super::{
    seen::SeenLately,
    sharing::{LeaveDialog, Leaving, Who, sharers},
    showing::{self, ShownCard},
    terms::{HowLong, MayDo, Terms, standing},
};

/// One doctor on the list, or one who was.
#[component]
pub(crate) fn SharerPage() -> impl IntoView {
    let sharers = sharers();
    let leaving = Leaving::new();
    let params = use_params_map();
    let person = Memo::new(move |_| params.read().get("person").unwrap_or_default());
    let sharer = Memo::new(move |_| {
        let find = |sharers: &Vec<Sharer>| {
            let mut fits = sharers.iter().filter(|one| one.person == *person.read());
            fits.next().cloned()
        };
        sharers.with(find).flatten()
    });
    let title = move || match sharer.read().as_ref() {
        Some(sharer) => sharer.name.clone(),
        None => t!("sharing-doctor"),
    };
    view! {
        <Screen name="sharer" title=Signal::derive(title) back="/patient/sharing">
            <LeaveDialog leaving />
            {move || match sharer.get() {
                Some(sharer) => view! { <Shown sharer leaving /> }.into_any(),
                None => view! { <Loading of=sharers lines=5 children=|_| view! { <Gone /> } /> }.into_any(),
            }}
        </Screen>
    }
}

/// Nobody of that kind.
#[component]
fn Gone() -> impl IntoView {
    view! {
        <Card>
            <Empty icon=Glyph::Users title=t!("sharing-gone")>
                <LinkButton href="/patient/sharing">{t!("sharing-title")}</LinkButton>
            </Empty>
        </Card>
    }
}

#[component]
fn Shown(sharer: Sharer, leaving: Leaving) -> impl IntoView {
    let edge = match sharer.ended {
        None => Edge::Shared,
        Some(_) => Edge::Private,
    };
    let name = sharer.name.clone();
    let on_list = sharer.ended.is_none();
    let (who, terms) = (sharer.clone(), sharer.clone());
    let shown = showing::Shown::To(sharer.person.clone());
    view! {
        <div class="columns">
            <div class="stack">
                <Card edge>
                    <Who sharer=who />
                </Card>
                <TermsCard sharer=terms />
                <ShownCard which=shown />
                {on_list.then(|| view! { <EndCard sharer leaving /> })}
            </div>
            <div class="stack">
                <SeenLately who=name />
            </div>
        </div>
    }
}

/// What is given: changed for somebody on the list, given anew to who left.
#[component]
fn TermsCard(sharer: Sharer) -> impl IntoView {
    let engine = Engine::expect();
    let giving = engine.asking();
    let terms = Terms::of(&sharer);
    let again = sharer.ended.is_some();
    let had = standing(&sharer);
    let same = move || !again && terms.consent() == had;
    let give = move || {
        let name = sharer.name.clone();
        let request = Request::ShareAgain {
            person: sharer.person.clone(),
            consent: untrack(|| terms.consent()),
        };
        giving.send(request, move |_| {
            engine.toasts().say(match again {
                true => t!("sharing-again-done", name = name),
                false => t!("sharing-changed", name = name),
            });
        });
    };
    let (heading, words) = match again {
        true => (t!("sharing-again-heading"), t!("sharing-again")),
        false => (t!("sharing-may-heading"), t!("sharing-save")),
    };
    view! {
        <Card heading id="terms">
            {again.then(|| view! { <p class="muted small">{t!("sharing-again-means")}</p> })}
            <MayDo terms may_add=true history=true />
            <HowLong terms />
            <TroubleNote of=giving.trouble() />
            <div class="actions">
                <Button
                    id="save-terms"
                    kind=Kind::Primary
                    busy=giving.busy()
                    disabled=Signal::derive(same)
                    on_press=give
                >
                    {words}
                </Button>
            </div>
        </Card>
    }
}

/// The two ways to end it, each with what it means.
#[component]
fn EndCard(sharer: Sharer, leaving: Leaving) -> impl IntoView {
    let busy = leaving.busy(&sharer.person);
    let stop = leaving.button(&sharer, false);
    let remove = leaving.button(&sharer, true);
    view! {
        <Card heading=t!("sharing-end") id="end">
            <p class="muted small">{t!("sharing-end-stop")}</p>
            <Button id="stop" wide=true busy=busy on_press=stop>
                {t!("sharing-stop")}
            </Button>
            <p class="muted small">{t!("sharing-end-remove")}</p>
            <Button id="remove" kind=Kind::Danger wide=true disabled=busy on_press=remove>
                {t!("sharing-remove")}
            </Button>
        </Card>
    }
}
