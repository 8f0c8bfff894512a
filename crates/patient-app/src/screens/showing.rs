//! One record shown to one person: to whom, what it means, and how it is taken back.

use std::sync::Arc;

use bridge::{Acquaintance, Answer, Request, Showing};
use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{self, Own};

/// Offers to show a record to one person who was met before.
#[component]
pub(crate) fn ShowOne(
    record: String,
    /// Whether doctors see it by the list: then those who are not on it come first.
    shared: bool,
) -> impl IntoView {
    let engine = Engine::expect();
    let showing = engine.asking();
    let asked = RwSignal::new(false);
    let chosen = RwSignal::new(String::new());
    let known = engine.load(
        || Request::Acquaintances,
        |answer| match answer {
            Answer::Acquaintances(known) => Some(known),
            _ => None,
        },
    );
    let people = Memo::new(move |_| {
        let mut people = known.get().unwrap_or_default();
        people.sort_by_key(|one| shared && one.on_list);
        people
    });
    let record = StoredValue::new(record);
    let show = move || {
        let person = chosen.get_untracked();
        let name = people.get_untracked().into_iter();
        let name = name
            .filter(|known| known.person == person)
            .map(|known| known.name)
            .next()
            .unwrap_or_default();
        let request = Request::ShowTo {
            person: Some(person),
            record: record.get_value(),
            version: None,
        };
        showing.send(request, move |_| {
            engine.toasts().say(t!("sharing-one-done", name = name));
        });
    };
    let nobody = Memo::new(move |_| people.with(Vec::is_empty));
    let press = move || {
        let first = people.with_untracked(|people| people.first().map(|one| one.person.clone()));
        if chosen.read_untracked().is_empty() {
            chosen.set(first.unwrap_or_default());
        }
        asked.set(true);
    };
    view! {
        <Button id="show-one" icon=Glyph::UserCheck busy=showing.busy() on_press=press>
            {t!("sharing-one")}
        </Button>
        <TroubleNote of=showing.trouble() />
        {move || match nobody.get() {
            true => view! { <NobodyMet open=asked /> }.into_any(),
            false => {
                let people = people.get();
                view! { <Whom people chosen open=asked on_yes=show /> }.into_any()
            }
        }}
    }
}

/// Asks whom to show it to, and says what it means.
#[component]
fn Whom(
    people: Vec<Acquaintance>,
    chosen: RwSignal<String>,
    open: RwSignal<bool>,
    #[prop(into)] on_yes: Callback<()>,
) -> impl IntoView {
    let picks: Vec<Pick<String>> = people
        .into_iter()
        .map(|one| {
            let hint = match one.on_list {
                true => t!("sharing-one-on-list"),
                false => t!("sharing-one-met"),
            };
            Pick::new(one.person, one.name).hint(hint)
        })
        .collect();
    view! {
        <Confirm
            open
            title=Signal::stored(t!("sharing-one-ask"))
            yes=Signal::stored(t!("sharing-one-show"))
            on_yes
        >
            <Choice id="show-whom" legend=t!("sharing-one-who") picks value=chosen />
            <p>{t!("sharing-one-means")}</p>
            <p>{t!("sharing-one-correction")}</p>
            <p>{t!("sharing-take-back-copied")}</p>
        </Confirm>
    }
}

/// Says how one comes to know somebody, where nobody is known.
#[component]
fn NobodyMet(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Show when=move || open.get()>
            <Notice icon=Glyph::QrCode title=t!("sharing-one-nobody") id="nobody-met">
                <LinkButton href="/patient/scan">{t!("visit-scan")}</LinkButton>
            </Notice>
        </Show>
    }
}

/// What was shown one by one, and stands.
pub(crate) fn standing() -> Loaded<Vec<Showing>> {
    Engine::expect().load(
        || Request::Showings,
        |answer| match answer {
            Answer::Showings(mut showings) => {
                showings.retain(|showing| showing.taken_back.is_none());
                Some(showings)
            }
            _ => None,
        },
    )
}

/// Which of what was shown one by one is listed.
#[derive(Clone, PartialEq)]
pub(crate) enum Shown {
    /// All of it.
    All,
    /// To one person: the whole fingerprint.
    To(String),
    /// One record.
    Of(String),
}

impl Shown {
    fn has(&self, showing: &Showing) -> bool {
        match self {
            Self::All => true,
            Self::To(person) => showing.person == *person,
            Self::Of(record) => showing.record == *record,
        }
    }
}

/// What was shown one by one, each with the way to take it back; nothing where nothing was.
#[component]
pub(crate) fn ShownCard(which: Shown) -> impl IntoView {
    let showings = standing();
    let records = own::records();
    let taking = Taking::new();
    let which = StoredValue::new(which);
    let of_record = which.with_value(|which| matches!(which, Shown::Of(_)));
    let rows = move || {
        let mut all = showings.get()?;
        all.retain(|showing| which.with_value(|which| which.has(showing)));
        if all.is_empty() {
            return None;
        }
        let own = records.get();
        let rows = all.into_iter().map(|showing| {
            let title = title_of(own.as_ref(), &showing);
            view! { <ShownRow showing title of_record taking /> }
        });
        let rows = rows.collect_view();
        Some(view! {
            <Card heading=t!("sharing-one-list") edge=Edge::Shared id="shown-one-by-one">
                <Rows>{rows}</Rows>
            </Card>
        })
    };
    view! {
        <TakeBackDialog taking />
        {rows}
    }
}

fn title_of(own: Option<&Arc<Own>>, showing: &Showing) -> String {
    let entry = own.and_then(|own| own.find(&showing.record));
    entry.map_or_else(|| t!("records-one"), |entry| fact_title(&entry.fact))
}

#[component]
fn ShownRow(showing: Showing, title: String, of_record: bool, taking: Taking) -> impl IntoView {
    let day = t!(
        "sharing-one-since",
        day = locale::relative_day(showing.since)
    );
    let name = showing.name.as_str();
    let label = t!(
        "sharing-take-back-whom",
        title = title.as_str(),
        name = name
    );
    let press = taking.button(&showing);
    let busy = taking.asking.busy();
    // On the record's own screen its name is said already.
    let (title, detail) = match of_record {
        true => (t!("sharing-one-can-see", name = name), day),
        false => (title, format!("{name} · {day}")),
    };
    view! {
        <Row title detail>
            <Button kind=Kind::Danger label=label busy on_press=press>
                {t!("sharing-take-back")}
            </Button>
        </Row>
    }
}

/// Taking something back: what is asked about, and whether it is under way.
#[derive(Clone, Copy)]
struct Taking {
    open: RwSignal<bool>,
    what: RwSignal<Option<Showing>>,
    asking: Asking,
}

impl Taking {
    fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            what: RwSignal::new(None),
            asking: Engine::expect().asking(),
        }
    }

    fn button(self, showing: &Showing) -> impl Fn() + Send + Sync + 'static {
        let showing = showing.clone();
        move || {
            self.what.set(Some(showing.clone()));
            self.open.set(true);
        }
    }

    fn take_back(self, toasts: Toasts) {
        let Some(showing) = self.what.get_untracked() else {
            return;
        };
        let request = Request::TakeBack {
            person: showing.person,
            number: showing.number,
        };
        self.asking.send(request, move |_| {
            toasts.say(t!("sharing-taken-back-now", name = showing.name));
        });
    }
}

/// Says exactly what it means before something is taken back.
#[component]
fn TakeBackDialog(taking: Taking) -> impl IntoView {
    let toasts = Toasts::expect();
    let name = move || {
        taking
            .what
            .get()
            .map(|showing| showing.name)
            .unwrap_or_default()
    };
    let title = move || t!("sharing-take-back-ask", name = name());
    view! {
        <TroubleNote of=taking.asking.trouble() />
        <Confirm
            open=taking.open
            title=Signal::derive(title)
            yes=Signal::stored(t!("sharing-take-back"))
            danger=true
            on_yes=move || taking.take_back(toasts)
        >
            <p>{move || t!("sharing-take-back-means", name = name())}</p>
            <p>{t!("sharing-take-back-copied")}</p>
        </Confirm>
    }
}

/// At an invitation: shows one record to a doctor who is not let in.
#[component]
pub(crate) fn ShowOneInstead(#[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let engine = Engine::expect();
    let records = own::records();
    let showing = engine.asking();
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(String::new());
    let picks = Memo::new(move |_| {
        let own = records.get();
        let all = own.iter().flat_map(|own| own.valid()).take(MOST);
        let picks: Vec<Pick<String>> = all
            .map(|entry| {
                let when = locale::entry_short_when(entry);
                let says = [Some(fact_title(&entry.fact)), fact_detail(&entry.fact)];
                let says: Vec<String> = says.into_iter().flatten().collect();
                Pick::new(entry.id.clone(), format!("{} · {when}", says.join(" ")))
            })
            .collect();
        picks
    });
    Effect::new(move |_| {
        let first = picks.with(|picks| picks.first().map(|pick| pick.value.clone()));
        if chosen.read_untracked().is_empty()
            && let Some(first) = first
        {
            chosen.set(first);
        }
    });
    let some = move || picks.with(|picks| !picks.is_empty());
    let show = move || {
        let request = Request::ShowTo {
            person: None,
            record: chosen.get_untracked(),
            version: None,
        };
        showing.send(request, move |_| on_done.run(()));
    };
    view! {
        <Show when=some>
            <Show
                when=move || open.get()
                fallback=move || {
                    view! {
                        <Button id="one-instead" kind=Kind::Quiet on_press=move || open.set(true)>
                            {t!("visit-one")}
                        </Button>
                    }
                }
            >
                <Card heading=t!("visit-one") id="visit-one">
                    <p class="muted small">{t!("visit-one-means")}</p>
                    <Select id="one-which" label=t!("visit-one-which") picks value=chosen />
                    <TroubleNote of=showing.trouble() />
                    <div class="actions">
                        <Button id="show-instead" busy=showing.busy() on_press=show>
                            {t!("sharing-one-show")}
                        </Button>
                    </div>
                    <p class="muted small">{t!("sharing-take-back-copied")}</p>
                </Card>
            </Show>
        </Show>
    }
}

/// The most records to choose from there; an older one is shown from its own screen afterwards.
const MOST: usize = 200;
