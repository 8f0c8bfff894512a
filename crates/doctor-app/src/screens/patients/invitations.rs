//! Who is on the way to be a patient, and what is waited for.

use bridge::{Invitation, InvitationState};
use leptos::prelude::*;
use ui::prelude::*;

use crate::practice::Practice;

/// The invitations that are of concern; nothing where there are none.
#[component]
pub(crate) fn Invitations() -> impl IntoView {
    let practice = Practice::expect();
    let pending = Memo::new(move |_| practice.pending());
    view! {
        <Show when=move || !pending.read().is_empty()>
            <Card heading=t!("patients-on-the-way") id="invitations">
                <Rows>
                    {move || {
                        pending
                            .get()
                            .into_iter()
                            .map(|invitation| view! { <InvitationRow invitation /> })
                            .collect_view()
                    }}
                </Rows>
            </Card>
        </Show>
    }
}

#[component]
fn InvitationRow(invitation: Invitation) -> impl IntoView {
    let Invitation {
        id,
        state,
        name,
        code,
        until,
        ..
    } = invitation;
    let name = name.unwrap_or_else(|| t!("patients-new-patient"));
    let (icon, words) = match state {
        InvitationState::Open => (
            Glyph::QrCode,
            t!("patients-waits-scan", when = locale::when(until)),
        ),
        InvitationState::Answered => (Glyph::Hourglass, t!("patients-waits-consent")),
        InvitationState::Accepted => (Glyph::Check, t!("patients-accepted")),
        InvitationState::Denied => (Glyph::UserX, t!("patients-denied")),
        InvitationState::Over => (Glyph::Clock, t!("patients-over")),
        InvitationState::Suspicious => (Glyph::Warning, t!("patients-suspicious")),
    };
    let code = code.filter(|_| state == InvitationState::Answered);
    view! {
        <Row icon=icon title=name detail=words href=format!("/doctor/visit/{id}")>
            {code
                .map(|code| {
                    view! {
                        <span class="row-code">
                            <span class="for-ears">{t!("patients-code")}</span>
                            {code}
                        </span>
                    }
                })}
        </Row>
    }
}
