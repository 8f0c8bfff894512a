//! What the pages of one kind of record have in common.

use std::sync::Arc;

use bridge::Entry;
use leptos::prelude::*;
use ui::prelude::*;

use crate::own::{self, Own, record_href};

/// A group of a page: its heading, and the records in it.
pub(crate) struct Group {
    /// Its heading.
    pub(crate) title: String,
    /// Its records.
    pub(crate) entries: Vec<Entry>,
}

impl Group {
    /// A group.
    pub(crate) fn new(title: String, entries: Vec<Entry>) -> Self {
        Self { title, entries }
    }
}

/// A page of one topic: its records in groups, a way to add one, and what it says when there is none.
#[component]
pub(crate) fn TopicPage(
    /// For `data-screen`.
    name: &'static str,
    /// The topic.
    topic: Topic,
    /// Where one is added, and the words for it.
    #[prop(optional, into)]
    add: Option<(&'static str, String)>,
    /// What it says when there is nothing, and why.
    empty: (String, String),
    /// The groups, empty ones are left out.
    groups: fn(&Own) -> Vec<Group>,
) -> impl IntoView {
    let records = own::records();
    let empty = StoredValue::new(empty);
    let show = move |own: Arc<Own>| {
        let groups = groups(&own);
        let groups = groups.into_iter().filter(|group| !group.entries.is_empty());
        let lists = groups.map(|group| {
            view! { <EntryList title=group.title entries=group.entries /> }.into_any()
        });
        let lists: Vec<AnyView> = lists.collect();
        if lists.is_empty() {
            let (title, why) = empty.get_value();
            return view! {
                <Card>
                    <Empty icon=topic.glyph() title>
                        <p>{why}</p>
                    </Empty>
                </Card>
            }
            .into_any();
        }
        view! { <div class="stack">{lists}</div> }.into_any()
    };
    view! {
        <Screen name title=topic.words() back="/patient/records">
            {add
                .map(|(href, words)| {
                    view! {
                        <LinkButton id="add-one" kind=Kind::Add icon=Glyph::Plus wide=true href>
                            {words}
                        </LinkButton>
                    }
                })}
            <Loading of=records lines=6 children=show />
        </Screen>
    }
}

/// How many rows are made at a time.
pub(crate) const PAGE: usize = 50;

/// What tells one state of a record's row from another.
pub(crate) fn row_key(entry: &Entry) -> (String, u32, u8) {
    (entry.id.clone(), entry.version, entry.visibility as u8)
}

/// A card with a list of records, so many at a time.
#[component]
pub(crate) fn EntryList(
    /// Its heading.
    title: String,
    /// The records.
    entries: Vec<Entry>,
) -> impl IntoView {
    let count = entries.len();
    let room = RwSignal::new(PAGE);
    let entries = StoredValue::new(entries);
    let shown = move || entries.with_value(|all| all.iter().take(room.get()).cloned().collect());
    let shown = move || -> Vec<Entry> { shown() };
    let beside = move || view! { <span>{locale::grouped(&count.to_string())}</span> };
    let row = |entry: Entry| {
        let href = record_href(&entry.id);
        view! { <EntryRow entry href /> }
    };
    view! {
        <Card heading=title beside>
            <Rows>
                <For each=shown key=row_key children=row />
            </Rows>
            <Show when=move || { room.get() < count }>
                <Button kind=Kind::Quiet on_press=move || room.update(|room| *room += PAGE)>
                    {t!("records-more")}
                </Button>
            </Show>
        </Card>
    }
}
