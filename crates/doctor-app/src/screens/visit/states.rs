//! Where an invitation stands, each state with its way on.

use bridge::{Invitation, InvitationState as State};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{QrCode, prelude::*};
use wasm_bindgen_futures::JsFuture;

use super::{Again, Entered, Forget, kept_of};
use crate::practice::{Practice, page_of, way};

#[component]
pub(super) fn InvitationState(invitation: Invitation) -> impl IntoView {
    match invitation.state {
        State::Open => view! { <Open invitation /> }.into_any(),
        State::Answered => view! { <Answered invitation /> }.into_any(),
        State::Accepted => view! { <Accepted invitation /> }.into_any(),
        State::Denied => over(
            invitation,
            Tone::Marigold,
            t!("invite-denied"),
            t!("invite-denied-what"),
        ),
        State::Over => over(
            invitation,
            Tone::Marigold,
            t!("invite-over"),
            t!("invite-over-what"),
        ),
        State::Suspicious => over(
            invitation,
            Tone::Red,
            t!("invite-suspicious"),
            t!("invite-suspicious-what"),
        ),
    }
}

/// Nobody has opened it: the code to scan, large, and the link for those who are not here.
#[component]
fn Open(invitation: Invitation) -> impl IntoView {
    let until = locale::when(invitation.until);
    let link = invitation.link.unwrap_or_default();
    view! {
        <Card id="invite-open">
            <p class="invite-lead">{t!("invite-scan")}</p>
            <div class="qr-large">
                <QrCode text=link.clone() label=t!("invite-qr") id="invite-qr" />
            </div>
            <p class="waits">
                <Icon glyph=Glyph::Hourglass />
                <span>{t!("invite-waits")}</span>
            </p>
            <p class="muted small centre">{t!("invite-until", when = until)}</p>
            <Link link />
            <Forget id=invitation.id words=t!("invite-forget") kind=Kind::Quiet button="invite-forget" />
        </Card>
        <HowItGoes />
    }
}

/// The link, to be copied and sent.
#[component]
fn Link(link: String) -> impl IntoView {
    let toasts = Toasts::expect();
    let text = link.clone();
    let copy = move || {
        let done = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            match JsFuture::from(done).await {
                Ok(_) => toasts.say(t!("invite-copied")),
                Err(_) => toasts.say(t!("invite-not-copied")),
            }
        });
    };
    // Elsewhere a browser has no clipboard.
    let secure = window().is_secure_context();
    view! {
        {secure
            .then(|| {
                view! {
                    <Button icon=Glyph::Copy id="copy-link" on_press=copy>
                        {t!("invite-copy")}
                    </Button>
                }
            })}
        <details class="folded">
            <summary>{t!("invite-link")}</summary>
            <p class="muted small">{t!("invite-link-what")}</p>
            <p class="invite-link">
                <code id="invite-link">{link}</code>
            </p>
        </details>
    }
}

/// What happens after the code was made.
#[component]
pub(crate) fn HowItGoes() -> impl IntoView {
    let steps = [
        t!("invite-step-scan"),
        t!("invite-step-number"),
        t!("invite-step-accept"),
    ];
    let steps = steps.into_iter().map(|step| view! { <li>{step}</li> });
    view! {
        <Card heading=t!("invite-how")>
            <ol class="steps">{steps.collect_view()}</ol>
        </Card>
    }
}

/// The patient has opened it: the number that both see.
#[component]
fn Answered(invitation: Invitation) -> impl IntoView {
    let code = invitation.code.unwrap_or_default();
    let name = invitation
        .name
        .unwrap_or_else(|| t!("patients-new-patient"));
    view! {
        <Card id="invite-answered" class="invite-answered">
            <p class="invite-lead">{t!("invite-compare", name = name)}</p>
            <p class="code code-large" id="invite-code">
                {code}
            </p>
            <p class="centre">{t!("invite-compare-how")}</p>
            <p class="waits">
                <Icon glyph=Glyph::Hourglass />
                <span>{t!("invite-decides")}</span>
            </p>
            <Forget id=invitation.id words=t!("invite-differs") kind=Kind::Danger button="invite-differs" />
        </Card>
    }
}

/// The patient has let the doctor in: on to the page.
#[component]
fn Accepted(invitation: Invitation) -> impl IntoView {
    let practice = Practice::expect();
    let name = invitation
        .name
        .unwrap_or_else(|| t!("patients-new-patient"));
    let title = t!("invite-accepted", name = name.as_str());
    let page = invitation
        .vault
        .map_or_else(|| "/doctor".to_owned(), |vault| page_of(&vault));
    let (to, navigate, toasts, words) = (
        page.clone(),
        use_navigate(),
        Toasts::expect(),
        title.clone(),
    );
    Entered::forget(practice.engine, &kept_of(&invitation.id));
    Effect::new(move |_| {
        toasts.say(words.clone());
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(way(&to), options);
    });
    view! {
        <Card id="invite-accepted">
            <Empty icon=Glyph::UserCheck title=title>
                <LinkButton kind=Kind::Primary href=page>
                    {t!("invite-to-page")}
                </LinkButton>
            </Empty>
        </Card>
    }
}

/// It leads nowhere any more: why, and a new one with the same form.
fn over(invitation: Invitation, tone: Tone, title: String, what: String) -> AnyView {
    view! {
        <Card id="invite-over">
            <Notice tone title>
                <p>{what}</p>
            </Notice>
            <div class="actions">
                <Again id=invitation.id.clone() />
                <Forget id=invitation.id words=t!("invite-away") button="invite-away" />
            </div>
        </Card>
    }
    .into_any()
}
