//! What of the timeline is shown.

use bridge::{Entry, Role, Visibility};
use leptos::prelude::*;
use ui::prelude::*;

use crate::words::{Words, fold};

/// What somebody looks for in the timeline.
#[derive(Clone, Copy)]
pub(super) struct Filter {
    /// Words.
    pub(super) query: RwSignal<String>,
    /// A kind of record.
    pub(super) topic: RwSignal<Option<Topic>>,
    /// Who can see it.
    pub(super) sees: RwSignal<Option<Visibility>>,
    /// By whom; an empty name is oneself.
    pub(super) author: RwSignal<Option<String>>,
}

/// A record with its words, made ready to be searched.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Searchable {
    /// The record.
    pub(super) entry: Entry,
    topic: Topic,
    words: String,
}

impl Searchable {
    /// Makes a record ready.
    pub(super) fn new(entry: Entry) -> Self {
        let topic = Topic::of(&entry.fact);
        let title = fact_title(&entry.fact);
        let detail = fact_detail(&entry.fact).unwrap_or_default();
        let words = fold(&format!(
            "{title} {detail} {} {}",
            entry.author,
            topic.words()
        ));
        Self {
            entry,
            topic,
            words,
        }
    }
}

impl Filter {
    /// One that lets everything through.
    pub(super) fn new() -> Self {
        Self {
            query: RwSignal::default(),
            topic: RwSignal::new(None),
            sees: RwSignal::new(None),
            author: RwSignal::new(None),
        }
    }

    /// The test as it stands; reactive.
    pub(super) fn test(self) -> impl Fn(&Searchable) -> bool {
        let words = Words::of(&self.query.read());
        let (topic, sees, author) = (self.topic.get(), self.sees.get(), self.author.get());
        move |record| {
            let entry = &record.entry;
            topic.is_none_or(|topic| record.topic == topic)
                && sees.is_none_or(|sees| entry.visibility == sees)
                && author
                    .as_ref()
                    .is_none_or(|author| match author.is_empty() {
                        true => entry.by_me,
                        false => entry.author == *author && !entry.by_me,
                    })
                && (words.is_empty() || words.are_in(&record.words))
        }
    }

    /// How many chips are set; reactive.
    pub(super) fn count(self) -> usize {
        usize::from(self.topic.read().is_some())
            + usize::from(self.sees.read().is_some())
            + usize::from(self.author.read().is_some())
    }

    /// Lets everything through again.
    pub(super) fn clear(self) {
        self.query.set(String::new());
        self.topic.set(None);
        self.sees.set(None);
        self.author.set(None);
    }
}

/// The chips: kind, who can see it, by whom. Only what there is can be chosen.
#[component]
pub(super) fn Chips(filter: Filter, all: Memo<Vec<Searchable>>) -> impl IntoView {
    let every = || t!("records-every");
    let topics = Topic::ALL.into_iter();
    let topics = topics.filter(|topic| {
        all.read_untracked()
            .iter()
            .any(|record| record.topic == *topic)
    });
    let topics = topics.map(|topic| Pick::new(Some(topic), topic.words()));
    let topics = [Pick::new(None, every())]
        .into_iter()
        .chain(topics)
        .collect();
    let sees = [
        Visibility::Inbox,
        Visibility::Shared,
        Visibility::Private,
        Visibility::Waiting,
    ];
    let there = |sees: &Visibility| {
        all.read_untracked()
            .iter()
            .any(|record| record.entry.visibility == *sees)
    };
    let sees = sees.into_iter().filter(there);
    let sees = sees.map(|sees| Pick::new(Some(sees), visibility_words(sees, Role::Patient)));
    let sees = [Pick::new(None, every())].into_iter().chain(sees).collect();
    let authors = authors(&all.read_untracked());
    view! {
        <div class="filters">
            <p class="small muted">{t!("records-kind")}</p>
            <Segments label=t!("records-kind") picks=topics value=filter.topic />
            <p class="small muted">{t!("records-sees")}</p>
            <Segments label=t!("records-sees") picks=sees value=filter.sees />
            <p class="small muted">{t!("records-by")}</p>
            <Segments label=t!("records-by") picks=authors value=filter.author />
        </div>
    }
}

/// Who wrote the records: oneself first, then by how many.
fn authors(all: &[Searchable]) -> Vec<Pick<Option<String>>> {
    let mut counts = Vec::<(String, usize)>::new();
    for record in all.iter().filter(|record| !record.entry.by_me) {
        match counts
            .iter_mut()
            .find(|(name, _)| *name == record.entry.author)
        {
            Some((_, count)) => *count += 1,
            None => counts.push((record.entry.author.clone(), 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut picks = vec![Pick::new(None, t!("records-every"))];
    if all.iter().any(|record| record.entry.by_me) {
        picks.push(Pick::new(Some(String::new()), t!("records-by-you")));
    }
    let others = counts.into_iter().filter(|(name, _)| !name.is_empty());
    picks.extend(others.map(|(name, _)| Pick::new(Some(name.clone()), name)));
    picks
}
