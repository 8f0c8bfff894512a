//! Who saw what, who did what.

use bridge::{Answer, Happened, Happening, Leave, Request};
use leptos::prelude::*;
use ui::prelude::*;

use super::seen::{happenings, what_was_read};
use crate::own::{self, Own};

/// So many at first, and with every press as many more.
const STEP: usize = 100;

/// Who saw what, who did what, by day.
#[component]
pub(crate) fn Log() -> impl IntoView {
    let happenings = happenings();
    let records = own::records();
    let most = RwSignal::new(STEP);
    let print = || {
        view! { <IconButton id="print" glyph=Glyph::Printer label=t!("sharing-log-print") on_press=ui::print /> }
    };
    let show = move |happenings: Vec<Happening>| {
        let own = records.get();
        let more = happenings.len() > most.get();
        let days = by_day(happenings, most.get());
        let days = days
            .into_iter()
            .map(|(day, of_day)| day_card(day, of_day, own.as_deref()));
        view! {
            {days.collect_view()}
            {more
                .then(|| {
                    view! {
                        <Button
                            id="log-more"
                            wide=true
                            on_press=move || most.update(|most| *most += STEP)
                        >
                            {t!("sharing-log-more")}
                        </Button>
                    }
                })}
        }
    };
    view! {
        <Screen
            name="log"
            title=t!("sharing-log")
            lead=Signal::stored(Some(t!("sharing-log-lead")))
            back="/patient/sharing"
            actions=print
        >
            <div class="columns-wide">
                <div class="stack">
                    <Loading of=happenings lines=6 children=show />
                </div>
                <Check />
            </div>
        </Screen>
    }
}

/// Verifies the whole log again, and says what came of it.
#[component]
fn Check() -> impl IntoView {
    let checking = Engine::expect().asking();
    let count = RwSignal::new(None::<u64>);
    let check = move || {
        count.set(None);
        checking.send(Request::VerifyLog { vault: None }, move |answer| {
            if let Answer::Count(entries) = answer {
                let _ = count.try_set(Some(entries));
            }
        });
    };
    view! {
        <Card heading=t!("sharing-check") id="check-log" class="no-print log-check">
            <p class="muted small">{t!("sharing-check-why")}</p>
            <div role="status">
                {move || {
                    let count = count.get()?;
                    let words = t!("sharing-checked", count = count);
                    Some(view! { <Notice icon=Glyph::ShieldCheck title=words id="log-checked" /> })
                }}
            </div>
            <TroubleNote of=checking.trouble() />
            <Button id="check" icon=Glyph::ShieldCheck busy=checking.busy() on_press=check>
                {t!("sharing-check-now")}
            </Button>
        </Card>
    }
}

/// The newest of them, by the day they happened on.
fn by_day(happenings: Vec<Happening>, most: usize) -> Vec<(String, Vec<Happening>)> {
    let mut days: Vec<(String, Vec<Happening>)> = Vec::new();
    for happening in happenings.into_iter().take(most) {
        let day = locale::full_day(happening.time);
        match days.last_mut() {
            Some((last, of_day)) if *last == day => of_day.push(happening),
            _ => days.push((day, vec![happening])),
        }
    }
    days
}

fn day_card(day: String, of_day: Vec<Happening>, own: Option<&Own>) -> impl IntoView + use<> {
    let rows = of_day.into_iter().map(|happening| {
        let (icon, title) = (glyph(&happening.what), words(&happening));
        let at = locale::time(happening.time);
        match read_names(&happening, own) {
            Some(detail) => view! { <Row icon title detail at /> },
            None => view! { <Row icon title at /> },
        }
    });
    let rows = rows.collect_view();
    view! {
        <Card heading=day>
            <Rows>{rows}</Rows>
        </Card>
    }
}

/// The names of the records that were read or shown one by one, where they are known.
fn read_names(happening: &Happening, own: Option<&Own>) -> Option<String> {
    match &happening.what {
        Happened::Read { count, records } if !records.is_empty() => {
            Some(what_was_read(own, *count, records, 6))
        }
        Happened::ShownTo { record, .. } | Happened::TakenBack { record, .. } => {
            let entry = own?.find(record)?;
            Some(fact_title(&entry.fact))
        }
        _ => None,
    }
}

fn glyph(what: &Happened) -> Glyph {
    match what {
        Happened::Opened => Glyph::BookOpen,
        Happened::LetIn { .. } => Glyph::UserCheck,
        Happened::Left { .. } => Glyph::UserX,
        Happened::Renewed => Glyph::KeyRound,
        Happened::Added { .. } => Glyph::Plus,
        Happened::Broadcast { .. } => Glyph::Users,
        Happened::ShownTo { .. } | Happened::ShownToSomebody => Glyph::UserCheck,
        Happened::TakenBack { .. } => Glyph::UserX,
        Happened::Kept => Glyph::Lock,
        Happened::NewDevice => Glyph::Smartphone,
        Happened::Read { .. } => Glyph::Eye,
    }
}

/// What happened, in a sentence.
fn words(happening: &Happening) -> String {
    let who = happening.who.as_str();
    match &happening.what {
        Happened::Opened => t!("sharing-log-opened"),
        Happened::LetIn {
            name,
            history,
            visit,
        } => let_in_words(name, *history, *visit),
        Happened::Left { name, leave } => left_words(name, *leave),
        Happened::Renewed => t!("sharing-log-renewed"),
        Happened::Added { count, broadcast } => {
            added_words(happening, count.unwrap_or(1), *broadcast)
        }
        Happened::Broadcast { count } => {
            let count = count.unwrap_or(1);
            match happening.by_me {
                true => t!("sharing-log-shown", count = count),
                false => t!("sharing-log-shown-by", who = who, count = count),
            }
        }
        Happened::ShownTo { name, .. } => t!("sharing-log-one-shown", name = name.as_str()),
        Happened::TakenBack { name, .. } => t!("sharing-log-one-back", name = name.as_str()),
        Happened::ShownToSomebody => t!("sharing-log-one-somebody"),
        Happened::Kept => t!("sharing-log-kept"),
        Happened::NewDevice => t!("sharing-log-new-device"),
        Happened::Read { count, .. } => match happening.by_me {
            true => t!("sharing-log-read", count = *count),
            false => t!("sharing-log-read-by", who = who, count = *count),
        },
    }
}

fn added_words(happening: &Happening, count: u64, broadcast: bool) -> String {
    let who = happening.who.as_str();
    match (happening.by_me, broadcast) {
        (true, true) => t!("sharing-log-added-shown", count = count),
        (true, false) => t!("sharing-log-added", count = count),
        (false, true) => t!("sharing-log-added-shown-by", who = who, count = count),
        (false, false) => t!("sharing-log-added-by", who = who, count = count),
    }
}

fn let_in_words(name: &str, history: bool, visit: bool) -> String {
    match (visit, history) {
        (true, true) => t!("sharing-log-let-in-visit-all", name = name),
        (true, false) => t!("sharing-log-let-in-visit", name = name),
        (false, true) => t!("sharing-log-let-in-all", name = name),
        (false, false) => t!("sharing-log-let-in", name = name),
    }
}

fn left_words(name: &str, leave: Leave) -> String {
    match leave {
        Leave::Stopped => t!("sharing-log-stopped", name = name),
        Leave::Removed => t!("sharing-log-removed", name = name),
        Leave::Expired => t!("sharing-log-expired", name = name),
    }
}
