//! A document's file.

use bridge::{Answer, Request, Work};
use leptos::prelude::*;
use ui::{DocumentView, prelude::*};

/// The file of a document, fetched and shown.
#[component]
pub(super) fn FileView(
    /// The file's record.
    file: String,
    /// The document's title.
    title: String,
) -> impl IntoView {
    let engine = Engine::expect();
    let fetching = engine.asking();
    let shown = RwSignal::new(None::<(String, Vec<u8>)>);
    let fetch = move || {
        let request = Request::File {
            vault: None,
            file: file.clone(),
        };
        fetching.send(request, move |answer| {
            if let Answer::File {
                content_type,
                content,
                ..
            } = answer
            {
                // The screen may be left by now.
                let _ = shown.try_set(Some((content_type, content)));
            }
        });
    };
    fetch();
    let heading = title.clone();
    view! {
        <Card heading=title.clone() id="file">
            <Progress
                of=engine.progress(Work::File)
                label=Signal::stored(t!("records-fetching", title = heading))
            />
            <Show when=move || fetching.busy().get()>
                <Skeleton lines=4 />
            </Show>
            <TroubleNote of=fetching.trouble() on_again=fetch />
            {move || {
                shown
                    .get()
                    .map(|(content_type, content)| {
                        view! { <DocumentView title=title.clone() content content_type /> }
                    })
            }}
        </Card>
    }
}
