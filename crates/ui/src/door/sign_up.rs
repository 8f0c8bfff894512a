//! A new account.

use bridge::{Answer, Hidden, Request, Role, Work};
use leptos::{ev, prelude::*};

use super::{
    Made, Outside, Ways,
    new_passphrase::{NewPassphrase, NewPassphraseFields},
    still_coming::StillComing,
};
use crate::{
    components::{Button, Card, Field, Kind, Progress, Screen, TroubleNote},
    engine::Engine,
    t,
};

/// Name, registration number of a doctor, passphrase.
#[component]
pub(super) fn SignUp(ways: Ways) -> impl IntoView {
    let engine = Engine::expect();
    let doctor = engine.role() == Role::Doctor;
    let making = engine.asking();
    let name = RwSignal::new(String::new());
    let registration = RwSignal::new(String::new());
    let passphrase = NewPassphrase::new();
    let asked = RwSignal::new(false);
    let no_name = move || {
        let empty = name.read().trim().is_empty();
        (asked.get() && empty).then(|| t!("door-name-missing"))
    };
    let no_number = move || {
        let empty = registration.read().trim().is_empty();
        (asked.get() && empty).then(|| t!("door-registration-missing"))
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        let typed = name.read_untracked().trim().to_owned();
        let number = registration.read_untracked().trim().to_owned();
        let passphrase = passphrase.take();
        if typed.is_empty() || (doctor && number.is_empty()) {
            return;
        }
        let Some(passphrase) = passphrase else { return };
        let request = Request::SignUp {
            name: typed,
            registration: doctor.then_some(number),
            passphrase: Hidden::new(passphrase),
        };
        making.send(request, move |answer| {
            if let Answer::Kit(kit) = answer {
                ways.show_kit(kit, Made::SigningUp, engine);
            }
        });
    };
    let registration_field = doctor.then(|| {
        view! {
            <Field
                id="registration"
                label=t!("door-registration")
                hint=t!("door-registration-hint")
                value=registration
                error=Signal::derive(no_number)
            />
        }
    });
    view! {
        <Screen name="sign-up" title=t!("door-sign-up-title") lead=t!("door-sign-up-lead") centred=true>
            <Card>
                <form class="form" on:submit=send novalidate>
                    <Field
                        id="name"
                        label=if doctor { t!("door-name-doctor") } else { t!("door-name") }
                        value=name
                        autocomplete="name"
                        max_length=100_u32
                        error=Signal::derive(no_name)
                    />
                    {registration_field}
                    <NewPassphraseFields of=passphrase name=name />
                    <TroubleNote of=making.trouble() />
                    <StillComing of=making.busy() />
                    <Progress of=engine.progress(Work::Keys) label=t!("door-making-keys") />
                    <Button kind=Kind::Primary submit=true id="send" busy=making.busy()>
                        {t!("door-sign-up")}
                    </Button>
                </form>
            </Card>
            <Button kind=Kind::Quiet id="back" on_press=move || ways.outside.set(Outside::Welcome)>
                {t!("app-back")}
            </Button>
        </Screen>
    }
}
