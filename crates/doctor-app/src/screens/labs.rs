//! Laboratory results to be entered.

use bridge::{Draft, DraftLab};
use leptos::{ev, prelude::*};
use ui::prelude::*;

use super::entry::{Adding, Bedside, EntryScreen, focus};

mod lines;
mod result;

use lines::Lines;
use result::{ResultFields, TestResult};

/// Laboratory results to be entered.
#[component]
pub(crate) fn LabsPage() -> impl IntoView {
    let bedside = Bedside::here();
    view! {
        <EntryScreen name="labs" title=t!("entry-labs") bedside>
            <LabsForm bedside />
        </EntryScreen>
    }
}

/// One result after the other, and all of them added in one go.
#[component]
fn LabsForm(bedside: Bedside) -> impl IntoView {
    let adding = Adding::new(bedside);
    let result = TestResult::new(bedside);
    let lines = RwSignal::new(Vec::<DraftLab>::new());
    let when = RwSignal::new(locale::today_fhir());
    let wrong = RwSignal::new(None::<String>);
    // Puts the result that is being entered on the list; false if something is wrong with it.
    let take = move || {
        if let Err(id) = result.check() {
            wrong.set(Some(t!("entry-look-again")));
            focus(id);
            return false;
        }
        wrong.set(None);
        lines.update(|lines| lines.push(result.draft()));
        result.clear();
        true
    };
    let next = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if take() {
            focus("test");
        }
    };
    let send = move || {
        if !result.is_empty() && !take() {
            return;
        }
        let when = locale::when_fhir(&when.get_untracked());
        if lines.with_untracked(Vec::is_empty) {
            wrong.set(Some(t!("entry-labs-none")));
            focus("test");
            return;
        }
        if when.as_str() > locale::now_fhir().as_str() {
            wrong.set(Some(t!("entry-in-future")));
            focus("when");
            return;
        }
        let drafts = lines.get_untracked().into_iter().map(|draft| {
            Draft::Lab(DraftLab {
                when: when.clone(),
                ..draft
            })
        });
        adding.add(drafts.collect(), |_| None);
    };
    view! {
        <Lines lines result />
        <form class="form" novalidate on:submit=next>
            <Card heading=t!("entry-labs-result")>
                <ResultFields result />
                <div class="actions">
                    <Button kind=Kind::Add icon=Glyph::Plus id="next-result" submit=true>
                        {t!("entry-labs-next")}
                    </Button>
                </div>
            </Card>
            <Card>
                <Field id="when" label=t!("entry-labs-when") value=when input=Input::Date />
            </Card>
            <p class="entry-wrong" role="alert">
                {move || wrong.get()}
            </p>
            <TroubleNote of=adding.trouble() />
            <div class="actions">
                <Button kind=Kind::Primary icon=Glyph::Check id="add" busy=adding.busy() on_press=send>
                    {t!("entry-add-labs")}
                </Button>
            </div>
        </form>
    }
}
