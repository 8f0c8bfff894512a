//! Vaccines given in India, as suggestions for a text field.

use super::lab::has_start;

/// Names as they stand on vaccination cards: those of the Universal Immunization Programme in the order
/// of a child's age, then those for adults and by need. Any other name may be entered.
pub const VACCINES: &[&str] = &[
    "BCG",
    "Hepatitis B",
    "OPV (oral polio)",
    "IPV (polio, injected)",
    "Pentavalent (DPT, hepatitis B, Hib)",
    "Rotavirus",
    "PCV (pneumococcal conjugate)",
    "MR (measles, rubella)",
    "MMR (measles, mumps, rubella)",
    "Japanese encephalitis",
    "DPT",
    "Td (tetanus, diphtheria)",
    "Tdap",
    "Tetanus toxoid",
    "Hexavalent (DPT, hepatitis B, Hib, IPV)",
    "Typhoid conjugate",
    "Hepatitis A",
    "Varicella (chickenpox)",
    "HPV (human papillomavirus)",
    "Influenza",
    "PPSV23 (pneumococcal polysaccharide)",
    "Meningococcal",
    "Rabies",
    "Cholera, oral",
    "Yellow fever",
    "Herpes zoster (shingles)",
    "COVID-19: Covishield",
    "COVID-19: Covaxin",
    "COVID-19: Corbevax",
    "COVID-19: Sputnik V",
];

/// Those of which a word begins with `typed`.
pub fn vaccines_beginning_with(typed: &str) -> impl Iterator<Item = &'static str> {
    let typed = typed.trim().to_lowercase();
    VACCINES
        .iter()
        .copied()
        .filter(move |name| !typed.is_empty() && has_start(name, &typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vaccines_are_found_by_any_word() {
        let found = |typed| vaccines_beginning_with(typed).collect::<Vec<_>>();
        assert_eq!(found("covi")[0], "COVID-19: Covishield");
        assert_eq!(found("chick"), ["Varicella (chickenpox)"]);
        assert_eq!(found("measles").len(), 2);
        assert!(found(" ").is_empty());
    }
}
