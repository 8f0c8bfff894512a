//! What is usual in healthy adults.

/// A range of usual values; an end that is absent is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// The lower end, itself usual.
    pub low: Option<f64>,
    /// The upper end, itself usual.
    pub high: Option<f64>,
}

/// What is usual in healthy adults, as textbooks and guidelines have it.
///
/// A laboratory's own range always wins over these: methods differ. They are no limits for treating
/// anybody, and they say nothing about children and pregnancy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Usual {
    /// Nothing in general.
    Unknown,
    /// The same for all.
    Everyone(Span),
    /// Apart for men and women.
    BySex {
        /// For men.
        men: Span,
        /// For women.
        women: Span,
    },
    /// Measured in men alone.
    Men(Span),
}

impl Usual {
    /// The range for a person of `gender` (`male`, `female`; FHIR's code). Where it depends on the sex
    /// and that is not known, nothing is guessed.
    #[must_use]
    pub fn of(self, gender: Option<&str>) -> Option<Span> {
        match (self, gender) {
            (Self::Everyone(span), _) => Some(span),
            (Self::BySex { men: span, .. } | Self::Men(span), Some("male"))
            | (Self::BySex { women: span, .. }, Some("female")) => Some(span),
            _ => None,
        }
    }
}

pub(super) const fn span(low: f64, high: f64) -> Span {
    Span {
        low: Some(low),
        high: Some(high),
    }
}

pub(super) const fn up_to(high: f64) -> Span {
    Span {
        low: None,
        high: Some(high),
    }
}

pub(super) const fn from(low: f64) -> Span {
    Span {
        low: Some(low),
        high: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_that_depends_on_the_sex_is_not_guessed() {
        let usual = Usual::BySex {
            men: span(13.0, 17.0),
            women: span(12.0, 15.0),
        };
        assert_eq!(usual.of(Some("male")), Some(span(13.0, 17.0)));
        assert_eq!(usual.of(Some("female")), Some(span(12.0, 15.0)));
        assert_eq!(usual.of(Some("other")), None);
        assert_eq!(usual.of(None), None);
        assert_eq!(Usual::Men(up_to(4.0)).of(Some("female")), None);
        assert_eq!(Usual::Everyone(from(1.0)).of(None), Some(from(1.0)));
        assert_eq!(Usual::Unknown.of(None), None);
    }
}
