//! A hospital's file to be imported.

use bridge::{Answer, Cause, Import as Imported, Request, Sent, Trouble, Work};
use leptos::{prelude::*, task::spawn_local};
use ui::prelude::*;
use web_sys::File;

use super::{
    adding::{Adding, Audience},
    file_pick::{FilePick, bytes},
    home::InterruptedCard,
};

/// The most bytes of a file to be imported.
const LIMIT: f64 = 200.0 * 1024.0 * 1024.0;

/// A hospital's file to be imported.
#[component]
pub(crate) fn Import() -> impl IntoView {
    let engine = Engine::expect();
    let adding = Adding::new();
    let importing = engine.asking();
    let reading = RwSignal::new(false);
    let done = RwSignal::new(None::<Imported>);
    let busy = Signal::derive(move || reading.get() || importing.busy().get());
    let take = Callback::new(move |file: File| {
        if busy.get_untracked() {
            return;
        }
        done.set(None);
        importing.complain(None);
        reading.set(true);
        let broadcast = adding.broadcast.get_untracked();
        spawn_local(async move {
            let read = read(&file).await;
            let _ = reading.try_set(false);
            match read {
                Ok(content) => {
                    let name = file.name();
                    let request = Request::Import {
                        name,
                        content,
                        broadcast,
                    };
                    importing.send(request, move |answer| {
                        if let Answer::Imported(import) = answer {
                            let _ = done.try_set(Some(import));
                        }
                    });
                }
                Err(cause) => {
                    let detail = format!("{} bytes", file.size());
                    importing.complain(Some(Trouble::new(cause, detail)));
                }
            }
        });
    });
    view! {
        <Screen
            name="import"
            title=t!("add-import")
            lead=Signal::stored(Some(t!("add-import-lead")))
            back="/patient/add"
        >
            <div class="stack screen-narrow">
                <Show when=move || !busy.get()>
                    <InterruptedCard />
                </Show>
                <Card>
                    <Audience adding />
                </Card>
                <Card>
                    <p>{t!("add-import-how")}</p>
                    <Show
                        when=move || !busy.get()
                        fallback=move || view! { <AtWork engine /> }
                    >
                        <FilePick
                            id="choose-file"
                            label=t!("add-import-choose")
                            icon=Glyph::Upload
                            accept=".json,.ndjson,application/json,application/fhir+json"
                            primary=true
                            on_file=take
                        />
                    </Show>
                    <TroubleNote of=importing.trouble() />
                </Card>
                {move || done.get().map(|import| view! { <Summary import /> })}
            </div>
        </Screen>
    }
}

#[component]
fn AtWork(engine: Engine) -> impl IntoView {
    let progress = engine.progress(Work::Records);
    view! {
        <p role="status">{t!("add-importing")}</p>
        <Show when=move || progress.get().is_some() fallback=|| view! { <Skeleton lines=2 /> }>
            <Progress of=progress label=Signal::stored(t!("add-importing")) />
        </Show>
        <p class="small muted">{t!("add-importing-leave")}</p>
    }
}

/// What the import did.
#[component]
fn Summary(import: Imported) -> impl IntoView {
    let Imported {
        count,
        warnings,
        sent,
    } = import;
    let later = sent == Sent::Later;
    let warned = warnings.len();
    let lines = warnings.into_iter().map(|line| view! { <li>{line}</li> });
    let lines = lines.collect_view();
    view! {
        <Card class="card-teal" id="imported">
            <div class="entry-head">
                <Icon glyph=Glyph::Done />
                <h2 role="status">{t!("add-imported", count = count)}</h2>
            </div>
            {later.then(|| view! { <p>{t!("add-added-later")}</p> })}
            {(warned > 0)
                .then(|| {
                    view! {
                        <details class="warnings">
                            <summary>{t!("add-import-warnings", count = warned)}</summary>
                            <ul lang="en">{lines}</ul>
                        </details>
                    }
                })}
            <LinkButton id="see-records" href="/patient/records" kind=Kind::Primary>
                {t!("add-import-see")}
            </LinkButton>
        </Card>
    }
}

async fn read(file: &File) -> Result<Vec<u8>, Cause> {
    if file.size() > LIMIT {
        return Err(Cause::FileTooLarge);
    }
    bytes(file).await.ok_or(Cause::FileDamaged)
}
