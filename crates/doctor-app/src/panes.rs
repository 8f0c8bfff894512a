//! The patients that are open: each one's page and half-written forms stay as they are while another
//! patient is looked at. They are taken out of the document, not hidden, so that no two things on the
//! page have the same name.

use std::collections::HashMap;

use leptos::{
    html,
    mount::{UnmountHandle, mount_to},
    prelude::*,
    reactive::owner::Owner,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    params::ParamsMap,
};
use ui::{prelude::*, wide};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::{
    practice::{Practice, name_of, page_of, way},
    screens::{
        ask::AskPage, document::DocumentPage, labs::LabsPage, note::NotePage, page::PatientPage,
        prescribe::PrescribePage, prescription_print::PrescriptionPrint, record::RecordPage,
        vitals::VitalsPage,
    },
};

/// The most patients open at a time; the one looked at longest ago is closed.
const MOST: usize = 8;

/// The open patients, and what is shown of each.
#[derive(Clone, Copy)]
pub(crate) struct Panes {
    /// The open patients in the order they were opened, each with the address last looked at.
    open: RwSignal<Vec<(String, String)>>,
    kept: StoredValue<HashMap<String, Pane>, LocalStorage>,
    owner: StoredValue<Option<Owner>>,
}

/// A screen of a patient, in a box of its own.
struct Pane {
    place: HtmlElement,
    scroll: f64,
    _view: Box<dyn std::any::Any>,
}

impl Panes {
    pub(crate) fn new() -> Self {
        Self {
            open: RwSignal::default(),
            kept: StoredValue::new_local(HashMap::new()),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// Those of the app.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// The vaults that are open; reactive.
    pub(crate) fn vaults(self) -> Vec<String> {
        let open = self.open.read();
        open.iter().map(|(vault, _)| vault.clone()).collect()
    }

    /// The address last looked at of an open patient.
    pub(crate) fn address(self, vault: &str) -> Option<String> {
        let open = self.open.read();
        let found = open.iter().find(|(open, _)| open == vault);
        found.map(|(_, address)| address.clone())
    }

    /// Forgets a patient's screens.
    pub(crate) fn close(self, vault: &str) {
        let of = page_of(vault);
        self.kept
            .update_value(|kept| kept.retain(|path, _| !is_of(path, &of)));
        self.open
            .update(|open| open.retain(|(open, _)| open != vault));
    }

    /// Shows the screen of a path in a place; what was there is kept.
    fn show(self, path: &Path, place: &HtmlElement) {
        self.note(path);
        let key = path.whole();
        if !self.kept.with_value(|kept| kept.contains_key(&key))
            && let Some(pane) = self.make(path)
        {
            self.kept
                .update_value(|kept| drop(kept.insert(key.clone(), pane)));
            self.kept.with_value(|kept| {
                if let Some(pane) = kept.get(&key) {
                    place.replace_children_with_node_1(&pane.place);
                }
            });
            return;
        }
        self.kept.with_value(|kept| {
            if let Some(pane) = kept.get(&key) {
                place.replace_children_with_node_1(&pane.place);
                arrive(pane);
            }
        });
    }

    /// Takes the shown screen out of the document. A form that was left for its own patient's page is over.
    fn leave(self, path: &Path, place: &HtmlElement, next: Option<&Path>) {
        let key = path.whole();
        let scroll = window().scroll_y().unwrap_or_default();
        self.kept.update_value(|kept| {
            if let Some(pane) = kept.get_mut(&key) {
                pane.scroll = scroll;
            }
        });
        place.replace_children_with_node_0();
        let done = path.rest.is_some() && next.is_some_and(|next| next.vault == path.vault);
        if done {
            self.kept.update_value(|kept| drop(kept.remove(&key)));
        }
    }

    fn make(self, path: &Path) -> Option<Pane> {
        let place: HtmlElement = document().create_element("div").ok()?.unchecked_into();
        place.set_class_name("pane");
        let (owner, into, path) = (self.owner.get_value()?, place.clone(), path.clone());
        let view: UnmountHandle<_> = owner.with(|| {
            mount_to(into, move || {
                provide_context(path.params());
                path.view()
            })
        });
        Some(Pane {
            place,
            scroll: 0.0,
            _view: Box::new(view),
        })
    }

    /// Notes that a patient is open, and what is looked at.
    fn note(self, path: &Path) {
        let address = path.whole();
        let oldest = self.open.try_update(|open| {
            match open.iter_mut().find(|(vault, _)| *vault == path.vault) {
                Some(known) => known.1 = address,
                None => open.push((path.vault.clone(), address)),
            }
            let first = open.first().map(|(vault, _)| vault.clone());
            first.filter(|first| open.len() > MOST && *first != path.vault)
        });
        if let Some(Some(oldest)) = oldest {
            self.close(&oldest);
        }
    }
}

/// Where one had got to, and whose page it is.
fn arrive(pane: &Pane) {
    if let Ok(Some(heading)) = pane.place.query_selector("h1") {
        let name = heading.text_content().unwrap_or_default();
        document().set_title(&t!("app-page-title", title = name));
        // The heading has a tabindex, so it can have the focus.
        let _ = heading.unchecked_into::<HtmlElement>().focus();
    }
    window().scroll_to_with_x_and_y(0.0, pane.scroll);
}

/// The address of something of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Path {
    vault: String,
    /// What follows the patient's own address; nothing for the page itself.
    rest: Option<String>,
}

impl Path {
    fn parse(path: &str) -> Option<Self> {
        let inside = path
            .strip_prefix("/doctor/patients/")?
            .trim_end_matches('/');
        let (vault, rest) = match inside.split_once('/') {
            Some((vault, rest)) => (vault, Some(rest.to_owned())),
            None => (inside, None),
        };
        (!vault.is_empty()).then(|| Self {
            vault: vault.to_owned(),
            rest,
        })
    }

    fn whole(&self) -> String {
        let page = page_of(&self.vault);
        match &self.rest {
            Some(rest) => format!("{page}/{rest}"),
            None => page,
        }
    }

    /// The parameters as a route would give them.
    fn params(&self) -> ArcMemo<ParamsMap> {
        let mut params = ParamsMap::new();
        params.insert("vault", self.vault.clone());
        match self.rest.as_deref().and_then(|rest| rest.split_once('/')) {
            Some(("records", id)) => params.insert("id", id.to_owned()),
            Some(("prescription", ids)) => params.insert("ids", ids.to_owned()),
            _ => {}
        }
        ArcMemo::new(move |_| params.clone())
    }

    fn view(&self) -> AnyView {
        let rest = self.rest.as_deref().unwrap_or_default();
        match rest.split('/').next().unwrap_or_default() {
            "records" => view! { <RecordPage /> }.into_any(),
            "vitals" => view! { <VitalsPage /> }.into_any(),
            "note" => view! { <NotePage /> }.into_any(),
            "ask" => view! { <AskPage /> }.into_any(),
            "labs" => view! { <LabsPage /> }.into_any(),
            "document" => view! { <DocumentPage /> }.into_any(),
            "prescribe" => view! { <PrescribePage /> }.into_any(),
            "prescription" => view! { <PrescriptionPrint /> }.into_any(),
            _ => view! { <PatientPage /> }.into_any(),
        }
    }
}

fn is_of(path: &str, page: &str) -> bool {
    let rest = path.strip_prefix(page);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where the screens of patients are shown.
#[component]
pub(crate) fn PatientPanes() -> impl IntoView {
    let panes = Panes::expect();
    let pathname = use_location().pathname;
    let place = NodeRef::<html::Div>::new();
    let shown = StoredValue::new(None::<Path>);
    let path = Memo::new(move |_| pathname.with(|path| Path::parse(path)));
    let holder = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let element: HtmlElement = element.unchecked_into();
        holder.set_value(Some(element.clone()));
        let next = path.get();
        if shown.with_value(|shown| *shown == next) {
            return;
        }
        if let Some(last) = shown.get_value() {
            panes.leave(&last, &element, next.as_ref());
        }
        if let Some(next) = &next {
            untrack(|| panes.show(next, &element));
        }
        shown.set_value(next);
    });
    on_cleanup(move || {
        let last = shown.try_get_value().flatten();
        if let (Some(last), Some(Some(element))) = (last, holder.try_get_value()) {
            panes.leave(&last, &element, None);
        }
    });
    view! { <div class="panes" node_ref=place></div> }
}

/// The strip of open patients on a desk: a name each, a dot where something is new, a way to close it.
#[component]
pub(crate) fn OpenPatients() -> impl IntoView {
    let panes = Panes::expect();
    let wide = wide();
    let shown = move || wide.get() && panes.open.with(|open| open.len() > 1);
    view! {
        <Show when=shown>
            <nav class="open-patients no-print" aria-label=t!("patients-open-ones")>
                <ul>
                    <For
                        each=move || panes.vaults()
                        key=|vault| vault.clone()
                        children=|vault| view! { <OpenPatient vault /> }
                    />
                </ul>
            </nav>
        </Show>
    }
}

#[component]
fn OpenPatient(vault: String) -> impl IntoView {
    let (panes, practice) = (Panes::expect(), Practice::expect());
    let vault = StoredValue::new(vault);
    let pathname = use_location().pathname;
    let patient = Memo::new(move |_| practice.patient(&vault.get_value()));
    let name = move || {
        patient
            .get()
            .map_or_else(|| t!("patients-nameless"), |patient| name_of(&patient.name))
    };
    let fresh = move || {
        patient
            .read()
            .as_ref()
            .is_some_and(|patient| patient.fresh > 0)
    };
    let here = Memo::new(move |_| pathname.with(|path| is_of(path, &page_of(&vault.get_value()))));
    let address =
        move || vault.with_value(|vault| panes.address(vault).unwrap_or_else(|| page_of(vault)));
    let navigate = use_navigate();
    let close = move || {
        let gone = vault.get_value();
        let next = next_open(panes, &gone);
        if here.get_untracked() {
            navigate(&next, NavigateOptions::default());
        }
        // Only once its screen is out of the document.
        request_animation_frame(move || panes.close(&gone));
    };
    view! {
        <li class="open-patient" data-here=move || here.get().to_string()>
            <a href=address aria-current=move || here.get().then_some("page")>
                {name}
                {move || fresh().then(|| view! { <span class="dot" role="img" aria-label=t!("patients-new")></span> })}
            </a>
            <IconButton
                glyph=Glyph::Cross
                label=Signal::derive(move || t!("patients-close", name = name()))
                on_press=close
            />
        </li>
    }
}

/// Where to go when an open patient is closed: to the one beside, else to the list.
fn next_open(panes: Panes, vault: &str) -> String {
    let open = panes.open.read_untracked();
    let at = open.iter().position(|(open, _)| open == vault);
    let beside = at.and_then(|at| open.get(at + 1).or_else(|| open.get(at.checked_sub(1)?)));
    match beside {
        Some((_, address)) => way(address).to_owned(),
        None => way("/doctor").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_patient_and_what_is_looked_at() {
        let path = Path::parse("/doctor/patients/abc/records/12").unwrap();
        assert_eq!(
            (path.vault.as_str(), path.rest.as_deref()),
            ("abc", Some("records/12"))
        );
        assert_eq!(path.whole(), "/doctor/patients/abc/records/12");
        let page = Path::parse("/doctor/patients/abc/").unwrap();
        assert_eq!(
            (page.rest.as_deref(), page.whole().as_str()),
            (None, "/doctor/patients/abc")
        );
        assert_eq!(Path::parse("/doctor/news"), None);
        assert_eq!(Path::parse("/doctor/patients/"), None);
    }

    #[test]
    fn what_is_of_a_patient_is_not_of_one_whose_name_begins_alike() {
        assert!(is_of("/doctor/patients/ab/note", "/doctor/patients/ab"));
        assert!(!is_of("/doctor/patients/abc", "/doctor/patients/ab"));
    }
}
