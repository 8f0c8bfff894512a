//! A question before something that cannot simply be undone.

use leptos::{ev, html, prelude::*};

use super::{Button, Kind};
use crate::t;

/// A dialog with a question, an answer and a way back. Escape and the way back close it.
///
/// ```text
/// let asked = RwSignal::new(false);
/// view! {
///     <Button kind=Kind::Danger on_press=move || asked.set(true)>"Remove"</Button>
///     <Confirm open=asked title="Remove Dr Rao?" yes="Remove" danger=true on_yes=move || remove()>
///         <p>"What this means"</p>
///     </Confirm>
/// }
/// ```
#[component]
pub fn Confirm(
    /// Whether it is asked; answered, it is set back.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The answer's words.
    #[prop(into)]
    yes: Signal<String>,
    /// The way back's words; "Cancel" if none are given.
    #[prop(optional, into)]
    no: Option<String>,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// What the answer does.
    #[prop(into)]
    on_yes: Callback<()>,
    /// What it means.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let answer = move || {
        open.set(false);
        on_yes.run(());
    };
    // A screen may have several; only the one that is open has the names.
    let id = move |name| Signal::derive(move || open.get().then_some(name));
    let kind = if danger { Kind::Danger } else { Kind::Primary };
    view! {
        <dialog
            class="confirm"
            node_ref=dialog
            aria-label=move || title.get()
            on:close=move |_: ev::Event| open.set(false)
        >
            <h2>{move || title.get()}</h2>
            {children.map(|children| children())}
            <div class="actions">
                <Button id=id("confirm-no") on_press=move || open.set(false)>
                    {no.unwrap_or_else(|| t!("app-cancel"))}
                </Button>
                <Button id=id("confirm-yes") kind on_press=answer>
                    {move || yes.get()}
                </Button>
            </div>
        </dialog>
    }
}
