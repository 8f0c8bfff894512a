//! The question: filled in by hand, by a row, or from the record; made ready meanwhile; asked.

use bridge::{Answer, Request, Verdict, Work};
use leptos::{ev, prelude::*};
use ui::prelude::*;

use super::{
    NoAnswer,
    form::{Form, Stands},
    grid::Grid,
    recorded::Recorded,
    row::row,
    verdict::VerdictCard,
};
use crate::screens::entry::{Bedside, focus};

/// What was answered, and to what.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answered {
    /// The answer.
    pub(super) verdict: Verdict,
    /// The values that were asked about, as they stood in the form.
    pub(super) texts: Vec<String>,
}

/// The form, the button, and the answer while the values are still those that were asked about.
#[component]
pub(super) fn QuestionForm(form: Form, bedside: Option<Bedside>) -> impl IntoView {
    let engine = Engine::expect();
    let asking = engine.asking();
    let wrong = RwSignal::new(None::<String>);
    let answered = RwSignal::new(None::<Answered>);
    let ready = Ready::with_values(engine, form);
    let ask = move || {
        form.cells().iter().for_each(|cell| cell.left.set(true));
        let Some(values) = form.values() else {
            wrong.set(Some(t!("ask-fill-all", count = form.cells().len())));
            if let Some(cell) = form.first_missing() {
                focus(cell.id());
            }
            return;
        };
        wrong.set(None);
        let texts = untrack(|| form.texts());
        let request = Request::AskClassifier {
            classifier: form.classifier().id,
            values,
        };
        asking.send(request, move |answer| {
            if let Answer::Verdict(verdict) = answer {
                // The screen may be gone by now.
                let _ = answered.try_set(Some(Answered { verdict, texts }));
                let _ = ready.is.try_set(false);
                focus("verdict");
            }
        });
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        ask();
    };
    let shown = Memo::new(move |_| {
        answered
            .get()
            .filter(|answered| answered.texts == form.texts())
    });
    let trouble = move || {
        asking
            .trouble()
            .get()
            .map(|trouble| view! { <NoAnswer trouble on_again=ask /> })
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <Card heading=t!("ask-values") id="ask-values">
                {bedside.map(|bedside| view! { <Recorded form bedside /> })}
                <Paste form />
                <Grid form />
                <Outside form />
            </Card>
            <ReadyLine ready />
            <p class="entry-wrong" role="alert">
                {move || wrong.get()}
            </p>
            <div role="alert">{trouble}</div>
            <div class="actions">
                <Button kind=Kind::Primary icon=Glyph::Send id="ask" submit=true busy=asking.busy()>
                    {t!("ask-ask")}
                </Button>
            </div>
        </form>
        <div class="stack" aria-live="polite">
            {move || shown.get().map(|answered| view! { <VerdictCard form answered bedside /> })}
        </div>
    }
}

/// What can be sent before the values are known is sent while they are typed.
#[derive(Clone, Copy)]
struct Ready {
    form: Form,
    asking: Asking,
    is: RwSignal<bool>,
}

impl Ready {
    /// Begins with the first value. An inquiry that is ready counts against the day's limit, and costs its provider work:
    /// who only looks at the screen has asked for neither.
    fn with_values(engine: Engine, form: Form) -> Self {
        let ready = Self {
            form,
            asking: engine.asking(),
            is: RwSignal::new(false),
        };
        Effect::new(move |begun: Option<bool>| {
            let begun = begun.unwrap_or_default();
            let begins = !begun && form.is_begun();
            if begins {
                ready.prepare();
            }
            begun || begins
        });
        ready
    }

    fn prepare(self) {
        let request = Request::PrepareQuestion {
            classifier: self.form.classifier().id,
        };
        self.asking.send(request, move |_| {
            let _ = self.is.try_set(true);
        });
    }
}

#[component]
fn ReadyLine(ready: Ready) -> impl IntoView {
    let progress = Engine::expect().progress(Work::Question);
    let busy = ready.asking.busy();
    let running = Signal::derive(move || busy.get().then(|| progress.get().unwrap_or((0, 1))));
    let makes_key = ready.form.classifier().makes_key;
    let label = Signal::derive(move || match makes_key && progress.read().is_none() {
        true => t!("ask-preparing-long"),
        false => t!("ask-preparing"),
    });
    let done = move || {
        ready.is.get().then(|| {
            view! {
                <p class="ask-ready">
                    <Icon glyph=Glyph::Done />
                    {t!("ask-ready")}
                </p>
            }
        })
    };
    let trouble = move || {
        let trouble = ready.asking.trouble().get()?;
        Some(view! { <NoAnswer trouble on_again=move || ready.prepare() /> })
    };
    view! {
        <div aria-live="polite">
            <Progress of=running label />
            {done}
            {trouble}
        </div>
    }
}

/// All values at once, out of a table or a program.
#[component]
fn Paste(form: Form) -> impl IntoView {
    let (text, open) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (wrong, filled) = (RwSignal::new(false), RwSignal::new(false));
    let count = form.cells().len();
    let fill = move || {
        let found = text.with_untracked(|text| row(text, count));
        filled.set(found.is_some());
        wrong.set(found.is_none());
        let Some(texts) = found else {
            focus("row");
            return;
        };
        form.fill(&texts);
        open.set(false);
        text.set(String::new());
        focus("ask");
    };
    let error = Signal::derive(move || wrong.get().then(|| t!("ask-paste-other", count = count)));
    let hint = Signal::derive(move || Some(t!("ask-paste-how")));
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            focus("row");
        }
    };
    let shown = move || {
        open.get().then(|| {
            view! {
                <div class="ask-row">
                    <TextArea id="row" label=t!("ask-row") value=text rows=3 hint error />
                    <Button icon=Glyph::Check id="fill-row" on_press=fill>
                        {t!("ask-fill")}
                    </Button>
                </div>
            }
        })
    };
    view! {
        <button
            type="button"
            class="button"
            id="paste-row"
            aria-expanded=move || open.get().to_string()
            on:click=toggle
        >
            <Icon glyph=Glyph::Copy />
            <span class="button-words">{t!("ask-paste", count = count)}</span>
        </button>
        {shown}
        <p class="for-ears" role="status">
            {move || filled.get().then(|| t!("ask-filled"))}
        </p>
    }
}

/// Says it where values lie outside what the model knows.
#[component]
fn Outside(form: Form) -> impl IntoView {
    let count = Memo::new(move |_| {
        let cells = form.cells();
        let outside = |stands| matches!(stands, Stands::Below | Stands::Above);
        cells.iter().filter(|cell| outside(cell.stands())).count()
    });
    move || {
        (count.get() > 0).then(|| {
            view! {
                <Notice tone=Tone::Marigold title=t!("ask-outside", count = count.get()) id="ask-outside">
                    <p>{t!("ask-outside-what")}</p>
                </Notice>
            }
        })
    }
}
