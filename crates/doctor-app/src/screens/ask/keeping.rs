//! What of it goes into the patient's record, if the doctor wants: nothing does by itself.

use bridge::{Draft, DraftAspirate, DraftNote};
use leptos::prelude::*;
use ui::prelude::*;

use super::{about::class_words, form::Form, question::Answered, recorded::is_recorded};
use crate::{
    practice::Practice,
    screens::entry::{Adding, Bedside, focus},
};

/// The measurements, and the answer as a note, where the patient lets the doctor add.
#[component]
pub(super) fn Keeping(form: Form, answered: Answered, bedside: Bedside) -> impl IntoView {
    let practice = Practice::expect();
    let may_add = Memo::new(move |_| {
        let patient = practice.patient(&bedside.vault());
        patient.is_some_and(|patient| patient.may_add)
    });
    move || {
        let answered = answered.clone();
        may_add
            .get()
            .then(|| view! { <KeepForm form answered bedside /> })
    }
}

/// What to keep, and the button.
#[component]
fn KeepForm(form: Form, answered: Answered, bedside: Bedside) -> impl IntoView {
    let adding = Adding::new(bedside);
    let (values, note) = (RwSignal::new(false), RwSignal::new(false));
    let day = RwSignal::new(locale::today_fhir());
    let wrong = RwSignal::new(None::<String>);
    let texts = answered.texts.clone();
    let fresh = Memo::new(move |_| form.aspirate().is_some() && !is_recorded(bedside, &texts));
    let add = move || {
        let when = locale::when_fhir(&day.get_untracked());
        if values.get_untracked() && when.as_str() > locale::now_fhir().as_str() {
            wrong.set(Some(t!("entry-in-future")));
            focus("sampled");
            return;
        }
        let measured = values.get_untracked().then(|| {
            Draft::Aspirate(DraftAspirate {
                values: answered.texts.clone(),
                when,
            })
        });
        let said = note
            .get_untracked()
            .then(|| Draft::Note(note_of(form, &answered)));
        let drafts: Vec<Draft> = measured.into_iter().chain(said).collect();
        if drafts.is_empty() {
            wrong.set(Some(t!("ask-keep-nothing")));
            return;
        }
        wrong.set(None);
        adding.add(drafts, |_| None);
    };
    view! {
        <Card heading=t!("ask-keep") id="ask-keep">
            <p class="muted">{t!("ask-keep-lead")}</p>
            <Show when=move || fresh.get()>
                <Toggle id="keep-values" label=t!("ask-keep-values") value=values />
                <Show when=move || values.get()>
                    <Field id="sampled" label=t!("entry-labs-when") value=day input=Input::Date />
                </Show>
            </Show>
            <Toggle id="keep-note" label=t!("ask-keep-note") hint=t!("ask-keep-note-what") value=note />
            <p class="entry-wrong" role="alert">
                {move || wrong.get()}
            </p>
            <TroubleNote of=adding.trouble() />
            <div class="actions">
                <Button icon=Glyph::Plus kind=Kind::Add id="keep" busy=adding.busy() on_press=add>
                    {t!("ask-keep-add")}
                </Button>
            </div>
        </Card>
    }
}

/// The answer as a note: what was asked, what came out, and what that is worth.
fn note_of(form: Form, answered: &Answered) -> DraftNote {
    let model = form.classifier();
    let said = t!(
        "ask-note-says",
        title = model.title.as_str(),
        provider = model.provider.as_str(),
        class = class_words(&answered.verdict.class)
    );
    DraftNote {
        title: t!("ask-note-title"),
        objective: t!("ask-note-values", values = answered.texts.join("; ")),
        assessment: format!("{said}\n{}", t!("ask-means-aid")),
        when: locale::now_fhir(),
        ..DraftNote::default()
    }
}
