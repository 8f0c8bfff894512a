//! What the doctor may see and until when, over all patients, and what is over.

use bridge::{Answer, Ended, Leave, Patient, Request};
use leptos::prelude::*;
use ui::{prelude::*, save_file};

use crate::practice::{Practice, name_of, page_of};

/// What I hold and until when.
#[component]
pub(crate) fn AccessPage() -> impl IntoView {
    let practice = Practice::expect();
    view! {
        <Screen name="access" title=t!("held-title") lead=t!("held-lead") back="/doctor/more">
            <Card heading=t!("held-now")>
                <Loading of=practice.patients let:patients>
                    <Held patients />
                </Loading>
            </Card>
            <EndedAccess folded=false />
        </Screen>
    }
}

#[component]
fn Held(patients: Vec<Patient>) -> impl IntoView {
    if patients.is_empty() {
        return view! {
            <Empty icon=Glyph::Eye title=t!("held-none")>
                <p>{t!("held-none-why")}</p>
            </Empty>
        }
        .into_any();
    }
    let rows = patients.into_iter().map(|patient| {
        let name = name_of(&patient.name);
        let chips = access_words(&patient).join(" · ");
        view! { <Row icon=Glyph::User title=name detail=chips href=page_of(&patient.vault) /> }
    });
    view! { <Rows label=t!("held-now")>{rows.collect_view()}</Rows> }.into_any()
}

/// What the doctor holds of a patient, in short words: what is seen, what may be done, until when.
pub(crate) fn access_words(patient: &Patient) -> Vec<String> {
    if patient.stopped {
        return vec![t!("held-stopped")];
    }
    if patient.shown_alone {
        return vec![t!("held-shown-alone")];
    }
    let sees = match patient.history {
        true => t!("held-all"),
        false => t!("held-from-now"),
    };
    let does = match (patient.may_add, patient.broadcasts) {
        (true, true) => t!("held-may-add-at-once"),
        (true, false) => t!("held-may-add"),
        (false, _) => t!("held-read-only"),
    };
    let until = match patient.until {
        Some(until) => t!("held-until", when = locale::when(until)),
        None => t!("held-until-taken-back"),
    };
    vec![sees, does, until]
}

/// Access that is over, with what the doctor wrote; folded below a list, or as a card of its own.
#[component]
pub(crate) fn EndedAccess(folded: bool) -> impl IntoView {
    let ended = Engine::expect().load(
        || Request::EndedAccess,
        |answer| match answer {
            Answer::EndedAccess(ended) => Some(ended),
            _ => None,
        },
    );
    move || {
        let all = ended.get().filter(|all| !all.is_empty())?;
        let count = all.len();
        let rows = all.into_iter().map(|ended| view! { <EndedRow ended /> });
        let rows = rows.collect_view();
        Some(match folded {
            true => view! {
                <details class="card folded" id="ended">
                    <summary>{t!("held-ended-count", count = count)}</summary>
                    <Rows>{rows}</Rows>
                </details>
            }
            .into_any(),
            false => view! {
                <Card heading=t!("held-ended") id="ended">
                    <Rows>{rows}</Rows>
                </Card>
            }
            .into_any(),
        })
    }
}

#[component]
fn EndedRow(ended: Ended) -> impl IntoView {
    let name = name_of(&ended.name);
    let when = locale::relative_day(ended.time);
    let how = match ended.leave {
        Leave::Stopped => t!("held-ended-stopped", when = when),
        Leave::Removed => t!("held-ended-removed", when = when),
        Leave::Expired => t!("held-ended-expired", when = when),
    };
    let vault = ended.vault;
    view! {
        <Row icon=Glyph::UserX title=name.clone() detail=how />
        {ended
            .kept
            .then(|| {
                view! {
                    <li>
                        <OwnRecords vault name />
                    </li>
                }
            })}
    }
}

/// What the doctor wrote in a vault that is closed, as a file.
#[component]
pub(crate) fn OwnRecords(vault: String, #[prop(into)] name: String) -> impl IntoView {
    let asking = Engine::expect().asking();
    let save = move || {
        let request = Request::KeptOwn {
            vault: vault.clone(),
        };
        asking.send(request, |answer| {
            if let Answer::File {
                name,
                content_type,
                content,
            } = answer
            {
                save_file(&name, &content_type, &content);
            }
        });
    };
    view! {
        <div class="own-records">
            <TroubleNote of=asking.trouble() />
            <Button
                icon=Glyph::Download
                label=t!("held-own-of", name = name)
                busy=asking.busy()
                on_press=save
            >
                {t!("held-own")}
            </Button>
        </div>
    }
}
