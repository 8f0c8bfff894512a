//! What a set's sealed index holds: everything of the set that the server is not to know.

use knn::{
    Bounds, Model, Rule, Scaling, Shape,
    outsourced::{Index, Seed},
};
use wire::{
    SUITE,
    api::sealed_sets::INDEX_LIMIT,
    cbor_struct,
    classifier::{Feature, Weights},
    codec::{self, Bytes},
    id::Hash,
    real::Real,
};

cbor_struct! {
    /// Names, bounds and rule, which sample is where, and which blocks are the owner's.
    #[derive(Clone)]
    pub(super) struct Sheet {
        pub(super) suite: u16,
        pub(super) title: String,
        pub(super) features: Vec<Feature>,
        pub(super) bits: u8,
        pub(super) neighbours: u8,
        pub(super) weights: Weights,
        pub(super) classes: Vec<String>,
        /// Every block, by number, from zero without gaps.
        pub(super) blocks: Vec<Sealing>,
        /// As `knn` writes it.
        pub(super) index: Bytes,
    }
}

cbor_struct! {
    /// A block as it was sealed last: the server can neither give nor compute with another.
    #[derive(Clone, Copy)]
    pub(super) struct Sealing {
        /// The block's name.
        pub(super) hash: Hash,
        /// What answers are opened with.
        pub(super) seed: Hash,
    }
}

impl Sheet {
    /// The sheet of a model without any samples as yet.
    pub(super) fn of(model: &Model, index: &Index) -> Option<Self> {
        let (names, rule) = (model.names(), model.numbers().rule());
        let bounds = model.scaling().bounds().iter();
        let feature = |(name, bounds): (&String, &Bounds)| {
            Some(Feature {
                name: name.clone(),
                unit: String::new(),
                low: Real::new(bounds.least())?,
                high: Real::new(bounds.most())?,
            })
        };
        Some(Self {
            suite: SUITE,
            title: names.title.clone(),
            features: names
                .features
                .iter()
                .zip(bounds)
                .map(feature)
                .collect::<Option<_>>()?,
            bits: u8::try_from(model.numbers().shape().bits()).ok()?,
            neighbours: u8::try_from(rule.k()).ok()?,
            weights: match rule.weights() {
                knn::Weights::Uniform => Weights::Uniform,
                knn::Weights::Rank => Weights::Rank,
                _ => return None,
            },
            classes: names.classes.clone(),
            blocks: Vec::new(),
            index: Bytes(index.to_bytes()),
        })
    }

    /// Reads a sheet.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let sheet: Self = codec::parse(bytes, INDEX_LIMIT).ok()?;
        (sheet.suite == SUITE).then_some(sheet)
    }

    /// Which place holds which sample.
    pub(super) fn index(&self) -> Option<Index> {
        let index = Index::parse(&self.index).ok()?;
        let fits = index.shape() == self.shape()?
            && usize::from(index.classes()) == self.classes.len()
            && index.blocks() == self.blocks.len();
        fits.then_some(index)
    }

    /// What answers of the blocks, in order, are opened with.
    pub(super) fn seeds(&self) -> Vec<Seed> {
        self.blocks.iter().map(|block| block.seed.0).collect()
    }

    pub(super) fn rule(&self) -> Option<Rule> {
        let weights = match self.weights {
            Weights::Uniform => knn::Weights::Uniform,
            Weights::Rank => knn::Weights::Rank,
        };
        Rule::new(
            self.neighbours,
            weights,
            u8::try_from(self.classes.len()).ok()?,
        )
        .ok()
    }

    pub(super) fn scaling(&self) -> Option<Scaling> {
        let bounds = self.features.iter();
        let bounds = bounds.map(|feature| Bounds::new(feature.low.value(), feature.high.value()));
        Scaling::new(self.shape()?, bounds.collect::<Option<_>>()?).ok()
    }

    fn shape(&self) -> Option<Shape> {
        Shape::new(self.features.len(), u32::from(self.bits)).ok()
    }
}
