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

#[cfg(test)]
mod tests {
    use bridge::{Entry, Fact, Profile, Visibility};

    use super::*;

    fn own(facts: Vec<Fact>) -> Own {
        let entry = |(index, fact): (usize, Fact)| Entry {
            id: index.to_string(),
            version: 1,
            versions: 1,
            author: "Asha".into(),
            by_me: true,
            written: 0,
            date: None,
            time: 0,
            visibility: Visibility::Shared,
            shown_to: Vec::new(),
            fresh: false,
            mistaken: false,
            of_child: false,
            fact,
        };
        Own {
            entries: facts.into_iter().enumerate().map(entry).collect(),
            unreadable: 0,
            profile: Profile::default(),
        }
    }

    fn pressure() -> Fact {
        Fact::BloodPressure {
            systolic: 128.0,
            diastolic: 82.0,
        }
    }

    fn condition(name: &str) -> Fact {
        Fact::Condition {
            name: name.into(),
            active: true,
            status: None,
        }
    }

    #[test]
    fn what_was_looked_at_is_named_as_exactly_as_it_is_one_thing() {
        ui::i18n::learn(ui::i18n::PATIENT);
        let ids = ["0".to_owned(), "1".to_owned()];
        let looked = |facts| looked_at(&own(facts), 2, &ids);
        assert_eq!(looked(vec![pressure(), pressure()]), "Blood pressure");
        assert_eq!(
            looked(vec![condition("Asthma"), condition("Gout")]),
            "Conditions"
        );
        assert_eq!(looked(vec![pressure(), condition("Gout")]), "2 records");
        assert_eq!(looked(Vec::new()), "2 records");
    }
}
