//! The decision on what came from others: shown to the doctors, or kept private.

use bridge::{Entry, Fact, Request, Role, Visibility};
use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{Records, record_href};

/// A record from somebody else, with the decision on it. Decided, its edge says so, and it stays
/// where it is until the screen is left.
#[component]
pub(crate) fn DecideCard(
    /// Where the record's present state is found.
    records: Records,
    /// The record as it was when the card appeared.
    entry: Entry,
) -> impl IntoView {
    let id = StoredValue::new(entry.id.clone());
    let first = entry.visibility;
    let visibility = Memo::new(move |_| {
        let now =
            records.with(|own| id.with_value(|id| own.find(id).map(|entry| entry.visibility)));
        now.flatten().unwrap_or(first)
    });
    let href = record_href(&entry.id);
    let (title, from) = (what(&entry), t!("home-from", name = entry.author.as_str()));
    view! {
        <Card edge=Signal::derive(move || Edge::from(visibility.get())) class="decide">
            <Chip tone=Tone::Marigold icon=Glyph::Inbox>
                {from}
            </Chip>
            <a class="decide-what" href=href>
                <h2>{title}</h2>
                <Said entry />
            </a>
            <Show
                when=move || visibility.get() == Visibility::Inbox
                fallback=move || view! { <Decided visibility=visibility.get() /> }
            >
                <p class="sees">
                    <Icon glyph=Glyph::Lock />
                    {t!("home-only-you-until")}
                </p>
                <DecideActions record=id.get_value() />
            </Show>
        </Card>
    }
}

/// What it is in a word or two, for the card's heading.
fn what(entry: &Entry) -> String {
    match &entry.fact {
        Fact::Prescription(_) => t!("home-prescription"),
        fact => fact_title(fact),
    }
}

/// What it says: the value, the medicine, the first words.
#[component]
fn Said(entry: Entry) -> impl IntoView {
    let detail = fact_detail(&entry.fact);
    let words = match &entry.fact {
        Fact::Prescription(prescription) => Some(match detail {
            Some(detail) => t!(
                "home-medicine-line",
                drug = prescription.drug.as_str(),
                how = detail
            ),
            None => prescription.drug.clone(),
        }),
        _ => detail,
    };
    view! {
        {words.map(|words| view! { <p class="decide-words">{words}</p> })}
        <FlagChip flag=flag_of(&entry) />
        <p class="small muted">{locale::entry_when(&entry)}</p>
    }
}

#[component]
fn Decided(visibility: Visibility) -> impl IntoView {
    view! {
        <p class="sees" role="status">
            <Icon glyph=visibility_glyph(visibility) />
            {visibility_words(visibility, Role::Patient)}
        </p>
    }
}

/// The two buttons: kept private, or shown.
#[component]
pub(crate) fn DecideActions(
    /// The record.
    record: String,
) -> impl IntoView {
    let engine = Engine::expect();
    let deciding = engine.asking();
    let record = StoredValue::new(record);
    // Which of the two was pressed: that one shows that it is at work.
    let shows = RwSignal::new(false);
    let decide = move |broadcast: bool| {
        shows.set(broadcast);
        decide_on(engine, deciding, vec![record.get_value()], broadcast);
    };
    let at_work = move |broadcast: bool| {
        Signal::derive(move || deciding.busy().get() && shows.get() == broadcast)
    };
    view! {
        <div class="actions">
            <Button busy=at_work(false) disabled=deciding.busy() on_press=move || decide(false)>
                {t!("home-keep")}
            </Button>
            <Button
                kind=Kind::Primary
                busy=at_work(true)
                disabled=deciding.busy()
                on_press=move || decide(true)
            >
                {t!("home-show")}
            </Button>
        </div>
        <TroubleNote of=deciding.trouble() />
    }
}

/// Decides, and says what came of it. What is kept private can still be shown; what was shown cannot be
/// unseen, and that is said.
pub(crate) fn decide_on(engine: Engine, asking: Asking, records: Vec<String>, broadcast: bool) {
    let count = records.len();
    let kept = records.clone();
    let request = Request::Decide { records, broadcast };
    asking.send(request, move |_| {
        if broadcast {
            engine.toasts().say(t!("home-shown", count = count));
        } else {
            engine.toasts().offer(
                t!("home-kept", count = count),
                t!("home-show-after-all"),
                move || {
                    let records = kept.clone();
                    engine.tell(Request::Broadcast { records });
                },
            );
        }
    });
}
