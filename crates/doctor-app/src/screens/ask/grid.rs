//! The fields: a table on a desk, grouped by feature on a phone.

use leptos::prelude::*;
use record::codes::{Nuclear, NuclearFeature, Statistic};
use ui::{prelude::*, wide};

use super::{
    form::{Cell, Form, Stands},
    row::row,
};

/// All fields of a form.
#[component]
pub(super) fn Grid(form: Form) -> impl IntoView {
    let wide = wide();
    move || match (form.aspirate(), wide.get()) {
        (Some(cells), true) => view! { <Table form cells /> }.into_any(),
        (Some(cells), false) => view! { <Groups form cells /> }.into_any(),
        (None, _) => view! { <Plain form /> }.into_any(),
    }
}

/// The fields in the table that measurements are read in, too.
#[component]
fn Table(form: Form, cells: Vec<Cell>) -> impl IntoView {
    let cell = move |one: Nuclear| {
        let cell = cells.get(one.place()).copied();
        cell.map(|cell| view! { <Number form cell label=true /> })
    };
    view! { <AspirateTable caption=t!("ask-values") cell entering=true /> }
}

/// A group for each feature, its three fields side by side.
#[component]
fn Groups(form: Form, cells: Vec<Cell>) -> impl IntoView {
    let groups = NuclearFeature::ALL.map(|feature| {
        let fields = of(&cells, feature).map(|(statistic, cell)| {
            view! {
                <div class="ask-field">
                    <label for=cell.id()>{statistic_words(statistic)}</label>
                    <Number form cell />
                </div>
            }
        });
        view! {
            <fieldset class="ask-group">
                <legend>{nuclear_feature_words(feature)}</legend>
                <div class="ask-three">{fields.collect_view()}</div>
            </fieldset>
        }
    });
    groups.collect_view()
}

/// A classifier of something else: its measurements as it calls them.
#[component]
fn Plain(form: Form) -> impl IntoView {
    let units: Vec<String> = form
        .classifier()
        .features
        .into_iter()
        .map(|feature| feature.unit)
        .collect();
    let fields = form.cells().into_iter().map(|cell| {
        let unit = units.get(cell.place).filter(|unit| !unit.is_empty());
        let label = match unit {
            Some(unit) => format!("{} ({unit})", form.name(cell)),
            None => form.name(cell),
        };
        view! {
            <div class="ask-field">
                <label for=cell.id()>{label}</label>
                <Number form cell />
            </div>
        }
    });
    view! { <div class="ask-plain">{fields.collect_view()}</div> }
}

/// The three fields of a feature.
fn of(cells: &[Cell], feature: NuclearFeature) -> impl Iterator<Item = (Statistic, Cell)> {
    Statistic::ALL.into_iter().filter_map(move |statistic| {
        let place = Nuclear { feature, statistic }.place();
        Some((statistic, *cells.get(place)?))
    })
}

/// A field for a number, what the classifier knows below it. A whole row put into it fills all of them.
#[component]
fn Number(
    form: Form,
    cell: Cell,
    /// Whether no label stands beside it, and it needs one of its own.
    #[prop(optional)]
    label: bool,
) -> impl IntoView {
    let state = move || match cell.stands() {
        Stands::Fine => "fine",
        Stands::Below | Stands::Above => "outside",
        Stands::Wrong => "wrong",
    };
    let typed = move |event| {
        let text = event_target_value(&event);
        // What comes at once was pasted; who types a row is not interrupted at its last number.
        let pasted = text.len() > cell.text.read_untracked().len() + PASTED;
        match row(&text, form.cells().len()).filter(|_| pasted) {
            Some(texts) => form.fill(&texts),
            None => cell.text.set(text),
        }
    };
    let note = format!("{}-note", cell.id());
    view! {
        <div class="ask-cell" data-state=state>
            <input
                id=cell.id()
                name=cell.id()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-label=label.then(|| form.name(cell))
                aria-invalid=move || (cell.stands() == Stands::Wrong).then_some("true")
                aria-describedby=note.clone()
                prop:value=move || cell.text.get()
                on:input=typed
                on:blur=move |_| cell.left.set(!cell.text.read_untracked().trim().is_empty())
            />
            <p class="ask-note" id=note>
                {move || cell.note()}
            </p>
        </div>
    }
}

/// More letters at once than anybody types.
const PASTED: usize = 8;
