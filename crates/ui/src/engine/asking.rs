//! One thing asked at the press of a button: whether it is under way, and what went wrong.

use bridge::{Answer, Request, Trouble};
use leptos::{prelude::*, task::spawn_local};

use super::Engine;

/// What a button asks.
///
/// ```text
/// let saving = Engine::expect().asking();
/// view! {
///     <TroubleNote of=saving.trouble() />
///     <Button busy=saving.busy() on_press=move || saving.send(Request::Sync, |_| ())>"Sync"</Button>
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Asking {
    engine: Engine,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
}

impl Asking {
    pub(super) fn new(engine: Engine) -> Self {
        Self {
            engine,
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// Asks, unless it is asking already; what comes back goes to `then`, or it is trouble.
    pub fn send(self, request: Request, then: impl FnOnce(Answer) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let reply = self.engine.ask(request).await;
            // The screen may be gone by now; its signals are then too.
            let _ = self.busy.try_set(false);
            match reply {
                Ok(answer) => then(answer),
                Err(trouble) => {
                    let _ = self.trouble.try_set(Some(trouble));
                }
            }
        });
    }

    /// Whether it is under way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What went wrong the last time.
    pub fn trouble(self) -> Signal<Option<Trouble>> {
        self.trouble.into()
    }

    /// Says what is wrong without asking, or forgets what was.
    pub fn complain(self, trouble: Option<Trouble>) {
        self.trouble.set(trouble);
    }
}
