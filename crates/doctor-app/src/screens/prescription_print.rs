//! A prescription to be printed.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    i18n::{language, speak},
    prelude::*,
};

use super::entry::{Bedside, EntryScreen};

mod paper;
mod sheet;

pub(crate) use paper::Paper;
pub(crate) use sheet::Sheet;

/// A prescription to be printed: what was signed together with the records named.
#[component]
pub(crate) fn PrescriptionPrint() -> impl IntoView {
    let bedside = Bedside::here();
    let params = use_params_map();
    let ids = params.read_untracked().get("ids").unwrap_or_default();
    let ids: Vec<String> = ids.split(',').map(str::to_owned).collect();
    let paper = move |entries: &[Entry]| {
        let signed = signed_with(entries, &ids);
        (!signed.is_empty()).then(|| Paper::signed(bedside, &signed))
    };
    view! {
        <EntryScreen name="prescription" title=t!("rx-paper") bedside>
            <Loading of=bedside.chart() let:chart>
                {match paper(&chart.entries) {
                    Some(paper) => view! { <Printed paper bedside /> }.into_any(),
                    None => view! { <Missing bedside /> }.into_any(),
                }}
            </Loading>
        </EntryScreen>
    }
}

#[component]
fn Printed(paper: Paper, bedside: Bedside) -> impl IntoView {
    view! {
        <Sheet paper=Signal::stored(paper) />
        <div class="actions">
            <Button kind=Kind::Primary icon=Glyph::Printer id="print" on_press=ui::print>
                {t!("rx-print")}
            </Button>
            <LinkButton icon=Glyph::ArrowLeft id="done" href=bedside.page()>
                {t!("rx-done")}
            </LinkButton>
        </div>
    }
}

#[component]
fn Missing(bedside: Bedside) -> impl IntoView {
    view! {
        <Empty icon=Glyph::Pill title=t!("rx-missing")>
            <LinkButton href=bedside.page()>{t!("rx-done")}</LinkButton>
        </Empty>
    }
}

/// The prescriptions signed together with those of these ids: by the same author at the same time.
fn signed_with<'a>(entries: &'a [Entry], ids: &[String]) -> Vec<&'a Entry> {
    let orders = entries
        .iter()
        .filter(|entry| matches!(entry.fact, Fact::Prescription(_)));
    let named: Vec<&Entry> = orders
        .clone()
        .filter(|entry| ids.contains(&entry.id))
        .collect();
    let with = |entry: &&Entry| {
        let same = |named: &&Entry| {
            named.author == entry.author && named.date == entry.date && entry.date.is_some()
        };
        named
            .iter()
            .any(|named| named.id == entry.id || same(named))
    };
    let mut signed: Vec<&Entry> = orders.filter(with).collect();
    // In the order in which they were signed, where the address says it of all.
    if signed.iter().all(|entry| ids.contains(&entry.id)) {
        signed.sort_by_key(|entry| ids.iter().position(|id| *id == entry.id));
    }
    signed
}

/// Says something in a language, whatever the app speaks.
pub(crate) fn in_language<T>(other: Language, say: impl FnOnce() -> T) -> T {
    let own = language();
    speak(other);
    let said = say();
    speak(own);
    said
}

#[cfg(test)]
mod tests {
    use bridge::{DraftPrescription, Prescription, Visibility};

    use super::*;

    fn entry(id: &str, author: &str, date: &str) -> Entry {
        Entry {
            id: id.into(),
            version: 1,
            versions: 1,
            author: author.into(),
            by_me: false,
            written: 0,
            date: Some(date.into()),
            time: 0,
            visibility: Visibility::Shared,
            shown_to: Vec::new(),
            fresh: false,
            mistaken: false,
            of_child: false,
            fact: Fact::Prescription(Prescription {
                drug: id.into(),
                dosage: Vec::new(),
                notes: Vec::new(),
                active: true,
                status: "active".into(),
                do_not_take: false,
                order: None,
            }),
        }
    }

    #[test]
    fn one_medicine_names_all_that_were_signed_with_it() {
        let entries = [
            entry("c", "Dr Rao", "2026-04-14T08:10:00+05:30"),
            entry("b", "Dr Rao", "2026-04-14T08:10:00+05:30"),
            entry("x", "Dr Iyer", "2026-04-14T08:10:00+05:30"),
            entry("a", "Dr Rao", "2026-04-13T08:10:00+05:30"),
        ];
        let ids = |named: &str| {
            let signed = signed_with(&entries, &[named.to_owned()]);
            signed
                .iter()
                .map(|entry| entry.id.as_str())
                .collect::<String>()
        };
        assert_eq!(ids("b"), "cb");
        let both = ["b".to_owned(), "c".to_owned()];
        let signed = signed_with(&entries, &both);
        assert_eq!(signed[0].id, "b");
        assert_eq!(ids("a"), "a");
        assert_eq!(ids("none"), "");
    }

    #[test]
    fn what_is_heeded_is_said_in_the_language_asked_for() {
        speak(Language::En);
        ui::i18n::learn(ui::i18n::DOCTOR);
        let order = DraftPrescription {
            note: Some("after food, avoid alcohol".into()),
            ..DraftPrescription::default()
        };
        assert_eq!(dosage_words(&order), "after food, avoid alcohol");
        let hindi = in_language(Language::Hi, || dosage_words(&order));
        assert_eq!(hindi, "खाने के बाद, avoid alcohol");
        assert_eq!(language(), Language::En);
    }
}
