//! What was read, by the names of the records where they are known.

use bridge::{Answer, Happened, Happening, Request};
use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{self, Own};

/// What happened in one's own vault, newest first.
pub(crate) fn happenings() -> Loaded<Vec<Happening>> {
    Engine::expect().load(
        || Request::History { vault: None },
        |answer| match answer {
            Answer::Happenings(happenings) => Some(happenings),
            _ => None,
        },
    )
}

/// What others read, newest first.
pub(crate) fn readings(happenings: &[Happening]) -> impl Iterator<Item = &Happening> {
    let others = happenings.iter().filter(|happening| !happening.by_me);
    others.filter(|happening| matches!(happening.what, Happened::Read { .. }))
}

/// The names of what was read: two of them and how many more; only how many, of what is not known.
pub(crate) fn what_was_read(own: Option<&Own>, count: u64, ids: &[String], most: usize) -> String {
    let mut names: Vec<(String, u64)> = Vec::new();
    for entry in ids.iter().filter_map(|id| own?.find(id)) {
        let name = fact_title(&entry.fact);
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, times)) => *times += 1,
            None => names.push((name, 1)),
        }
    }
    if names.is_empty() {
        return t!("sharing-records-count", count = count);
    }
    let told: u64 = names.iter().take(most).map(|(_, times)| times).sum();
    let mut words: Vec<String> = names
        .into_iter()
        .take(most)
        .map(|(name, times)| match times {
            1 => name,
            _ => t!("sharing-name-times", name = name, count = times),
        })
        .collect();
    let more = count.saturating_sub(told);
    if more > 0 {
        words.push(t!("sharing-and-more", count = more));
    }
    words.join(", ")
}

/// The last readings: by all others, or by one of them.
#[component]
pub(crate) fn SeenLately(
    /// Of whom alone.
    #[prop(optional, into)]
    who: Option<String>,
) -> impl IntoView {
    let records = own::records();
    let happenings = happenings();
    let who = StoredValue::new(who);
    let one = who.with_value(Option::is_some);
    let rows = move |happenings: Vec<Happening>| {
        let of = |happening: &&Happening| {
            who.with_value(|who| who.as_ref().is_none_or(|who| *who == happening.who))
        };
        let last: Vec<Happening> = readings(&happenings).filter(of).take(5).cloned().collect();
        if last.is_empty() {
            return view! { <p class="muted">{t!("sharing-seen-nothing")}</p> }.into_any();
        }
        let rows = last.into_iter().map(|happening| {
            let Happened::Read {
                count,
                records: ids,
            } = &happening.what
            else {
                return None;
            };
            let own = records.get();
            let what = what_was_read(own.as_deref(), *count, ids, 2);
            let at = locale::when(happening.time);
            Some(match one {
                true => view! { <Row title=what at /> }.into_any(),
                false => view! { <Row title=happening.who detail=what at /> }.into_any(),
            })
        });
        let rows = rows.collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        <Card heading=t!("sharing-seen-lately") id="seen-lately">
            <Loading of=happenings lines=3 children=rows />
            <LinkButton id="to-log" icon=Glyph::List href="/patient/sharing/log">
                {t!("sharing-to-log")}
            </LinkButton>
        </Card>
    }
}
