//! The first visit: who asks, and for what.

use bridge::{Answer, Cause, Hidden, Request, Trouble, Visit};
use leptos::{ev, prelude::*};
use ui::prelude::*;

use super::{
    showing::ShowOneInstead,
    terms::{HowLong, MayDo, Terms, hours_words},
};
use crate::invitation;

/// How far it has got.
#[derive(Clone, PartialEq)]
enum Stage {
    /// The invitation is being fetched and verified.
    Looking,
    /// There is none.
    None,
    /// It cannot be taken.
    Failed(Trouble),
    /// It is shown; the doctor knows nothing yet.
    Shown(Visit),
    /// Both see the code.
    Compare(Visit, String),
    /// The doctor is let in.
    Accepted(Visit),
    /// The doctor is shown one record, and is not let in.
    ShownOne(Visit),
    /// The doctor is not.
    Denied(Visit),
}

/// The first visit: who asks, and for what.
#[component]
pub(crate) fn VisitPage() -> impl IntoView {
    let looking = Engine::expect().asking();
    let stage = RwSignal::new(Stage::None);
    let look = Callback::new(move |()| look(looking, stage));
    look.run(());
    // A link pasted into the address bar of this very page does not load it again.
    let listener = window_event_listener(ev::hashchange, move |_| {
        if invitation::take_from_address() {
            look.run(());
        }
    });
    on_cleanup(move || listener.remove());
    Effect::new(move |_| {
        if let Some(trouble) = looking.trouble().get() {
            stage.set(Stage::Failed(trouble));
        }
    });
    let title = move || stage.with(title);
    let name =
        Memo::new(move |_| stage.with(|stage| asking(stage).map(|visit| visit.doctor.clone())));
    let avatar = move || move || name.get().map(|name| view! { <Avatar name large=true /> });
    view! {
        <Screen name="visit" title=Signal::derive(title) actions=avatar>
            {move || match stage.get() {
                Stage::Looking => view! { <Skeleton lines=5 /> }.into_any(),
                Stage::None => view! { <Missing /> }.into_any(),
                Stage::Failed(trouble) => view! { <Failed trouble look /> }.into_any(),
                Stage::Shown(visit) => view! { <Shown visit stage /> }.into_any(),
                Stage::Compare(visit, code) => view! { <Compare visit code stage /> }.into_any(),
                Stage::Accepted(visit) => view! { <Accepted visit /> }.into_any(),
                Stage::ShownOne(visit) => view! { <ShownOne visit /> }.into_any(),
                Stage::Denied(visit) => view! { <Denied visit /> }.into_any(),
            }}
        </Screen>
    }
}

/// Looks at the invitation that is kept.
fn look(looking: Asking, stage: RwSignal<Stage>) {
    let Some(link) = invitation::link() else {
        stage.set(Stage::None);
        return;
    };
    stage.set(Stage::Looking);
    looking.send(Request::Look { link }, move |answer| {
        if let Answer::Visit(visit) = answer {
            let _ = stage.try_set(match visit.code.clone() {
                Some(code) => Stage::Compare(visit, code),
                None => Stage::Shown(visit),
            });
        }
    });
}

/// Who asks, while it is open.
fn asking(stage: &Stage) -> Option<&Visit> {
    match stage {
        Stage::Shown(visit)
        | Stage::Compare(visit, _)
        | Stage::Accepted(visit)
        | Stage::ShownOne(visit)
        | Stage::Denied(visit) => Some(visit),
        _ => None,
    }
}

fn title(stage: &Stage) -> String {
    match stage {
        Stage::Accepted(visit) => t!("visit-accepted", name = visit.doctor.as_str()),
        Stage::ShownOne(visit) => t!("visit-one-done", name = visit.doctor.as_str()),
        Stage::Denied(visit) => t!("visit-denied", name = visit.doctor.as_str()),
        _ => asking(stage).map_or_else(|| t!("visit-title"), |visit| visit.doctor.clone()),
    }
}

/// Nobody has invited, or not in this tab.
#[component]
fn Missing() -> impl IntoView {
    view! {
        <Card>
            <Empty icon=Glyph::QrCode title=t!("visit-none")>
                <p>{t!("visit-none-why")}</p>
                <ScanAgain />
            </Empty>
        </Card>
    }
}

#[component]
fn ScanAgain() -> impl IntoView {
    view! {
        <LinkButton id="scan" kind=Kind::Primary icon=Glyph::QrCode href="/patient/scan">
            {t!("visit-scan")}
        </LinkButton>
    }
}

/// The invitation cannot be taken: why, and the way on.
#[component]
fn Failed(trouble: Trouble, look: Callback<()>) -> impl IntoView {
    let cause = trouble.cause;
    let over = matches!(
        cause,
        Cause::BadLink
            | Cause::ForeignInvitation
            | Cause::InvitationExpired
            | Cause::InvitationUsed
            | Cause::InvitationOver
    );
    let answered = cause == Cause::InvitationUsed && invitation::was_answered();
    let elsewhere = invitation::link().filter(|_| cause == Cause::ForeignInvitation);
    let elsewhere = elsewhere.and_then(|link| {
        let host = invitation::host_of(link.show())?;
        Some((link, host))
    });
    if over {
        // It will never open again: there is nothing to keep it for.
        invitation::forget();
    }
    view! {
        {match (answered, over) {
            (true, _) => {
                view! {
                    <Notice tone=Tone::Marigold title=t!("visit-answered-before")>
                        <p>{t!("visit-answered-before-way")}</p>
                    </Notice>
                }
                    .into_any()
            }
            (false, true) => view! { <TroubleCard trouble /> }.into_any(),
            (false, false) => view! { <TroubleCard trouble on_again=look /> }.into_any(),
        }}
        {elsewhere.map(|(link, host)| view! { <Elsewhere link host /> })}
        {over
            .then(|| {
                view! {
                    <div class="actions">
                        <ScanAgain />
                        <LinkButton href="/patient">{t!("visit-home")}</LinkButton>
                    </div>
                }
            })}
    }
}

/// An invitation of another server: opened there, if the person knows it.
#[component]
fn Elsewhere(link: Hidden, host: String) -> impl IntoView {
    view! {
        <Card id="elsewhere">
            <p>{t!("visit-elsewhere", host = host.as_str())}</p>
            <a class="button" id="open-elsewhere" href=link.show().to_owned() rel="noreferrer">
                <Icon glyph=Glyph::ExternalLink />
                <span class="button-words">{t!("visit-elsewhere-open", host = host.as_str())}</span>
            </a>
        </Card>
    }
}

/// Who asks, and for what. Nothing is told to the doctor before the person goes on.
#[component]
fn Shown(visit: Visit, stage: RwSignal<Stage>) -> impl IntoView {
    let engine = Engine::expect();
    let answering = engine.asking();
    let denying = engine.asking();
    let kept = StoredValue::new(visit.clone());
    let answer = move || {
        invitation::note_answered();
        let visit = kept.get_value();
        answering.send(Request::AnswerVisit, move |answer| {
            if let Answer::Text(code) = answer {
                let _ = stage.try_set(Stage::Compare(visit, code));
            }
        });
    };
    view! {
        <WhoAsks visit=visit.clone() />
        <Asks visit />
        <TroubleNote of=answering.trouble() />
        <TroubleNote of=denying.trouble() />
        <div class="actions">
            <Button
                id="deny"
                busy=denying.busy()
                disabled=answering.busy()
                on_press=move || deny(denying, kept.get_value(), stage)
            >
                {t!("visit-deny")}
            </Button>
            <Button
                id="go-on"
                kind=Kind::Primary
                busy=answering.busy()
                disabled=denying.busy()
                on_press=answer
            >
                {t!("visit-go-on")}
            </Button>
        </div>
        <p class="muted small centre">{t!("visit-go-on-means")}</p>
    }
}

/// Says no: nobody is let in.
fn deny(denying: Asking, visit: Visit, stage: RwSignal<Stage>) {
    denying.send(Request::Deny, move |_| {
        invitation::forget();
        let _ = stage.try_set(Stage::Denied(visit));
    });
}

/// What is known of the doctor.
#[component]
fn WhoAsks(visit: Visit) -> impl IntoView {
    let registration = match visit.registration {
        Some(number) => t!("visit-registration", number = number),
        None => t!("visit-no-registration"),
    };
    view! {
        <div class="visit-who">
            <p class="muted">{registration}</p>
            {visit
                .known
                .then(|| {
                    view! {
                        <Chip tone=Tone::Teal icon=Glyph::UserCheck>
                            {t!("visit-known")}
                        </Chip>
                    }
                })}
            <p class="muted small">{t!("visit-by-own-word")}</p>
        </div>
    }
}

/// What is asked, in words.
#[component]
fn Asks(visit: Visit) -> impl IntoView {
    let how_long = match visit.visit_hours {
        Some(hours) => t!("visit-asks-hours", hours = hours_words(hours)),
        None => t!("visit-asks-standing"),
    };
    let rows = [
        Some((Glyph::Eye, t!("visit-asks-see"))),
        visit
            .history
            .then(|| (Glyph::History, t!("visit-asks-history"))),
        visit.may_add.then(|| (Glyph::Pen, t!("visit-asks-add"))),
        Some((Glyph::Clock, how_long)),
    ];
    let rows = rows.into_iter().flatten();
    let rows = rows.map(|(icon, title)| view! { <Row icon title /> });
    view! {
        <Card heading=t!("visit-asks") id="visit-asks">
            <Rows>{rows.collect_view()}</Rows>
            {visit.known.then(|| view! { <p class="muted small">{t!("visit-known-means")}</p> })}
        </Card>
    }
}

/// Both see the code; the person chooses what to give.
#[component]
fn Compare(visit: Visit, code: String, stage: RwSignal<Stage>) -> impl IntoView {
    let engine = Engine::expect();
    let accepting = engine.asking();
    let denying = engine.asking();
    let terms = Terms::asked(&visit);
    let (may_add, history) = (visit.may_add, visit.history);
    let kept = StoredValue::new(visit);
    let accept = move || {
        let consent = untrack(|| terms.consent());
        let visit = kept.get_value();
        accepting.send(Request::Accept(consent), move |_| {
            invitation::forget();
            let _ = stage.try_set(Stage::Accepted(visit));
        });
    };
    let shown_one = move || {
        invitation::forget();
        let _ = stage.try_set(Stage::ShownOne(kept.get_value()));
    };
    view! {
        <Code code />
        <Card>
            <HowLong terms />
        </Card>
        {(may_add || history)
            .then(|| {
                view! {
                    <Card heading=t!("visit-give")>
                        <MayDo terms may_add history />
                    </Card>
                }
            })}
        <TroubleNote of=accepting.trouble() />
        <TroubleNote of=denying.trouble() />
        <div class="actions">
            <Button
                id="deny"
                busy=denying.busy()
                disabled=accepting.busy()
                on_press=move || deny(denying, kept.get_value(), stage)
            >
                {t!("visit-deny")}
            </Button>
            <Button
                id="accept"
                kind=Kind::Primary
                busy=accepting.busy()
                disabled=denying.busy()
                on_press=accept
            >
                {t!("visit-accept")}
            </Button>
        </div>
        <p class="muted small centre">{t!("visit-change-any-time")}</p>
        <ShowOneInstead on_done=shown_one />
    }
}

/// The number that both must see: it comes into sight and has the focus, since it is what to do next.
#[component]
fn Code(code: String) -> impl IntoView {
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            // It has a tabindex, so it can have the focus.
            let _ = place.focus();
        }
    });
    view! {
        <Card class="card-teal">
            <div
                class="visit-code"
                role="group"
                aria-label=t!("visit-same-number")
                tabindex="-1"
                node_ref=place
            >
                <p class="centre">{t!("visit-same-number")}</p>
                <p class="code" id="visit-code">
                    {code}
                </p>
                <p class="centre small">{t!("visit-other-number")}</p>
            </div>
        </Card>
    }
}

/// The doctor is shown one record.
#[component]
fn ShownOne(visit: Visit) -> impl IntoView {
    view! { <Outcome words=t!("visit-one-done-means", name = visit.doctor.as_str()) /> }
}

/// The doctor is let in.
#[component]
fn Accepted(visit: Visit) -> impl IntoView {
    view! { <Outcome words=t!("visit-accepted-means", name = visit.doctor.as_str()) /> }
}

/// What is so from now on, and the ways on.
#[component]
fn Outcome(words: String) -> impl IntoView {
    view! {
        <Card class="card-teal" id="visit-done">
            <p class="visit-outcome" role="status">
                <Icon glyph=Glyph::Done />
                <span>{words}</span>
            </p>
        </Card>
        <div class="actions">
            <LinkButton id="to-sharing" href="/patient/sharing">
                {t!("sharing-tab-sharing")}
            </LinkButton>
            <LinkButton id="to-home" kind=Kind::Primary href="/patient">
                {t!("visit-home")}
            </LinkButton>
        </div>
    }
}

/// The doctor is not let in.
#[component]
fn Denied(visit: Visit) -> impl IntoView {
    let words = match visit.known {
        true => t!("visit-denied-known", name = visit.doctor.as_str()),
        false => t!("visit-denied-means", name = visit.doctor.as_str()),
    };
    view! {
        <Card id="visit-done">
            <p class="visit-outcome" role="status">
                <Icon glyph=Glyph::Info />
                <span>{words}</span>
            </p>
        </Card>
        <div class="actions">
            <LinkButton id="to-home" kind=Kind::Primary href="/patient">
                {t!("visit-home")}
            </LinkButton>
        </div>
    }
}
