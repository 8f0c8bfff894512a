//! Coming back with the kit's words.

use bridge::{Answer, Hidden, Request, Standing, Work};
use leptos::{ev, prelude::*};

use super::{
    Made, Outside, Ways,
    check_kit::{KitWords, cleaned},
    clear::ClearDevice,
    new_passphrase::{NewPassphrase, NewPassphraseFields},
    still_coming::StillComing,
};
use crate::{
    components::{Button, Card, Kind, Progress, Screen, TroubleNote},
    engine::Engine,
    t,
};

/// The 24 words, and a new passphrase.
#[component]
pub(super) fn Recover(ways: Ways) -> impl IntoView {
    let engine = Engine::expect();
    let coming_back = engine.asking();
    let words = RwSignal::new(String::new());
    let asked = RwSignal::new(false);
    let passphrase = NewPassphrase::new();
    // Somebody is here already, and forgot the passphrase.
    let locked = matches!(engine.standing().get_untracked(), Some(Standing::Locked(_)));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        asked.set(true);
        let typed = cleaned(&words.read_untracked());
        let (Some(passphrase), 24) = (passphrase.take(), typed.split(' ').count()) else {
            return;
        };
        let request = Request::Recover {
            words: Hidden::new(typed),
            passphrase: Hidden::new(passphrase),
        };
        coming_back.send(request, move |answer| {
            if let Answer::Kit(kit) = answer {
                ways.show_kit(kit, Made::ComingBack, engine);
            }
        });
    };
    view! {
        <Screen name="recover" title=t!("door-recover-title") lead=t!("door-recover-lead") centred=true>
            {locked.then(|| view! { <p class="muted">{t!("door-recover-keeps")}</p> })}
            <Card>
                <form class="form" on:submit=send novalidate>
                    <KitWords words asked />
                    <NewPassphraseFields of=passphrase />
                    <TroubleNote of=coming_back.trouble() />
                    <StillComing of=coming_back.busy() />
                    <Progress of=engine.progress(Work::Keys) label=t!("door-making-keys") />
                    <Button kind=Kind::Primary submit=true id="send" busy=coming_back.busy()>
                        {t!("door-recover-now")}
                    </Button>
                </form>
            </Card>
            <Button kind=Kind::Quiet id="back" on_press=move || ways.outside.set(Outside::Welcome)>
                {t!("app-back")}
            </Button>
            {locked.then(|| view! { <ClearDevice ways /> })}
        </Screen>
    }
}
