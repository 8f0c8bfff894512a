//! "Ask the model": measurements, and what somebody else's classifier says of them, who does not get to see them.

use bridge::{Answer, Cause, Classifier, Request, Trouble};
use leptos::prelude::*;
use ui::prelude::*;

use super::entry::{Bedside, EntryScreen};

mod about;
mod form;
mod grid;
mod keeping;
mod question;
mod recorded;
mod row;
mod verdict;

use about::About;
use form::Form;
use question::QuestionForm;

/// For the patient that the address names.
#[component]
pub(crate) fn AskPage() -> impl IntoView {
    let bedside = Bedside::here();
    view! {
        <EntryScreen name="ask" title=t!("ask-title") bedside>
            <Models bedside=Some(bedside) />
        </EntryScreen>
    }
}

/// For nobody in particular: nothing is taken from a record, and nothing is added to one.
#[component]
pub(crate) fn AskAlone() -> impl IntoView {
    let lead = Signal::derive(|| Some(t!("ask-lead")));
    view! {
        <Screen name="ask" title=t!("ask-title") lead back="/doctor/more">
            <Models bedside=None />
        </Screen>
    }
}

/// The published classifiers, and the form of the one that is chosen.
#[component]
fn Models(bedside: Option<Bedside>) -> impl IntoView {
    let engine = Engine::expect();
    let models = engine.load(
        || Request::Classifiers,
        |answer| match answer {
            Answer::Classifiers(all) => Some(all),
            _ => None,
        },
    );
    move || match models.reply().get() {
        None => view! {
            <Card>
                <Skeleton lines=5 />
            </Card>
        }
        .into_any(),
        Some(Err(trouble)) => {
            view! { <NoAnswer trouble on_again=move || models.again() /> }.into_any()
        }
        Some(Ok(all)) if all.is_empty() => view! {
            <Card id="no-models">
                <Empty icon=Glyph::Microscope title=t!("ask-none")>
                    <p>{t!("ask-none-why")}</p>
                    <Button icon=Glyph::RefreshCw on_press=move || models.again()>
                        {t!("app-again")}
                    </Button>
                </Empty>
            </Card>
        }
        .into_any(),
        Some(Ok(all)) => view! { <Chosen all bedside /> }.into_any(),
    }
}

/// One of the classifiers: chosen where there are several.
#[component]
fn Chosen(all: Vec<Classifier>, bedside: Option<Bedside>) -> impl IntoView {
    let several = all.len() > 1;
    let picks: Vec<_> = all
        .iter()
        .map(|one| {
            Pick::new(
                one.id.clone(),
                t!(
                    "ask-pick",
                    title = one.title.as_str(),
                    provider = one.provider.as_str()
                ),
            )
        })
        .collect();
    let chosen = RwSignal::new(all.first().map(|one| one.id.clone()).unwrap_or_default());
    let all = StoredValue::new(all);
    let model = Memo::new(move |_| {
        let id = chosen.read();
        all.with_value(|all| all.iter().find(|one| one.id == *id).cloned())
    });
    view! {
        {several
            .then(|| {
                view! {
                    <Card>
                        <Select id="model" label=t!("ask-model") picks value=chosen />
                    </Card>
                }
            })}
        {move || {
            model
                .get()
                .map(|model| {
                    let form = Form::new(model.clone());
                    view! {
                        <About model />
                        <QuestionForm form bedside />
                    }
                })
        }}
    }
}

/// What went wrong. Without a network the words are not those of what is written and sent later.
#[component]
fn NoAnswer(
    trouble: Trouble,
    /// Tried again.
    #[prop(into)]
    on_again: Callback<()>,
) -> impl IntoView {
    match trouble.cause {
        Cause::Offline => view! {
            <Notice tone=Tone::Marigold icon=Glyph::CloudOff title=t!("ask-offline") id="ask-offline">
                <p>{t!("ask-offline-why")}</p>
                <Button icon=Glyph::RefreshCw on_press=on_again>
                    {t!("app-again")}
                </Button>
            </Notice>
        }
        .into_any(),
        _ => view! { <TroubleCard trouble on_again /> }.into_any(),
    }
}
