//! What is measured of the cell nuclei in a digitised fine-needle aspirate of a breast mass.
//!
//! Ten features of the nuclei, each as its mean over the nuclei seen, the standard error of that mean, and the worst value (the
//! mean of the three largest): W. N. Street, W. H. Wolberg, O. L. Mangasarian, *Nuclear feature extraction for breast tumor
//! diagnosis*, SPIE 1905 (1993), and the data set *Breast Cancer Wisconsin (Diagnostic)*, 1995,
//! <https://doi.org/10.24432/C5DW2B>, whose order of columns is kept here. LOINC has no codes for them; they have no unit
//! but the pixels of the picture they were taken from.

/// The code system of this module's codes.
pub const ASPIRATE: &str = "urn:sehat:codes:aspirate";

/// All thirty measurements together, as one observation.
pub const ASPIRATE_PANEL: &str = "breast-mass-nuclei";

/// What that observation is called.
pub const ASPIRATE_TITLE: &str = "Breast mass, cell nuclei of an aspirate";

/// One of the thirty measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nuclear {
    /// Which feature of the nuclei.
    pub feature: NuclearFeature,
    /// Over the nuclei seen.
    pub statistic: Statistic,
}

/// A feature of cell nuclei.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NuclearFeature {
    /// Mean distance from the centre to the outline.
    Radius,
    /// Standard deviation of the grey values.
    Texture,
    /// Length of the outline.
    Perimeter,
    /// Pixels within.
    Area,
    /// How much the radius varies from point to point.
    Smoothness,
    /// Perimeter² / area − 1.
    Compactness,
    /// How deep the concave parts of the outline are.
    Concavity,
    /// How many concave parts there are.
    ConcavePoints,
    /// How unlike the two halves are.
    Symmetry,
    /// "Coastline approximation" − 1.
    FractalDimension,
}

/// What is said of a feature over all nuclei seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The mean.
    Mean,
    /// The standard error of the mean.
    Error,
    /// The mean of the three largest.
    Worst,
}

impl NuclearFeature {
    /// In the order of the data set.
    pub const ALL: [Self; 10] = [
        Self::Radius,
        Self::Texture,
        Self::Perimeter,
        Self::Area,
        Self::Smoothness,
        Self::Compactness,
        Self::Concavity,
        Self::ConcavePoints,
        Self::Symmetry,
        Self::FractalDimension,
    ];

    /// Its part of a code: `concave-points`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Radius => "radius",
            Self::Texture => "texture",
            Self::Perimeter => "perimeter",
            Self::Area => "area",
            Self::Smoothness => "smoothness",
            Self::Compactness => "compactness",
            Self::Concavity => "concavity",
            Self::ConcavePoints => "concave-points",
            Self::Symmetry => "symmetry",
            Self::FractalDimension => "fractal-dimension",
        }
    }

    /// The largest value that is taken: some three times what was ever seen, so that a forgotten point is noticed.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Radius => 100,
            Self::Texture => 150,
            Self::Perimeter => 750,
            Self::Area => 12_500,
            Self::Smoothness | Self::ConcavePoints | Self::FractalDimension => 1,
            Self::Compactness | Self::Concavity => 4,
            Self::Symmetry => 2,
        }
    }
}

impl Statistic {
    /// In the order of the data set.
    pub const ALL: [Self; 3] = [Self::Mean, Self::Error, Self::Worst];
}

impl Nuclear {
    /// How many measurements there are.
    pub const COUNT: usize = 30;

    /// All thirty in the order of the data set: ten means, ten errors, ten worst values.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..Self::COUNT).map(|at| Self {
            feature: NuclearFeature::ALL[at % 10],
            statistic: Statistic::ALL[at / 10],
        })
    }

    /// Its place among the thirty, from zero.
    #[must_use]
    pub const fn place(self) -> usize {
        self.statistic as usize * 10 + self.feature as usize
    }

    /// Its code: `mean-radius`, `radius-error`, `worst-concave-points`.
    #[must_use]
    pub fn code(self) -> String {
        let feature = self.feature.name();
        match self.statistic {
            Statistic::Mean => format!("mean-{feature}"),
            Statistic::Error => format!("{feature}-error"),
            Statistic::Worst => format!("worst-{feature}"),
        }
    }

    /// Its name for people, in English: `mean radius`.
    #[must_use]
    pub fn label(self) -> String {
        self.code().replace('-', " ")
    }

    /// The measurement that a name is of, however its words are joined: `worst_concave_points`, `Mean radius`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let words = name.trim().to_ascii_lowercase().replace([' ', '_'], "-");
        Self::all().find(|one| one.code() == words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measurement_has_a_code_and_a_place_of_its_own() {
        let codes: Vec<String> = Nuclear::all().map(Nuclear::code).collect();
        assert_eq!(codes.len(), Nuclear::COUNT);
        for (place, one) in Nuclear::all().enumerate() {
            assert_eq!(one.place(), place);
            assert_eq!(Nuclear::by_name(&one.code()), Some(one));
            assert!(!codes[place + 1..].contains(&one.code()));
        }
    }

    #[test]
    fn a_measurement_is_known_by_the_column_of_the_data_set() {
        for (name, place) in [
            ("mean_radius", 0),
            ("fractal_dimension_error", 19),
            ("Worst concave points", 27),
        ] {
            assert_eq!(Nuclear::by_name(name).map(Nuclear::place), Some(place));
        }
        assert_eq!(Nuclear::by_name("radius"), None);
    }
}
