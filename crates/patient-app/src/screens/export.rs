//! Taking the records along.

use bridge::{Answer, Request};
use leptos::prelude::*;
use ui::{prelude::*, save_file};

use crate::own;

/// Taking the records along: all of them as one file, or the summary on paper.
#[component]
pub(crate) fn Export() -> impl IntoView {
    view! {
        <Screen name="export" title=t!("export-title") lead=t!("export-lead") back="/patient/more">
            <div class="columns">
                <WholeFile />
                <div class="stack">
                    <Card heading=t!("summary-title")>
                        <p>{t!("export-summary-what")}</p>
                        <LinkButton id="export-summary" icon=Glyph::Printer href="/patient/more/summary">
                            {t!("export-summary-open")}
                        </LinkButton>
                    </Card>
                    <Card heading=t!("export-bring")>
                        <p>{t!("export-bring-what")}</p>
                        <LinkButton id="export-import" icon=Glyph::Upload href="/patient/add/import">
                            {t!("export-bring-open")}
                        </LinkButton>
                    </Card>
                </div>
            </div>
        </Screen>
    }
}

/// Everything as one file.
#[component]
fn WholeFile() -> impl IntoView {
    let engine = Engine::expect();
    let records = own::records();
    let saving = engine.asking();
    let saved = RwSignal::new(None::<String>);
    let save = move || {
        saved.set(None);
        saving.send(Request::Export { vault: None }, move |answer| {
            if let Answer::File {
                name,
                content_type,
                content,
            } = answer
            {
                save_file(&name, &content_type, &content);
                let _ = saved.try_set(Some(name));
            }
        });
    };
    let count = move || records.with(|own| own.entries.len()).unwrap_or(0);
    let words = move || t!("export-file-what", count = count());
    view! {
        <Card heading=t!("export-file") id="export-file">
            <p>{words}</p>
            <Notice tone=Tone::Marigold icon=Glyph::LockOpen title=t!("export-open")>
                <p>{t!("export-open-why")}</p>
            </Notice>
            <TroubleNote of=saving.trouble() />
            <Button
                id="export-save"
                kind=Kind::Primary
                icon=Glyph::Download
                wide=true
                busy=saving.busy()
                disabled=Signal::derive(move || count() == 0)
                on_press=save
            >
                {t!("export-save")}
            </Button>
            <p class="muted small" role="status">
                {move || saved.get().map(|name| t!("export-saved", name = name))}
            </p>
        </Card>
    }
}
