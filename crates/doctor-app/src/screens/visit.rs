//! The first visit: who comes, what is asked for, a code to scan, and the patient's answer.

use bridge::{Answer, Request};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use ui::prelude::*;

use crate::practice::{Practice, way};

mod ask;
mod entered;
mod form;
mod states;

use ask::AskFor;
use entered::Entered;
use form::{Body, Person};
pub(crate) use states::HowItGoes;
use states::InvitationState;

/// Under which name a half-written form is kept on the device, sealed.
const FORM: &str = "visit-form";

/// Under which name the form of an invitation is kept, until the patient has answered.
fn kept_of(id: &str) -> String {
    format!("visit-{id}")
}

/// The intake form and what is asked for; then a code is made.
#[component]
pub(crate) fn FirstVisit() -> impl IntoView {
    let practice = Practice::expect();
    let engine = Engine::expect();
    let entered = Entered::new();
    entered.restore(engine, FORM);
    let inviting = engine.asking();
    let navigate = use_navigate();
    let invite = move || {
        let Some(request) = entered.request() else {
            return;
        };
        let navigate = navigate.clone();
        inviting.send(request, move |answer| {
            let Answer::Invitations(invitations) = answer else {
                return;
            };
            let Some(newest) = invitations.first() else {
                return;
            };
            entered.keep(engine, &kept_of(&newest.id));
            Entered::forget(engine, FORM);
            practice.invitations.again();
            let to = format!("/doctor/visit/{}", newest.id);
            navigate(way(&to), NavigateOptions::default());
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        invite();
    };
    view! {
        <Screen
            name="first-visit"
            title=t!("patients-first-visit")
            lead=t!("intake-lead")
            back="/doctor"
        >
            <form
                class="stack"
                id="intake"
                novalidate=true
                on:submit=submit
                on:change=move |_| entered.keep(engine, FORM)
            >
                <div class="columns">
                    <Person entered />
                    <Body entered />
                </div>
                <AskFor entered />
                {move || {
                    entered
                        .wrong()
                        .then(|| view! { <Notice tone=Tone::Red title=t!("intake-check") id="intake-wrong" /> })
                }}
                <TroubleNote of=inviting.trouble() />
                <div class="actions">
                    <Button
                        kind=Kind::Primary
                        icon=Glyph::QrCode
                        id="make-code"
                        submit=true
                        busy=inviting.busy()
                    >
                        {t!("intake-make-code")}
                    </Button>
                    <Button id="intake-clear" on_press=move || entered.clear(engine)>
                        {t!("intake-clear")}
                    </Button>
                </div>
            </form>
        </Screen>
    }
}

/// An invitation that was made: the code, and what becomes of it.
#[component]
pub(crate) fn InvitationPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let practice = Practice::expect();
    let invitation = Memo::new(move |_| {
        let id = id.get();
        let found = |all: &Vec<bridge::Invitation>| all.iter().find(|one| one.id == id).cloned();
        practice.invitations.with(found)
    });
    let title = move || match invitation
        .get()
        .flatten()
        .and_then(|invitation| invitation.name)
    {
        Some(name) => t!("invite-title-of", name = name),
        None => t!("invite-title"),
    };
    let trouble = move || {
        let reply = practice.invitations.reply();
        reply.with(|reply| reply.as_ref()?.as_ref().err().cloned())
    };
    view! {
        <Screen name="invitation" title=Signal::derive(title) back="/doctor">
            <div class="invitation" aria-live="polite">
                {move || match (invitation.get(), trouble()) {
                    (Some(Some(invitation)), _) => view! { <InvitationState invitation /> }.into_any(),
                    (None, Some(trouble)) => {
                        view! { <TroubleCard trouble on_again=move || practice.invitations.again() /> }
                            .into_any()
                    }
                    (None, None) => view! { <Skeleton lines=4 /> }.into_any(),
                    (Some(None), _) => view! { <Gone /> }.into_any(),
                }}
            </div>
        </Screen>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <Card>
            <Empty icon=Glyph::QrCode title=t!("invite-gone")>
                <LinkButton kind=Kind::Primary href="/doctor/visit">
                    {t!("invite-new")}
                </LinkButton>
            </Empty>
        </Card>
    }
}

/// A button that takes an invitation back, or away, and leads to the list.
#[component]
fn Forget(
    id: String,
    #[prop(into)] words: String,
    #[prop(optional)] kind: Kind,
    #[prop(into)] button: &'static str,
) -> impl IntoView {
    let practice = Practice::expect();
    let forgetting = Engine::expect().asking();
    let navigate = use_navigate();
    let forget = move || {
        let (navigate, id) = (navigate.clone(), id.clone());
        forgetting.send(Request::ForgetInvitation { id: id.clone() }, move |_| {
            Entered::forget(practice.engine, &kept_of(&id));
            navigate("/", NavigateOptions::default());
            practice.invitations.again();
        });
    };
    view! {
        <Button kind id=button busy=forgetting.busy() on_press=forget>
            {words}
        </Button>
        <TroubleNote of=forgetting.trouble() />
    }
}

/// A button that makes a new invitation with the same form.
#[component]
fn Again(id: String) -> impl IntoView {
    let practice = Practice::expect();
    let engine = practice.engine;
    let (asking, forgetting) = (engine.asking(), engine.asking());
    let navigate = use_navigate();
    let again = move || {
        let (navigate, id) = (navigate.clone(), id.clone());
        asking.send(Request::Kept { name: kept_of(&id) }, move |answer| {
            if let Answer::Bytes(bytes) = answer
                && !bytes.is_empty()
            {
                engine.tell(Request::Keep {
                    name: FORM.to_owned(),
                    bytes,
                });
                Entered::forget(engine, &kept_of(&id));
            }
            forgetting.send(Request::ForgetInvitation { id }, move |_| {
                navigate("/visit", NavigateOptions::default());
                practice.invitations.again();
            });
        });
    };
    view! {
        <Button kind=Kind::Primary icon=Glyph::QrCode id="invite-again" busy=asking.busy() on_press=again>
            {t!("invite-new")}
        </Button>
        <TroubleNote of=asking.trouble() />
        <TroubleNote of=forgetting.trouble() />
    }
}
