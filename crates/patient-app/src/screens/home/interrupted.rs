//! An import that was interrupted.

use bridge::{Answer, Interrupted, Request, Work};
use leptos::prelude::*;
use ui::prelude::*;

/// An import that was interrupted: go on, or leave it at that.
#[component]
pub(crate) fn InterruptedCard() -> impl IntoView {
    let engine = Engine::expect();
    let interrupted = engine.load(
        || Request::Interrupted,
        |answer| match answer {
            Answer::Interrupted(interrupted) => Some(interrupted),
            _ => None,
        },
    );
    let resuming = engine.asking();
    let at_work = engine.progress(Work::Records);
    let shown = Memo::new(move |_| interrupted.get().flatten());
    let resume = move |go_on: bool| {
        resuming.send(Request::Resume { go_on }, move |answer| {
            if let Answer::Imported(import) = answer {
                engine
                    .toasts()
                    .say(t!("add-imported", count = import.count));
            }
            interrupted.again();
        });
    };
    move || {
        let Interrupted { name, done, total } = shown.get()?;
        let title = t!("home-interrupted", name = name);
        Some(view! {
            <Card heading=title id="interrupted">
                <p>{t!("home-interrupted-done", done = done, total = total)}</p>
                <Progress of=at_work label=Signal::stored(t!("add-importing")) />
                <div class="actions">
                    <Button disabled=resuming.busy() on_press=move || resume(false)>
                        {t!("home-interrupted-drop")}
                    </Button>
                    <Button kind=Kind::Primary busy=resuming.busy() on_press=move || resume(true)>
                        {t!("home-interrupted-go-on")}
                    </Button>
                </div>
                <TroubleNote of=resuming.trouble() />
            </Card>
        })
    }
}
