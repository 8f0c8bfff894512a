//! The routes, and what is around them.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};
use ui::prelude::*;

use crate::{
    own,
    screens::{
        add::Add, add_document::AddDocument, add_fact::AddFact, add_reading::AddReading,
        allergies::Allergies, conditions::Conditions, documents::Documents, export::Export,
        help::Help, home::Home, immunizations::Immunizations, import::Import, inbox::Inbox,
        kit::KitPage, labs::Labs, log::Log, medicines::Medicines, more::More, notes::Notes,
        profile::ProfilePage, record::Record, records::Records, scan::Scan, sharer::SharerPage,
        sharing::Sharing, summary::SummaryPage, visit::VisitPage, vitals::Vitals,
    },
};

/// The app behind its door.
#[component]
pub(crate) fn App() -> impl IntoView {
    own::provide();
    view! {
        <Router base="/patient">
            <Inside />
        </Router>
    }
}

/// The four places, and the screens.
#[component]
fn Inside() -> impl IntoView {
    let records = own::records();
    let places = vec![
        place("/patient", Glyph::Home, t!("more-tab-home")),
        place("/patient/records", Glyph::Document, t!("more-tab-records")),
        place("/patient/sharing", Glyph::Users, t!("more-tab-sharing")),
        place("/patient/more", Glyph::Menu, t!("more-tab-more")),
    ];
    let waiting = move || records.with(|own| own.waiting().count()).unwrap_or(0);
    let badge = Callback::new(move |href: &'static str| match href {
        "/patient" => u64::try_from(waiting()).unwrap_or(u64::MAX),
        _ => 0,
    });
    view! {
        <Shell items=places badge=badge>
            <Screens />
        </Shell>
    }
}

fn place(href: &'static str, glyph: Glyph, label: String) -> NavItem {
    NavItem {
        href,
        glyph,
        label,
        exact: href == "/patient",
    }
}

#[component]
fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <Home /> }>
            <Route path=path!("/") view=Home />
            <Route path=path!("/inbox") view=Inbox />
            <Route path=path!("/records") view=Records />
            <Route path=path!("/records/one/:id") view=Record />
            <Route path=path!("/records/vitals") view=Vitals />
            <Route path=path!("/records/labs") view=Labs />
            <Route path=path!("/records/medicines") view=Medicines />
            <Route path=path!("/records/allergies") view=Allergies />
            <Route path=path!("/records/conditions") view=Conditions />
            <Route path=path!("/records/immunizations") view=Immunizations />
            <Route path=path!("/records/documents") view=Documents />
            <Route path=path!("/records/notes") view=Notes />
            <Route path=path!("/add") view=Add />
            <Route path=path!("/add/reading") view=AddReading />
            <Route path=path!("/add/document") view=AddDocument />
            <Route path=path!("/add/fact/:kind") view=AddFact />
            <Route path=path!("/add/import") view=Import />
            <Route path=path!("/sharing") view=Sharing />
            <Route path=path!("/sharing/doctor/:person") view=SharerPage />
            <Route path=path!("/sharing/log") view=Log />
            <Route path=path!("/scan") view=Scan />
            <Route path=path!("/invite") view=VisitPage />
            <Route path=path!("/more") view=More />
            <Route path=path!("/more/profile") view=ProfilePage />
            <Route path=path!("/more/export") view=Export />
            <Route path=path!("/more/summary") view=SummaryPage />
            <Route path=path!("/more/kit") view=KitPage />
            <Route path=path!("/more/help") view=Help />
            <Route
                path=path!("/more/settings")
                view=|| view! { <Settings back="/patient/more" kit="/patient/more/kit" /> }
            />
        </Routes>
    }
}
