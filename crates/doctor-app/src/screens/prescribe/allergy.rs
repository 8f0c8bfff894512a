//! The allergies that are recorded, and a simple comparison of names with what is prescribed.

use bridge::{Entry, Fact};
use leptos::prelude::*;
use ui::prelude::*;

use crate::screens::entry::Bedside;

/// What is known of a patient's allergies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::screens) enum Allergies {
    /// Nothing is recorded.
    Unknown,
    /// It is recorded that there are none.
    NoneKnown,
    /// These.
    Known(Vec<String>),
}

/// What the entries say of allergies that still are.
pub(in crate::screens) fn known_allergies(entries: &[Entry]) -> Allergies {
    let mut names: Vec<String> = Vec::new();
    let mut none = false;
    for entry in entries.iter().filter(|entry| !entry.mistaken) {
        match &entry.fact {
            Fact::Allergy {
                none_known: true, ..
            } => none = true,
            Fact::Allergy {
                active: true, name, ..
            } if !names.contains(name) => names.push(name.clone()),
            _ => {}
        }
    }
    match (names.is_empty(), none) {
        (false, _) => Allergies::Known(names),
        (true, true) => Allergies::NoneKnown,
        (true, false) => Allergies::Unknown,
    }
}

/// The allergies, above everything that is prescribed.
#[component]
pub(super) fn AllergyBanner(bedside: Bedside) -> impl IntoView {
    let known = Memo::new(move |_| bedside.find(|entries| Some(known_allergies(entries))));
    move || {
        known.get().map(|known| {
            let (tone, title) = match &known {
                Allergies::Known(names) => {
                    (Tone::Red, t!("rx-allergies", names = names.join(", ")))
                }
                Allergies::NoneKnown => (Tone::Teal, t!("rx-allergies-none")),
                Allergies::Unknown => (Tone::Marigold, t!("rx-allergies-unknown")),
            };
            view! { <Notice tone title id="allergies" /> }
        })
    }
}

/// A warning where the name of a medicine fits a recorded allergy. It keeps nobody from prescribing.
#[component]
pub(super) fn AllergyWarning(bedside: Bedside, drug: Signal<String>) -> impl IntoView {
    let against = Memo::new(move |_| {
        let known = bedside.find(|entries| Some(known_allergies(entries)))?;
        let Allergies::Known(names) = known else {
            return None;
        };
        drug.with(|drug| names.into_iter().find(|name| fits(drug, name)))
    });
    view! {
        <div role="alert">
            {move || {
                against
                    .get()
                    .map(|name| {
                        view! {
                            <Notice tone=Tone::Red title=t!("rx-allergy-warning", name = name)>
                                <p>{t!("rx-allergy-simple")}</p>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
}

/// Whether a medicine's name fits an allergy: a word of one is in the other, or both are of one class.
fn fits(drug: &str, allergy: &str) -> bool {
    let (drug, allergy) = (drug.to_lowercase(), allergy.to_lowercase());
    let named = words(&allergy).any(|word| words(&drug).any(|other| same(word, other)));
    let class = CLASSES.iter().any(|class| {
        class.iter().any(|name| drug.contains(name))
            && class.iter().any(|name| allergy.contains(name))
    });
    named || class
}

/// The words that may name a substance.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphabetic());
    words.filter(|word| word.len() >= 4 && !COMMON.contains(word))
}

/// The same substance, also with what is put before or behind: `sulfate`, an English plural.
fn same(one: &str, other: &str) -> bool {
    one == other || one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one)
}

/// Words of names that name no substance.
const COMMON: [&str; 16] = [
    "acid",
    "allergy",
    "allergic",
    "drug",
    "drugs",
    "tablet",
    "tablets",
    "syrup",
    "drops",
    "cream",
    "sodium",
    "potassium",
    "injection",
    "inhaler",
    "hydrochloride",
    "with",
];

/// Names, or parts of names, of medicines and allergies that obviously belong together.
const CLASSES: [&[&str]; 5] = [
    &[
        "penicillin",
        "cillin",
        "co-amoxiclav",
        "amoxyclav",
        "augmentin",
        "betalactam",
        "beta-lactam",
    ],
    &[
        "sulfa",
        "sulpha",
        "sulfon",
        "sulphon",
        "sulfadi",
        "cotrimoxazole",
        "co-trimoxazole",
        "trimethoprim",
    ],
    &[
        "cephalosporin",
        "cefa",
        "cefi",
        "cefo",
        "cefp",
        "ceft",
        "cefu",
        "cephalexin",
    ],
    &[
        "nsaid",
        "aspirin",
        "acetylsalicylic",
        "ibuprofen",
        "diclofenac",
        "aceclofenac",
        "naproxen",
        "ketorolac",
        "mefenamic",
        "indomethacin",
        "nimesulide",
        "etoricoxib",
        "piroxicam",
    ],
    &["quinolone", "floxacin"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_an_obvious_class_fits() {
        for (drug, allergy) in [
            ("Amoxicillin 500 mg", "Penicillin"),
            ("Amoxicillin + clavulanic acid 625 mg", "Penicillins"),
            (
                "Piperacillin + tazobactam 4.5 g injection",
                "allergy to penicillin",
            ),
            ("Sulfamethoxazole + trimethoprim 800/160 mg", "Sulfa drugs"),
            ("Ibuprofen 400 mg", "Aspirin"),
            ("Metformin 500 mg", "metformin"),
            ("Cefixime 200 mg", "Cephalosporins"),
            ("Ciprofloxacin 500 mg", "quinolones"),
        ] {
            assert!(fits(drug, allergy), "{drug} {allergy}");
        }
    }

    #[test]
    fn what_only_shares_a_common_word_does_not_fit() {
        for (drug, allergy) in [
            ("Folic acid 5 mg", "Mefenamic acid"),
            ("Amlodipine 5 mg", "Penicillin"),
            ("Amlodipine 5 mg", "Peanuts"),
            ("Diclofenac sodium 50 mg", "sodium valproate"),
            ("", "Penicillin"),
        ] {
            assert!(!fits(drug, allergy), "{drug} {allergy}");
        }
    }
}
