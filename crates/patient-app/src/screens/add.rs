//! What can be added.

use leptos::prelude::*;
use ui::prelude::*;

use super::vital_kind::VitalKind;

/// What can be added.
#[component]
pub(crate) fn Add() -> impl IntoView {
    view! {
        <Screen name="add" title=t!("add-title") back="/patient/records">
            <div class="columns">
                <div class="stack">
                    <Readings />
                    <Papers />
                </div>
                <Facts />
            </div>
        </Screen>
    }
}

#[component]
fn Readings() -> impl IntoView {
    let kinds = [
        (VitalKind::BloodPressure, Glyph::HeartPulse),
        (VitalKind::Glucose, Glyph::Droplet),
        (VitalKind::Weight, Glyph::Weight),
        (VitalKind::Temperature, Glyph::Thermometer),
    ];
    let rows = kinds.map(|(kind, icon)| {
        let href = format!("/patient/add/reading?kind={}", kind.name());
        view! { <Row icon title=kind.words() href /> }
    });
    view! {
        <Card heading=t!("add-readings")>
            <Rows>
                {rows.into_iter().collect_view()}
                <Row
                    icon=Glyph::Activity
                    title=t!("add-other-reading")
                    detail=t!("add-other-reading-which")
                    href="/patient/add/reading?kind=pulse"
                />
            </Rows>
        </Card>
    }
}

#[component]
fn Papers() -> impl IntoView {
    view! {
        <Card heading=t!("add-papers")>
            <Rows>
                <Row
                    icon=Glyph::Camera
                    title=t!("add-document")
                    detail=t!("add-document-which")
                    href="/patient/add/document"
                />
                <Row
                    icon=Glyph::Hospital
                    title=t!("add-import")
                    detail=t!("add-import-which")
                    href="/patient/add/import"
                />
            </Rows>
        </Card>
    }
}

#[component]
fn Facts() -> impl IntoView {
    view! {
        <Card heading=t!("add-facts")>
            <Rows>
                <Row
                    icon=Glyph::Pill
                    title=t!("add-medicine")
                    href="/patient/add/fact/medicine"
                />
                <Row
                    icon=Glyph::Warning
                    title=t!("add-allergy")
                    href="/patient/add/fact/allergy"
                />
                <Row
                    icon=Glyph::HeartPulse
                    title=t!("add-condition")
                    href="/patient/add/fact/condition"
                />
                <Row
                    icon=Glyph::Syringe
                    title=t!("add-vaccination")
                    href="/patient/add/fact/vaccination"
                />
            </Rows>
        </Card>
    }
}
