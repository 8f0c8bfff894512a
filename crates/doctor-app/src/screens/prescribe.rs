//! A prescription to be written.

use bridge::{Draft, DraftPrescription};
use leptos::prelude::*;
use ui::prelude::*;

use super::{
    entry::{Adding, Bedside, EntryScreen, focus},
    favourites::Favourites,
    prescription_print::{Paper, Sheet},
};

mod again;
mod allergy;
mod lines;
mod order;
mod order_fields;
mod rhythm;

use again::Again;
use allergy::AllergyBanner;
pub(super) use allergy::{Allergies, known_allergies};
use lines::Lines;
use order::Order;
use order_fields::OrderFields;

/// A prescription to be written.
#[component]
pub(crate) fn PrescribePage() -> impl IntoView {
    let bedside = Bedside::here();
    view! {
        <EntryScreen name="prescribe" title=t!("rx-title") bedside>
            <PrescriptionForm bedside />
        </EntryScreen>
    }
}

/// What is being prescribed: the medicines on it, and the one being written.
#[derive(Clone, Copy)]
struct Desk {
    bedside: Bedside,
    favourites: Favourites,
    lines: RwSignal<Vec<DraftPrescription>>,
    order: Order,
    wrong: RwSignal<Option<String>>,
}

impl Desk {
    fn new(bedside: Bedside) -> Self {
        Self {
            bedside,
            favourites: Favourites::load(bedside.engine()),
            lines: RwSignal::default(),
            order: Order::new(),
            wrong: RwSignal::new(None),
        }
    }

    /// Puts a medicine on the prescription, in the place of one of the same name.
    fn put(self, order: DraftPrescription) {
        let order = DraftPrescription {
            when: String::new(),
            ..order
        };
        self.lines.update(|lines| {
            match lines
                .iter_mut()
                .find(|line| line.drug.eq_ignore_ascii_case(&order.drug))
            {
                Some(line) => *line = order,
                None => lines.push(order),
            }
        });
    }

    /// Puts the medicine that is being written on the prescription; false if something is wrong with it.
    fn take(self) -> bool {
        match self.order.check() {
            Ok(order) => {
                self.put(order);
                self.order.clear();
                self.wrong.set(None);
                true
            }
            Err(id) => {
                self.wrong.set(Some(t!("entry-look-again")));
                focus(id);
                false
            }
        }
    }

    /// Whether there is something to sign: what is being written is put on first.
    fn ready(self) -> bool {
        if !self.order.is_empty() && !self.take() {
            return false;
        }
        let some = self.lines.with_untracked(|lines| !lines.is_empty());
        if !some {
            self.wrong.set(Some(t!("rx-none")));
            focus("drug");
        }
        some
    }
}

#[component]
fn PrescriptionForm(bedside: Bedside) -> impl IntoView {
    let desk = Desk::new(bedside);
    let adding = Adding::new(bedside);
    let previewed = RwSignal::new(false);
    let sign = move || {
        if !desk.ready() {
            return;
        }
        let when = locale::now_fhir();
        let orders = desk.lines.get_untracked().into_iter().map(|order| {
            Draft::Prescription(DraftPrescription {
                when: when.clone(),
                ..order
            })
        });
        adding.add(orders.collect(), |records| {
            Some(format!("prescription/{}", records.join(",")))
        });
    };
    let sign = Callback::new(move |()| sign());
    let preview = move || {
        if desk.ready() {
            previewed.set(true);
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    };
    view! {
        <div class="stack" hidden=move || previewed.get()>
            <AllergyBanner bedside />
            <Lines desk />
            <Compose desk />
            <p class="entry-wrong" role="alert">
                {move || desk.wrong.get()}
            </p>
            <TroubleNote of=adding.trouble() />
            <div class="actions">
                <Button kind=Kind::Primary icon=Glyph::Pen id="sign" busy=adding.busy() on_press=sign>
                    {t!("rx-sign")}
                </Button>
                <Button icon=Glyph::Eye id="preview" on_press=preview>
                    {t!("rx-preview")}
                </Button>
            </div>
            <Again desk />
        </div>
        <Show when=move || previewed.get()>
            <Preview desk adding sign previewed />
        </Show>
    }
}

/// The medicine that is being written.
#[component]
fn Compose(desk: Desk) -> impl IntoView {
    let put = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if desk.take() {
            focus("drug");
        }
    };
    view! {
        <form novalidate on:submit=put>
            <Card heading=t!("rx-medicine")>
                <OrderFields desk />
                <div class="actions">
                    <Button kind=Kind::Add icon=Glyph::Plus id="another" submit=true>
                        {t!("rx-another")}
                    </Button>
                </div>
            </Card>
        </form>
    }
}

/// The prescription as it will be on paper.
#[component]
fn Preview(
    desk: Desk,
    adding: Adding,
    sign: Callback<()>,
    previewed: RwSignal<bool>,
) -> impl IntoView {
    let paper = Signal::derive(move || Paper::unsigned(desk.bedside, desk.lines.get()));
    let back = move || {
        previewed.set(false);
        focus("drug");
    };
    view! {
        <Sheet paper />
        <TroubleNote of=adding.trouble() />
        <div class="actions">
            <Button kind=Kind::Primary icon=Glyph::Pen id="sign-previewed" busy=adding.busy() on_press=sign>
                {t!("rx-sign")}
            </Button>
            <Button icon=Glyph::ArrowLeft id="change" on_press=back>
                {t!("rx-change")}
            </Button>
        </div>
    }
}
