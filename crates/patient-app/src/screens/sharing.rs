//! Who can see the records.

use bridge::{Answer, Leave, Request, Sharer};
use leptos::prelude::*;
use ui::prelude::*;

use super::{
    seen::SeenLately,
    showing::{Shown, ShownCard, standing},
};

/// Who can see the records.
#[component]
pub(crate) fn Sharing() -> impl IntoView {
    let sharers = sharers();
    let leaving = Leaving::new();
    let single = standing();
    let shown = Memo::new(move |_| single.with(|shown| !shown.is_empty()).unwrap_or(false));
    let lead = move || {
        let count = sharers.with(|sharers| on_list(sharers).count())?;
        Some(match (count, shown.get()) {
            (0, false) => t!("sharing-nobody"),
            (0, true) => t!("sharing-nobody-shown"),
            (_, false) => t!("sharing-lead", count = count),
            (_, true) => t!("sharing-lead-shown", count = count),
        })
    };
    let scan = || {
        view! {
            <LinkButton id="scan" kind=Kind::Add icon=Glyph::QrCode href="/patient/scan">
                {t!("visit-scan")}
            </LinkButton>
        }
    };
    let show = move |sharers: Vec<Sharer>| {
        let now: Vec<Sharer> = on_list(&sharers).cloned().collect();
        let left: Vec<Sharer> = sharers
            .into_iter()
            .filter(|one| one.ended.is_some())
            .collect();
        let empty = now.is_empty().then(|| view! { <NobodyYet shown /> });
        let cards = now
            .into_iter()
            .map(|sharer| view! { <SharerCard sharer leaving /> });
        view! {
            {empty}
            {cards.collect_view()}
            {(!left.is_empty()).then(|| view! { <LeftCard left /> })}
        }
    };
    view! {
        <Screen
            name="sharing"
            title=t!("sharing-title")
            lead=Signal::derive(lead)
            actions=scan
        >
            <LeaveDialog leaving />
            <div class="columns">
                <div class="stack">
                    <Loading of=sharers lines=5 children=show />
                    <ShownCard which=Shown::All />
                </div>
                <div class="stack">
                    <SeenLately />
                </div>
            </div>
        </Screen>
    }
}

/// Who is and was on the list.
pub(crate) fn sharers() -> Loaded<Vec<Sharer>> {
    Engine::expect().load(
        || Request::Sharers,
        |answer| match answer {
            Answer::Sharers(sharers) => Some(sharers),
            _ => None,
        },
    )
}

fn on_list(sharers: &[Sharer]) -> impl Iterator<Item = &Sharer> {
    sharers.iter().filter(|sharer| sharer.ended.is_none())
}

/// The address of a doctor's screen.
fn sharer_href(person: &str) -> String {
    format!("/patient/sharing/doctor/{person}")
}

/// How a doctor gets in, as long as none is.
#[component]
fn NobodyYet(shown: Memo<bool>) -> impl IntoView {
    let title = move || match shown.get() {
        true => t!("sharing-nobody-listed"),
        false => t!("sharing-nobody-yet"),
    };
    let steps = [
        t!("sharing-step-code"),
        t!("sharing-step-scan"),
        t!("sharing-step-accept"),
    ];
    let steps = steps.into_iter().map(|step| view! { <li>{step}</li> });
    view! {
        <Card id="nobody-yet">
            {move || {
                view! {
                    <Empty icon=Glyph::Users title=title()>
                        <p>{t!("sharing-nobody-yet-why")}</p>
                    </Empty>
                }
            }}
            <ol class="sharing-steps">{steps.collect_view()}</ol>
        </Card>
    }
}

/// One doctor on the list: what is seen, what may be done, until when; and the ways to end it.
#[component]
fn SharerCard(sharer: Sharer, leaving: Leaving) -> impl IntoView {
    let name = sharer.name.clone();
    let change = sharer_href(&sharer.person);
    let busy = leaving.busy(&sharer.person);
    let stop = leaving.button(&sharer, false);
    let remove = leaving.button(&sharer, true);
    view! {
        <Card edge=Edge::Shared>
            <Who sharer />
            <div class="actions">
                <Button busy=busy label=t!("sharing-stop-whom", name = name.as_str()) on_press=stop>
                    {t!("sharing-stop")}
                </Button>
                <Button
                    kind=Kind::Danger
                    disabled=busy
                    label=t!("sharing-remove-whom", name = name.as_str())
                    on_press=remove
                >
                    {t!("sharing-remove")}
                </Button>
                <LinkButton kind=Kind::Quiet href=change>
                    {t!("sharing-change")}
                    <span class="for-ears">{name.clone()}</span>
                </LinkButton>
            </div>
        </Card>
    }
}

/// A doctor with what holds, in words.
#[component]
pub(crate) fn Who(sharer: Sharer) -> impl IntoView {
    let (name, since) = (sharer.name.clone(), since_words(&sharer));
    let registration = sharer.registration.clone();
    let registration = registration.map(|number| t!("visit-registration", number = number));
    view! {
        <div class="person">
            <Avatar name=name.clone() />
            <div class="sharing-who">
                <h2>{name}</h2>
                {registration.map(|words| view! { <p class="muted small">{words}</p> })}
                <p class="muted small">{since}</p>
                {sharer.ended.is_none().then(|| view! { <Holds sharer /> })}
            </div>
        </div>
    }
}

/// What holds for somebody on the list, as chips.
#[component]
fn Holds(sharer: Sharer) -> impl IntoView {
    let sees = match sharer.history {
        true => t!("sharing-sees-all"),
        false => t!("sharing-sees-since", day = locale::day(sharer.since)),
    };
    let adds = match sharer.may_add {
        true => view! {
            <Chip tone=Tone::Teal icon=Glyph::Pen>
                {t!("sharing-may-add")}
            </Chip>
        },
        false => view! {
            <Chip tone=Tone::Plain icon=Glyph::Lock>
                {t!("sharing-only-reads")}
            </Chip>
        },
    };
    view! {
        <div class="cluster">
            <Chip tone=Tone::Teal icon=Glyph::Eye>
                {sees}
            </Chip>
            {adds}
            {sharer
                .broadcasts
                .then(|| {
                    view! {
                        <Chip tone=Tone::Teal icon=Glyph::Users>
                            {t!("sharing-broadcasts")}
                        </Chip>
                    }
                })}
            {sharer
                .until
                .map(|until| {
                    view! {
                        <Chip tone=Tone::Marigold icon=Glyph::Clock>
                            {t!("sharing-until", when = locale::when(until))}
                        </Chip>
                    }
                })}
        </div>
    }
}

/// Since when, and how it ended if it did.
fn since_words(sharer: &Sharer) -> String {
    let day = |time| locale::relative_day(time);
    match sharer.ended {
        Some((time, Leave::Stopped)) => t!("sharing-stopped", day = day(time)),
        Some((time, Leave::Removed)) => t!("sharing-removed", day = day(time)),
        Some((time, Leave::Expired)) => t!("sharing-expired", day = day(time)),
        None if sharer.visit => t!("sharing-since-visit", day = day(sharer.since)),
        None => t!("sharing-since", day = day(sharer.since)),
    }
}

/// Those who see nothing new any more.
#[component]
fn LeftCard(left: Vec<Sharer>) -> impl IntoView {
    let rows = left.into_iter().map(|sharer| {
        let detail = since_words(&sharer);
        let href = sharer_href(&sharer.person);
        let name = sharer.name.clone();
        view! {
            <Row title=sharer.name detail>
                <LinkButton href>
                    {t!("sharing-again")} <span class="for-ears">{name}</span>
                </LinkButton>
            </Row>
        }
    });
    view! {
        <Card heading=t!("sharing-left") edge=Edge::Private id="left">
            <Rows>{rows.collect_view()}</Rows>
        </Card>
    }
}

/// Taking somebody off the list: who is asked about, and whether it is under way.
#[derive(Clone, Copy)]
pub(crate) struct Leaving {
    open: RwSignal<bool>,
    who: RwSignal<Option<(Sharer, bool)>>,
    asking: Asking,
}

impl Leaving {
    pub(crate) fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            who: RwSignal::new(None),
            asking: Engine::expect().asking(),
        }
    }

    /// Whether somebody is being taken off.
    pub(crate) fn busy(self, person: &str) -> Signal<bool> {
        let person = person.to_owned();
        Signal::derive(move || {
            let this = |who: &Option<(Sharer, bool)>| {
                who.as_ref()
                    .is_some_and(|(sharer, _)| sharer.person == person)
            };
            self.asking.busy().get() && self.who.with(this)
        })
    }

    /// For a button: asks whether to stop or to remove somebody.
    pub(crate) fn button(self, sharer: &Sharer, remove: bool) -> impl Fn() + Send + Sync + 'static {
        let sharer = sharer.clone();
        move || {
            self.who.set(Some((sharer.clone(), remove)));
            self.open.set(true);
        }
    }

    fn take_off(self, toasts: Toasts) {
        let Some((sharer, remove)) = self.who.get_untracked() else {
            return;
        };
        let request = Request::TakeOff {
            person: sharer.person,
            remove,
        };
        self.asking.send(request, move |_| {
            let name = sharer.name.as_str();
            toasts.say(match remove {
                true => t!("sharing-removed-now", name = name),
                false => t!("sharing-stopped-now", name = name),
            });
        });
    }
}

/// Says exactly what it means before somebody is taken off the list.
#[component]
pub(crate) fn LeaveDialog(leaving: Leaving) -> impl IntoView {
    let toasts = Toasts::expect();
    let title = move || match leaving.who.get() {
        Some((sharer, true)) => t!("sharing-remove-ask", name = sharer.name),
        Some((sharer, false)) => t!("sharing-stop-ask", name = sharer.name),
        None => String::new(),
    };
    let removes = move || {
        leaving
            .who
            .with(|who| who.as_ref().is_some_and(|(_, remove)| *remove))
    };
    let yes = move || match removes() {
        true => t!("sharing-remove"),
        false => t!("sharing-stop"),
    };
    let means = move || match removes() {
        true => [
            t!("sharing-remove-means"),
            t!("sharing-remove-device"),
            t!("sharing-read-stays"),
        ],
        false => [
            t!("sharing-stop-means"),
            t!("sharing-stop-kept"),
            t!("sharing-again-possible"),
        ],
    };
    view! {
        <TroubleNote of=leaving.asking.trouble() />
        <Confirm
            open=leaving.open
            title=Signal::derive(title)
            yes=Signal::derive(yes)
            danger=true
            on_yes=move || leaving.take_off(toasts)
        >
            {move || means().map(|words| view! { <p>{words}</p> }).collect_view()}
        </Confirm>
    }
}
