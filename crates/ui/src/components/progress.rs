//! How far long work has got.

use leptos::prelude::*;

/// A bar, that only moves to and fro until something of the work is done; nothing while there is no work.
///
/// `<Progress of=engine.progress(Work::File) label=t!("add-sending") />`
#[component]
pub fn Progress(
    /// `(done, total)`.
    #[prop(into)]
    of: Signal<Option<(u64, u64)>>,
    /// What is done.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    move || {
        of.get().map(|(done, total)| {
            view! {
                <div class="progress">
                    <span>{move || label.get()}</span>
                    <progress
                        aria-label=move || label.get()
                        value=(done > 0).then(|| done.to_string())
                        max=total.max(1).to_string()
                    ></progress>
                </div>
            }
        })
    }
}
