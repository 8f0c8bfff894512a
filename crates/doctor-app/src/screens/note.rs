//! A note to be written.

use bridge::{Draft, DraftNote, Fact};
use leptos::{ev, prelude::*};
use record::codes;
use ui::prelude::*;

use super::entry::{Adding, Bedside, EntryScreen, focus};

mod unfinished;

use unfinished::Unfinished;

/// A note to be written.
#[component]
pub(crate) fn NotePage() -> impl IntoView {
    let bedside = Bedside::here();
    view! {
        <EntryScreen name="note" title=t!("entry-note") bedside>
            <NoteForm bedside />
        </EntryScreen>
    }
}

/// The four parts of a note.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    subjective: RwSignal<String>,
    objective: RwSignal<String>,
    assessment: RwSignal<String>,
    plan: RwSignal<String>,
}

impl Parts {
    fn new() -> Self {
        Self {
            subjective: RwSignal::default(),
            objective: RwSignal::default(),
            assessment: RwSignal::default(),
            plan: RwSignal::default(),
        }
    }

    /// What is written; reactive, and nothing once the screen is gone.
    fn draft(self) -> Option<DraftNote> {
        Some(DraftNote {
            subjective: self.subjective.try_get()?,
            objective: self.objective.try_get()?,
            assessment: self.assessment.try_get()?,
            plan: self.plan.try_get()?,
            ..DraftNote::default()
        })
    }

    fn fill(self, draft: DraftNote) {
        self.subjective.set(draft.subjective);
        self.objective.set(draft.objective);
        self.assessment.set(draft.assessment);
        self.plan.set(draft.plan);
    }
}

/// Whether nothing is written.
fn is_empty(draft: &DraftNote) -> bool {
    [
        &draft.subjective,
        &draft.objective,
        &draft.assessment,
        &draft.plan,
    ]
    .into_iter()
    .all(|part| part.trim().is_empty())
}

/// What the patient says, what is found, what it is, what is to be done.
#[component]
fn NoteForm(bedside: Bedside) -> impl IntoView {
    let parts = Parts::new();
    let unfinished = Unfinished::of(bedside, parts);
    let adding = Adding::new(bedside);
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(draft) = parts.draft().filter(|draft| !is_empty(draft)) else {
            wrong.set(Some(t!("entry-note-empty")));
            focus("subjective");
            return;
        };
        wrong.set(None);
        let draft = DraftNote {
            title: t!("entry-note-title"),
            when: locale::now_fhir(),
            ..draft
        };
        adding.add(vec![Draft::Note(draft)], move |_| {
            unfinished.over();
            None
        });
    };
    view! {
        <unfinished::Restored unfinished parts />
        <form class="form" novalidate on:submit=submit>
            <Card>
                <div class="form">
                    <TextArea id="subjective" label=t!("entry-subjective") value=parts.subjective rows=3 />
                    <TextArea id="objective" label=t!("entry-objective") value=parts.objective rows=3 />
                    <TextArea id="assessment" label=t!("entry-assessment") value=parts.assessment rows=2 />
                    <TextArea id="plan" label=t!("entry-plan") value=parts.plan rows=3 />
                </div>
                <unfinished::Kept unfinished />
            </Card>
            <LastPlan bedside plan=parts.plan />
            <p class="entry-wrong" role="alert">
                {move || wrong.get()}
            </p>
            <TroubleNote of=adding.trouble() />
            <div class="actions">
                <Button kind=Kind::Primary icon=Glyph::Plus id="add" submit=true busy=adding.busy()>
                    {t!("entry-add-note")}
                </Button>
                <unfinished::ThrowAway unfinished parts />
            </div>
        </form>
    }
}

/// What was planned the last time, to be looked at or taken over.
#[component]
fn LastPlan(bedside: Bedside, plan: RwSignal<String>) -> impl IntoView {
    let last = Memo::new(move |_| {
        bedside.find(|entries| {
            let mut entries = entries.iter().filter(|entry| !entry.mistaken);
            entries.find_map(|entry| {
                let Fact::Note { sections, .. } = &entry.fact else {
                    return None;
                };
                let of_plan = |loinc: &Option<String>| loinc.as_deref() == Some(codes::PLAN);
                let section = sections.iter().find(|section| of_plan(&section.loinc))?;
                let from = t!(
                    "entry-plan-from",
                    name = entry.author.as_str(),
                    when = locale::entry_short_when(entry)
                );
                Some((section.text.clone(), from))
            })
        })
    });
    let take = move |text: String| {
        plan.update(|plan| {
            if !plan.trim().is_empty() {
                plan.push('\n');
            }
            plan.push_str(&text);
        });
        focus("plan");
    };
    move || {
        last.get().map(|(text, from)| {
            let taken = text.clone();
            view! {
                <Card heading=t!("entry-last-plan") id="last-plan">
                    <p class="entry-text">{text}</p>
                    <p class="muted small">{from}</p>
                    <div class="actions">
                        <Button icon=Glyph::Copy id="take-plan" on_press=move || take(taken.clone())>
                            {t!("entry-take-plan")}
                        </Button>
                    </div>
                </Card>
            }
        })
    }
}
