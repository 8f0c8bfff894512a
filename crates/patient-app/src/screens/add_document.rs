//! A document to be added.

use bridge::{Cause, DocumentKind, Draft, DraftDocument, Trouble, Work};
use leptos::{prelude::*, task::spawn_local};
use ui::{DocumentView, PhotoNote, prelude::*, shrink};
use web_sys::File;

use super::{
    adding::{AddFoot, Adding, Wrong},
    file_pick::{FilePick, bytes},
};

/// The most bytes of a file.
const LIMIT: f64 = 25.0 * 1024.0 * 1024.0;
/// A photo is made smaller before it is kept; one larger than this the device hardly opens.
const PHOTO_LIMIT: f64 = 4.0 * LIMIT;

const KINDS: [DocumentKind; 7] = [
    DocumentKind::Report,
    DocumentKind::Prescription,
    DocumentKind::Discharge,
    DocumentKind::Consultation,
    DocumentKind::Immunization,
    DocumentKind::Wellness,
    DocumentKind::Other,
];

/// What is entered about a document.
#[derive(Clone, Copy)]
struct Form {
    content: RwSignal<Option<Vec<u8>>>,
    title: RwSignal<String>,
    kind: RwSignal<String>,
    date: RwSignal<String>,
    reading: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

/// A document to be added.
#[component]
pub(crate) fn AddDocument() -> impl IntoView {
    let form = Form {
        content: RwSignal::new(None),
        title: RwSignal::default(),
        kind: RwSignal::new("0".to_owned()),
        date: RwSignal::new(locale::today_fhir()),
        reading: RwSignal::new(false),
        trouble: RwSignal::new(None),
    };
    let adding = Adding::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        adding.add(form.drafts(), "/records/documents");
    };
    let chosen = move || form.content.read().is_some();
    view! {
        <Screen name="add-document" title=t!("add-document") back="/patient/add">
            <form class="form screen-narrow" novalidate=true on:submit=submit>
                <Choose form />
                <Show when=chosen>
                    <Chosen form />
                    <About form adding />
                    <Progress
                        of=Engine::expect().progress(Work::File)
                        label=Signal::stored(t!("add-sending"))
                    />
                    <AddFoot adding />
                </Show>
            </form>
        </Screen>
    }
}

/// Two buttons: a file, or a photo with the camera.
#[component]
fn Choose(form: Form) -> impl IntoView {
    let take = Callback::new(move |file: File| form.take(file));
    view! {
        <Card>
            <p>{t!("add-document-how")}</p>
            <div class="file-picks">
                <FilePick
                    id="take-photo"
                    label=t!("add-take-photo")
                    icon=Glyph::Camera
                    accept="image/*"
                    camera=true
                    primary=true
                    on_file=take
                />
                <FilePick
                    id="choose-file"
                    label=t!("add-choose-file")
                    icon=Glyph::Upload
                    accept="application/pdf,image/jpeg,image/png,image/webp,image/heic"
                    on_file=take
                />
            </div>
            <PhotoNote />
            <Show when=move || form.reading.get()>
                <Skeleton lines=2 />
            </Show>
            <TroubleNote of=form.trouble />
        </Card>
    }
}

/// What was chosen, to be looked at before it is added.
#[component]
fn Chosen(form: Form) -> impl IntoView {
    let preview = move || {
        let content = form.content.get()?;
        let title = t!("add-chosen");
        Some(view! { <DocumentView title content content_type="" /> })
    };
    view! { <Card heading=t!("add-chosen")>{preview}</Card> }
}

/// Its title, kind and date.
#[component]
fn About(form: Form, adding: Adding) -> impl IntoView {
    let kinds = KINDS.into_iter().enumerate();
    let picks = kinds.map(|(index, kind)| Pick::new(index.to_string(), document_kind_words(kind)));
    view! {
        <Card>
            <Field
                id="title"
                label=Signal::stored(t!("add-document-title"))
                value=form.title
                hint=Signal::stored(Some(t!("add-document-title-hint")))
                error=adding.error("title")
                max_length=120_u32
            />
            <Select
                id="kind"
                label=Signal::stored(t!("add-document-kind"))
                picks=Signal::stored(picks.collect::<Vec<_>>())
                value=form.kind
            />
            <Field
                id="date"
                label=Signal::stored(t!("add-document-date"))
                value=form.date
                input=Input::Date
                error=adding.error("date")
            />
        </Card>
    }
}

impl Form {
    /// Takes a file, if it is one that can be kept: a photo is made smaller, a PDF stays as it is.
    fn take(self, file: File) {
        self.trouble.set(None);
        self.reading.set(true);
        spawn_local(async move {
            let taken = read(&file).await;
            // The screen may be left by now.
            let _ = self.reading.try_set(false);
            match taken {
                Ok(content) => {
                    let named = self
                        .title
                        .try_with_untracked(|title| !title.trim().is_empty());
                    if named == Some(false) {
                        self.title.set(title_of(&file.name()));
                    }
                    let _ = self.content.try_set(Some(content));
                }
                Err(cause) => {
                    let detail = format!("{:?}, {} bytes", file.type_(), file.size());
                    let _ = self.trouble.try_set(Some(Trouble::new(cause, detail)));
                }
            }
        });
    }

    fn drafts(self) -> Result<Vec<Draft>, Vec<Wrong>> {
        untrack(|| {
            let mut wrong: Vec<Wrong> = Vec::new();
            let date = self.date.get();
            let day = locale::parse_day(&date);
            if day.is_none_or(|day| day > locale::now()) {
                wrong.push(("date", t!("add-not-yet")));
            }
            let Some(content) = self.content.get().filter(|_| wrong.is_empty()) else {
                return Err(wrong);
            };
            let kind = self.kind.read().parse().ok();
            let kind = kind.and_then(|index: usize| KINDS.get(index).copied());
            let kind = kind.unwrap_or(DocumentKind::Other);
            let title = self.title.get().trim().to_owned();
            let title = match title.is_empty() {
                true => document_kind_words(kind),
                false => title,
            };
            Ok(vec![Draft::Document(DraftDocument {
                title,
                kind,
                content,
                when: date,
            })])
        })
    }
}

/// The bytes to be kept.
async fn read(file: &File) -> Result<Vec<u8>, Cause> {
    let is_photo = file.type_().starts_with("image/");
    if file.size() > if is_photo { PHOTO_LIMIT } else { LIMIT } {
        return Err(Cause::FileTooLarge);
    }
    if is_photo {
        let photo = shrink(file).await.map_err(|_| Cause::FileDamaged)?;
        return Ok(photo.content);
    }
    let content = bytes(file).await.ok_or(Cause::FileDamaged)?;
    let head = &content[..content.len().min(1024)];
    match head.windows(5).any(|five| five == b"%PDF-") {
        true => Ok(content),
        false => Err(Cause::FileType),
    }
}

/// A file's name without its ending, unless a camera made it up.
fn title_of(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digits = stem.chars().filter(char::is_ascii_digit).count();
    match digits * 2 > stem.chars().count() || stem.starts_with("IMG") || stem == "image" {
        true => String::new(),
        false => stem.replace('_', " ").trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::title_of;

    #[test]
    fn names_that_cameras_make_up_are_no_titles() {
        assert_eq!(title_of("IMG_2041.JPG"), "");
        assert_eq!(title_of("20260414_081000.jpg"), "");
        assert_eq!(title_of("image.jpg"), "");
        assert_eq!(title_of("Lipid_profile.pdf"), "Lipid profile");
        assert_eq!(title_of("X-ray"), "X-ray");
    }
}
