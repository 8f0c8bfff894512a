//! Who looked at what, the last time.

use bridge::{Answer, Happened, Happening, Request};
use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{Own, Records};

/// `Dr Rao looked at your blood pressure yesterday, 17:42`: leads to the whole log.
#[component]
pub(super) fn SeenLine(records: Records) -> impl IntoView {
    let last = Engine::expect().load(
        || Request::History { vault: None },
        |answer| match answer {
            Answer::Happenings(happenings) => Some(happenings.into_iter().find(is_reading)),
            _ => None,
        },
    );
    move || {
        let happening = last.get().flatten()?;
        let Happened::Read {
            count,
            records: ids,
        } = &happening.what
        else {
            return None;
        };
        let what = records
            .with(|own| looked_at(own, *count, ids))
            .unwrap_or_else(|| t!("home-count-records", count = *count));
        let words = t!(
            "home-looked",
            name = happening.who.as_str(),
            what = what,
            when = locale::when(happening.time)
        );
        Some(view! {
            <a class="seen-line" href="/patient/sharing/log" id="seen-lately">
                <Icon glyph=Glyph::Eye />
                <span>{words}</span>
            </a>
        })
    }
}

fn is_reading(happening: &Happening) -> bool {
    !happening.by_me && matches!(happening.what, Happened::Read { .. })
}

/// What was looked at: the record itself if it was one, what they are about if that is one thing.
fn looked_at(own: &Own, count: u64, ids: &[String]) -> String {
    let known: Vec<_> = ids.iter().filter_map(|id| own.find(id)).collect();
    let same = |topic: Topic| known.iter().all(|entry| Topic::of(&entry.fact) == topic);
    match known.first() {
        Some(entry)
            if known
                .iter()
                .all(|other| fact_title(&other.fact) == fact_title(&entry.fact)) =>
        {
            fact_title(&entry.fact)
        }
        Some(entry) if same(Topic::of(&entry.fact)) => Topic::of(&entry.fact).words(),
        _ => t!("home-count-records", count = count),
    }
}
