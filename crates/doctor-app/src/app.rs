//! The routes, and what is around them.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};
use ui::{prelude::*, wide};

use crate::{
    keys::Keys,
    panes::{OpenPatients, Panes, PatientPanes},
    practice::Practice,
    screens::{
        access::AccessPage,
        ask::AskAlone,
        kit::KitPage,
        more::{KeysPage, More},
        news::NewsPage,
        patients::{PatientList, Patients},
        visit::{FirstVisit, InvitationPage},
    },
};

/// The app behind its door.
#[component]
pub(crate) fn App() -> impl IntoView {
    view! {
        <Router base="/doctor">
            <Inside />
        </Router>
    }
}

/// What all screens share: the patients, those that are open, and the keys.
#[component]
fn Inside() -> impl IntoView {
    let practice = Practice::new();
    provide_context(practice);
    provide_context(Panes::new());
    provide_context(Keys::new());
    let wide = wide();
    let side = move || view! { <Show when=move || wide.get()><PatientList /></Show> };
    let places = vec![
        place("/doctor", Glyph::Users, t!("desk-tab-patients")),
        place("/doctor/news", Glyph::Bell, t!("desk-tab-news")),
        place("/doctor/more", Glyph::Menu, t!("desk-tab-more")),
    ];
    let badge = Callback::new(move |href: &'static str| match href {
        "/doctor/news" => practice.fresh(),
        _ => 0,
    });
    view! {
        <Shell items=places side=side badge=badge>
            <OpenPatients />
            <Screens />
        </Shell>
    }
}

fn place(href: &'static str, glyph: Glyph, label: String) -> NavItem {
    NavItem {
        href,
        glyph,
        label,
        exact: href == "/doctor",
    }
}

#[component]
fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <Patients /> }>
            <Route path=path!("/") view=Patients />
            <Route path=path!("/patients/:vault/*rest") view=PatientPanes />
            <Route path=path!("/visit") view=FirstVisit />
            <Route path=path!("/visit/:id") view=InvitationPage />
            <Route path=path!("/news") view=NewsPage />
            <Route path=path!("/ask") view=AskAlone />
            <Route path=path!("/access") view=AccessPage />
            <Route path=path!("/more") view=More />
            <Route path=path!("/more/keys") view=KeysPage />
            <Route path=path!("/more/kit") view=KitPage />
            <Route
                path=path!("/more/settings")
                view=|| view! { <Settings back="/doctor/more" kit="/doctor/more/kit" /> }
            />
        </Routes>
    }
}
