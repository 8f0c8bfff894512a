//! The laboratory tests that outpatient clinics in India order most.

use super::usual::{Usual, from, span, up_to};
use super::vital::{InUnit, unit};
use crate::units::{
    G_PER_DL, IU_PER_ML_MICRO, LAKH_PER_UL, MEQ_PER_L, MG_PER_DL, MG_PER_G, MG_PER_L, MIU_PER_L,
    MM_PER_HOUR, MMOL_PER_L, NG_PER_DL, NG_PER_ML, PER_UL, PERCENT, PG_PER_ML, THOUSAND_PER_UL,
    U_PER_L, UG_PER_DL,
};

/// A laboratory test.
#[derive(Debug, PartialEq)]
pub struct LabTest {
    /// The LOINC code.
    pub loinc: &'static str,
    /// LOINC's name for it.
    pub display: &'static str,
    /// What the apps call it.
    pub label: &'static str,
    /// What else it is called, in lower case.
    pub also: &'static [&'static str],
    /// The units it may be given in, the usual one first; none if the answer is a word. Their bounds
    /// keep out slips of the keyboard and wrong units.
    pub units: &'static [InUnit],
    /// What is usual in healthy adults, in the first unit. The laboratory's own range wins.
    pub usual: Usual,
}

impl LabTest {
    /// All of them, in the order of a report: blood count, sugar, kidneys, salts, liver, fats,
    /// thyroid, vitamins and iron, inflammation, others.
    #[must_use]
    pub fn all() -> &'static [Self] {
        TESTS
    }

    /// The test with a LOINC code.
    #[must_use]
    pub fn by_loinc(loinc: &str) -> Option<&'static Self> {
        TESTS.iter().find(|test| test.loinc == loinc)
    }

    /// The test of exactly this name or other name, in whatever case.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        let name = name.trim().to_lowercase();
        TESTS
            .iter()
            .find(|test| test.label.to_lowercase() == name || test.also.contains(&name.as_str()))
    }

    /// Those whose name, or a word of it, begins with `typed`.
    pub fn beginning_with(typed: &str) -> impl Iterator<Item = &'static Self> {
        let typed = typed.trim().to_lowercase();
        TESTS.iter().filter(move |test| {
            let names = std::iter::once(test.label).chain(test.also.iter().copied());
            !typed.is_empty() && names.into_iter().any(|name| has_start(name, &typed))
        })
    }

    /// The bounds in a unit, if the test may be given in it.
    #[must_use]
    pub fn in_unit(&self, ucum: &str) -> Option<&'static InUnit> {
        self.units.iter().find(|unit| unit.ucum == ucum)
    }
}

/// Whether `name`, or the rest of it from some word on, begins with `typed`, which is in lower case.
pub(super) fn has_start(name: &str, typed: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with(typed)
        || name
            .match_indices([' ', '-', '(', '/', '+'])
            .any(|(at, mark)| name[at + mark.len()..].starts_with(typed))
}

const fn test(
    loinc: &'static str,
    (label, also): (&'static str, &'static [&'static str]),
    display: &'static str,
    units: &'static [InUnit],
    usual: Usual,
) -> LabTest {
    LabTest {
        loinc,
        display,
        label,
        also,
        units,
        usual,
    }
}

const GLUCOSE: &[InUnit] = &[unit(MG_PER_DL, 10.0, 2000.0)];
const ENZYME: &[InUnit] = &[unit(U_PER_L, 0.0, 50_000.0)];
const LIPID: &[InUnit] = &[unit(MG_PER_DL, 1.0, 10_000.0)];
const SALT: &[InUnit] = &[unit(MMOL_PER_L, 50.0, 250.0), unit(MEQ_PER_L, 50.0, 250.0)];

const fn by_sex(men: super::Span, women: super::Span) -> Usual {
    Usual::BySex { men, women }
}

// Ranges: blood count after Dacie and Lewis, Practical Haematology; haemoglobin after the WHO's limits of
// anaemia; glucose and HbA1c after the American Diabetes Association; fats after NCEP ATP III; vitamin D
// after the Endocrine Society; the rest as clinical chemistry textbooks (Tietz) have it, rounded.
static TESTS: &[LabTest] = &[
    // Blood count
    test(
        "718-7",
        ("Haemoglobin", &["hb", "hgb", "hemoglobin"]),
        "Hemoglobin [Mass/volume] in Blood",
        &[unit(G_PER_DL, 1.0, 30.0)],
        by_sex(span(13.0, 17.0), span(12.0, 15.0)),
    ),
    test(
        "6690-2",
        (
            "White cell count",
            &["wbc", "tlc", "total leucocyte count", "leukocytes"],
        ),
        "Leukocytes [#/volume] in Blood by Automated count",
        &[
            unit(THOUSAND_PER_UL, 0.0, 1000.0),
            unit(PER_UL, 10.0, 1_000_000.0),
        ],
        Usual::Everyone(span(4.0, 10.0)),
    ),
    test(
        "777-3",
        ("Platelets", &["plt", "platelet count"]),
        "Platelets [#/volume] in Blood by Automated count",
        &[
            unit(THOUSAND_PER_UL, 0.0, 5000.0),
            unit(LAKH_PER_UL, 0.0, 50.0),
            unit(PER_UL, 100.0, 5_000_000.0),
        ],
        Usual::Everyone(span(150.0, 410.0)),
    ),
    test(
        "4544-3",
        ("Haematocrit", &["pcv", "hct", "packed cell volume"]),
        "Hematocrit [Volume Fraction] of Blood by Automated count",
        &[unit(PERCENT, 3.0, 80.0)],
        by_sex(span(40.0, 50.0), span(36.0, 46.0)),
    ),
    test(
        "787-2",
        ("Mean cell volume", &["mcv"]),
        "MCV [Entitic volume] by Automated count",
        &[unit("fL", 30.0, 200.0)],
        Usual::Everyone(span(83.0, 101.0)),
    ),
    test(
        "4537-7",
        ("ESR", &["sedimentation rate"]),
        "Erythrocyte sedimentation rate by Westergren method",
        &[unit(MM_PER_HOUR, 0.0, 200.0)],
        by_sex(up_to(15.0), up_to(20.0)),
    ),
    // Sugar
    test(
        "1558-6",
        ("Fasting glucose", &["fbs", "fpg", "fasting blood sugar"]),
        "Fasting glucose [Mass/volume] in Serum or Plasma",
        GLUCOSE,
        Usual::Everyone(span(70.0, 99.0)),
    ),
    test(
        "1521-4",
        (
            "Glucose 2 h after a meal",
            &["ppbs", "post-prandial blood sugar", "pp glucose"],
        ),
        "Glucose [Mass/volume] in Serum or Plasma --2 hours post meal",
        GLUCOSE,
        Usual::Everyone(span(70.0, 139.0)),
    ),
    test(
        "2345-7",
        ("Random glucose", &["rbs", "random blood sugar"]),
        "Glucose [Mass/volume] in Serum or Plasma",
        GLUCOSE,
        Usual::Everyone(span(70.0, 139.0)),
    ),
    test(
        "4548-4",
        ("HbA1c", &["glycated haemoglobin", "a1c"]),
        "Hemoglobin A1c/Hemoglobin.total in Blood",
        &[unit(PERCENT, 2.0, 25.0)],
        Usual::Everyone(span(4.0, 5.6)),
    ),
    // Kidneys
    test(
        "2160-0",
        ("Creatinine", &["serum creatinine"]),
        "Creatinine [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 0.05, 50.0)],
        by_sex(span(0.7, 1.3), span(0.6, 1.1)),
    ),
    test(
        "3091-6",
        ("Urea", &["blood urea"]),
        "Urea [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 1.0, 800.0)],
        Usual::Everyone(span(15.0, 43.0)),
    ),
    test(
        "3094-0",
        ("Urea nitrogen", &["bun"]),
        "Urea nitrogen [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 0.5, 400.0)],
        Usual::Everyone(span(7.0, 20.0)),
    ),
    test(
        "3084-1",
        ("Uric acid", &["urate"]),
        "Urate [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 0.1, 60.0)],
        by_sex(span(3.5, 7.2), span(2.6, 6.0)),
    ),
    test(
        "9318-7",
        ("Urine albumin/creatinine", &["acr", "uacr", "microalbumin"]),
        "Albumin/Creatinine [Mass Ratio] in Urine",
        &[unit(MG_PER_G, 0.0, 50_000.0)],
        Usual::Everyone(up_to(29.0)),
    ),
    test(
        "20454-5",
        ("Urine protein", &["protein in urine", "albumin in urine"]),
        "Protein [Presence] in Urine by Test strip",
        &[],
        Usual::Unknown,
    ),
    // Salts
    test(
        "2951-2",
        ("Sodium", &["na", "na+"]),
        "Sodium [Moles/volume] in Serum or Plasma",
        SALT,
        Usual::Everyone(span(135.0, 145.0)),
    ),
    test(
        "2823-3",
        ("Potassium", &["k", "k+"]),
        "Potassium [Moles/volume] in Serum or Plasma",
        &[unit(MMOL_PER_L, 0.5, 15.0), unit(MEQ_PER_L, 0.5, 15.0)],
        Usual::Everyone(span(3.5, 5.1)),
    ),
    test(
        "2075-0",
        ("Chloride", &["cl"]),
        "Chloride [Moles/volume] in Serum or Plasma",
        SALT,
        Usual::Everyone(span(98.0, 107.0)),
    ),
    test(
        "17861-6",
        ("Calcium", &["serum calcium"]),
        "Calcium [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 1.0, 30.0)],
        Usual::Everyone(span(8.6, 10.2)),
    ),
    test(
        "2777-1",
        ("Phosphate", &["phosphorus"]),
        "Phosphate [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 0.1, 40.0)],
        Usual::Everyone(span(2.5, 4.5)),
    ),
    // Liver
    test(
        "1975-2",
        ("Bilirubin, total", &["total bilirubin", "bilirubin"]),
        "Bilirubin.total [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 0.0, 100.0)],
        Usual::Everyone(span(0.2, 1.2)),
    ),
    test(
        "1968-7",
        (
            "Bilirubin, direct",
            &["direct bilirubin", "conjugated bilirubin"],
        ),
        "Bilirubin.direct [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_DL, 0.0, 100.0)],
        Usual::Everyone(up_to(0.3)),
    ),
    test(
        "1742-6",
        ("ALT (SGPT)", &["alt", "sgpt", "alanine aminotransferase"]),
        "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
        ENZYME,
        by_sex(up_to(41.0), up_to(33.0)),
    ),
    test(
        "1920-8",
        ("AST (SGOT)", &["ast", "sgot", "aspartate aminotransferase"]),
        "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
        ENZYME,
        by_sex(up_to(40.0), up_to(32.0)),
    ),
    test(
        "6768-6",
        ("Alkaline phosphatase", &["alp", "alk phos"]),
        "Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma",
        ENZYME,
        by_sex(span(40.0, 129.0), span(35.0, 104.0)),
    ),
    test(
        "2324-2",
        ("Gamma GT", &["ggt", "ggtp"]),
        "Gamma glutamyl transferase [Enzymatic activity/volume] in Serum or Plasma",
        ENZYME,
        by_sex(up_to(60.0), up_to(40.0)),
    ),
    test(
        "2885-2",
        ("Total protein", &["protein"]),
        "Protein [Mass/volume] in Serum or Plasma",
        &[unit(G_PER_DL, 0.5, 20.0)],
        Usual::Everyone(span(6.0, 8.3)),
    ),
    test(
        "1751-7",
        ("Albumin", &["serum albumin"]),
        "Albumin [Mass/volume] in Serum or Plasma",
        &[unit(G_PER_DL, 0.2, 10.0)],
        Usual::Everyone(span(3.5, 5.2)),
    ),
    // Fats
    test(
        "2093-3",
        ("Cholesterol, total", &["total cholesterol", "cholesterol"]),
        "Cholesterol [Mass/volume] in Serum or Plasma",
        LIPID,
        Usual::Everyone(up_to(199.0)),
    ),
    test(
        "2089-1",
        ("LDL cholesterol", &["ldl"]),
        "Cholesterol in LDL [Mass/volume] in Serum or Plasma",
        LIPID,
        Usual::Everyone(up_to(99.0)),
    ),
    test(
        "2085-9",
        ("HDL cholesterol", &["hdl"]),
        "Cholesterol in HDL [Mass/volume] in Serum or Plasma",
        LIPID,
        by_sex(from(40.0), from(50.0)),
    ),
    test(
        "2571-8",
        ("Triglycerides", &["tg", "triglyceride"]),
        "Triglyceride [Mass/volume] in Serum or Plasma",
        LIPID,
        Usual::Everyone(up_to(149.0)),
    ),
    // Thyroid
    test(
        "3016-3",
        ("TSH", &["thyrotropin", "thyroid stimulating hormone"]),
        "Thyrotropin [Units/volume] in Serum or Plasma",
        &[
            unit(IU_PER_ML_MICRO, 0.0, 1000.0),
            unit(MIU_PER_L, 0.0, 1000.0),
        ],
        Usual::Everyone(span(0.4, 4.5)),
    ),
    test(
        "3053-6",
        ("T3, total", &["t3", "triiodothyronine"]),
        "Triiodothyronine (T3) [Mass/volume] in Serum or Plasma",
        &[unit(NG_PER_DL, 5.0, 2000.0), unit(NG_PER_ML, 0.05, 20.0)],
        Usual::Everyone(span(80.0, 200.0)),
    ),
    test(
        "3026-2",
        ("T4, total", &["t4", "thyroxine"]),
        "Thyroxine (T4) [Mass/volume] in Serum or Plasma",
        &[unit(UG_PER_DL, 0.1, 60.0)],
        Usual::Everyone(span(5.0, 12.0)),
    ),
    test(
        "3024-7",
        ("T4, free", &["free t4", "ft4"]),
        "Thyroxine (T4) free [Mass/volume] in Serum or Plasma",
        &[unit(NG_PER_DL, 0.05, 20.0)],
        Usual::Everyone(span(0.8, 1.8)),
    ),
    // Vitamins and iron
    test(
        "62292-8",
        (
            "Vitamin D (25-OH)",
            &["25-oh vitamin d", "25-hydroxyvitamin d", "vit d"],
        ),
        "25-hydroxyvitamin D3+25-hydroxyvitamin D2 [Mass/volume] in Serum or Plasma",
        &[unit(NG_PER_ML, 0.5, 500.0)],
        Usual::Everyone(span(30.0, 100.0)),
    ),
    test(
        "2132-9",
        ("Vitamin B12", &["b12", "cobalamin", "vit b12"]),
        "Cobalamin (Vitamin B12) [Mass/volume] in Serum or Plasma",
        &[unit(PG_PER_ML, 10.0, 20_000.0)],
        Usual::Everyone(span(200.0, 900.0)),
    ),
    test(
        "2276-4",
        ("Ferritin", &["serum ferritin"]),
        "Ferritin [Mass/volume] in Serum or Plasma",
        &[unit(NG_PER_ML, 0.1, 100_000.0)],
        by_sex(span(30.0, 400.0), span(13.0, 150.0)),
    ),
    test(
        "2498-4",
        ("Iron", &["serum iron"]),
        "Iron [Mass/volume] in Serum or Plasma",
        &[unit(UG_PER_DL, 1.0, 5000.0)],
        by_sex(span(65.0, 175.0), span(50.0, 170.0)),
    ),
    // Inflammation, clotting, prostate
    test(
        "1988-5",
        ("CRP", &["c-reactive protein"]),
        "C reactive protein [Mass/volume] in Serum or Plasma",
        &[unit(MG_PER_L, 0.0, 1000.0)],
        Usual::Everyone(up_to(5.0)),
    ),
    test(
        "6301-6",
        ("INR", &["prothrombin time inr", "pt inr"]),
        "INR in Platelet poor plasma by Coagulation assay",
        &[unit("{INR}", 0.5, 30.0)],
        Usual::Everyone(span(0.8, 1.2)),
    ),
    test(
        "2857-1",
        ("PSA", &["prostate specific antigen"]),
        "Prostate specific Ag [Mass/volume] in Serum or Plasma",
        &[unit(NG_PER_ML, 0.0, 20_000.0)],
        Usual::Men(up_to(4.0)),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The digit after the hyphen, by the rule of Luhn (LOINC Users' Guide, appendix).
    fn check_digit(digits: &str) -> u32 {
        let sum: u32 = digits
            .chars()
            .rev()
            .enumerate()
            .map(|(i, c)| {
                let digit = c.to_digit(10).unwrap() * if i % 2 == 0 { 2 } else { 1 };
                digit / 10 + digit % 10
            })
            .sum();
        (10 - sum % 10) % 10
    }

    #[test]
    fn codes_are_whole_and_not_given_twice() {
        for (i, test) in LabTest::all().iter().enumerate() {
            let (digits, check) = test.loinc.split_once('-').unwrap();
            assert_eq!(check, check_digit(digits).to_string(), "{}", test.label);
            for other in &LabTest::all()[i + 1..] {
                assert_ne!(other.loinc, test.loinc);
                assert_ne!(other.label, test.label);
                assert!(test.also.iter().all(|name| !other.also.contains(name)));
            }
        }
    }

    #[test]
    fn what_is_usual_is_possible() {
        for test in LabTest::all() {
            for gender in ["male", "female"] {
                let Some(usual) = test.usual.of(Some(gender)) else {
                    continue;
                };
                let unit = &test.units[0];
                for end in [usual.low, usual.high].into_iter().flatten() {
                    assert!((unit.low..=unit.high).contains(&end), "{}", test.label);
                }
                if let (Some(low), Some(high)) = (usual.low, usual.high) {
                    assert!(low < high, "{}", test.label);
                }
            }
            assert!(test.also.iter().all(|name| *name == name.to_lowercase()));
        }
    }

    #[test]
    fn tests_are_found_by_the_names_people_use() {
        let found = |typed| {
            LabTest::beginning_with(typed)
                .map(|t| t.label)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("sgp"), ["ALT (SGPT)"]);
        assert_eq!(found(" HB"), ["Haemoglobin", "HbA1c"]);
        assert_eq!(
            found("chol"),
            ["Cholesterol, total", "LDL cholesterol", "HDL cholesterol"]
        );
        assert!(found("").is_empty());
        assert_eq!(LabTest::by_name("tsh").unwrap().loinc, "3016-3");
        assert_eq!(LabTest::by_name("serum rhubarb"), None);
    }
}
