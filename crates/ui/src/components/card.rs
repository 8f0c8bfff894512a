//! Cards on paper. The left edge says who sees what is on them.

use bridge::Visibility;
use leptos::prelude::*;

/// The colour of a card's left edge. The words on the card say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// No record: no edge.
    #[default]
    None,
    /// Waits for the patient: marigold.
    Waits,
    /// The doctors on the list see it: teal.
    Shared,
    /// The patient alone: grey.
    Private,
    /// An allergy, a removal, an error: red.
    Danger,
}

impl From<Visibility> for Edge {
    fn from(visibility: Visibility) -> Self {
        match visibility {
            Visibility::Inbox => Self::Waits,
            Visibility::Shared => Self::Shared,
            Visibility::Private | Visibility::ShownToMe | Visibility::Waiting => Self::Private,
        }
    }
}

/// A card. With a heading it is a section named by it.
///
/// `<Card heading=t!("home-medicines") edge=Edge::Shared>…</Card>`
#[component]
pub fn Card(
    /// The left edge; may change, and then slides.
    #[prop(optional, into)]
    edge: Signal<Edge>,
    /// An `h2` at its top.
    #[prop(optional, into)]
    heading: Option<String>,
    /// What stands at the right of the heading: a time, a link.
    #[prop(optional, into)]
    beside: ViewFn,
    /// Its id.
    #[prop(optional, into)]
    id: Option<&'static str>,
    /// More classes: `card-teal` for a soft teal ground, `card-plain` without a padding.
    #[prop(optional, into)]
    class: &'static str,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let edge_name = move || match edge.get() {
        Edge::None => None,
        Edge::Waits => Some("waits"),
        Edge::Shared => Some("shared"),
        Edge::Private => Some("private"),
        Edge::Danger => Some("danger"),
    };
    let label = heading.clone();
    view! {
        <section class=format!("card {class}") data-edge=edge_name id=id aria-label=label>
            {heading
                .map(|heading| {
                    view! {
                        <div class="card-head">
                            <h2>{heading}</h2>
                            {beside.run()}
                        </div>
                    }
                })}
            {children()}
        </section>
    }
}
