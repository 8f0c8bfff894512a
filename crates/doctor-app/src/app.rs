//! The routes.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::screens::{
    access::AccessPage, document::DocumentPage, kit::KitPage, labs::LabsPage, more::More,
    news::NewsPage, note::NotePage, page::PatientPage, patients::Patients,
    prescribe::PrescribePage, prescription_print::PrescriptionPrint, record::RecordPage,
    visit::FirstVisit, vitals::VitalsPage,
};

/// The app behind its door.
#[component]
pub(crate) fn App() -> impl IntoView {
    view! {
        <Router base="/doctor">
            <Routes fallback=|| ()>
                <Route path=path!("/") view=Patients />
                <Route path=path!("/patients/:vault") view=PatientPage />
                <Route path=path!("/patients/:vault/records/:id") view=RecordPage />
                <Route path=path!("/patients/:vault/vitals") view=VitalsPage />
                <Route path=path!("/patients/:vault/note") view=NotePage />
                <Route path=path!("/patients/:vault/labs") view=LabsPage />
                <Route path=path!("/patients/:vault/document") view=DocumentPage />
                <Route path=path!("/patients/:vault/prescribe") view=PrescribePage />
                <Route path=path!("/patients/:vault/prescription/:ids") view=PrescriptionPrint />
                <Route path=path!("/visit") view=FirstVisit />
                <Route path=path!("/news") view=NewsPage />
                <Route path=path!("/access") view=AccessPage />
                <Route path=path!("/more") view=More />
                <Route path=path!("/more/kit") view=KitPage />
            </Routes>
        </Router>
    }
}
