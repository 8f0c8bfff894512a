//! The routes, and what is around them.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};
use ui::prelude::*;

use crate::{
    invitation, own,
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
    view! {
        <Router base="/patient">
            <Inside />
        </Router>
    }
}

/// What all screens share: one's own records, and the four places to go.
#[component]
fn Inside() -> impl IntoView {
    own::provide();
    let records = own::records();
    let places = vec![
        place("/patient", Glyph::Home, t!("sharing-tab-home")),
        place(
            "/patient/records",
            Glyph::Document,
            t!("sharing-tab-records"),
        ),
        place("/patient/sharing", Glyph::Users, t!("sharing-tab-sharing")),
        place("/patient/more", Glyph::Menu, t!("sharing-tab-more")),
    ];
    let waiting = Memo::new(move |_| {
        let count = records.with(|own| own.waiting().count());
        count.unwrap_or_default() as u64
    });
    let badge = Callback::new(move |href: &'static str| match href {
        "/patient" => waiting.get(),
        _ => 0,
    });
    forget_left_invitation();
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

/// Whoever goes elsewhere from an invitation has left it: its link is kept no longer.
fn forget_left_invitation() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<bool>| {
        let here = path.with(|path| invitation::is_place(path));
        if before == Some(true) && !here {
            invitation::forget();
        }
        here
    });
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
