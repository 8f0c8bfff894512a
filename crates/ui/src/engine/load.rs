//! What a screen shows of the engine's answers, asked again when it changes.

use bridge::{Answer, Cause, Reply, Request, Trouble};
use leptos::{prelude::*, task::spawn_local};

use super::Engine;
use crate::components::{Skeleton, TroubleCard};

/// An answer that follows the changes; the old one stays until the new one is there.
pub struct Loaded<T: Send + Sync + 'static> {
    value: RwSignal<Option<Result<T, Trouble>>>,
    again: RwSignal<u64>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: Send + Sync + 'static> Loaded<T> {
    /// The value, once it is there; reactive.
    pub fn get(self) -> Option<T>
    where
        T: Clone,
    {
        self.value
            .with(|value| value.as_ref()?.as_ref().ok().cloned())
    }

    /// Something of the value, without a copy of all of it; reactive.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.value
            .with(|value| value.as_ref()?.as_ref().ok().map(read))
    }

    /// The value or what went wrong; `None` while it comes for the first time.
    pub fn reply(self) -> Signal<Option<Result<T, Trouble>>> {
        self.value.into()
    }

    /// Asks again. What went wrong before is taken away meanwhile.
    pub fn again(self) {
        if self
            .value
            .with_untracked(|value| matches!(value, Some(Err(_))))
        {
            self.value.set(None);
        }
        self.again.update(|count| *count += 1);
    }
}

impl Engine {
    /// Asks, and asks again whenever what is shown may have changed, or a signal in `request` has.
    /// `pick` takes what is wanted out of the answer.
    ///
    /// ```text
    /// let news = engine.load(|| Request::News, |answer| match answer {
    ///     Answer::News(news) => Some(news),
    ///     _ => None,
    /// });
    /// view! { <Loading of=news let:news>{news.len()}</Loading> }
    /// ```
    pub fn load<T: Send + Sync + 'static>(
        self,
        request: impl Fn() -> Request + Send + Sync + 'static,
        pick: impl Fn(Answer) -> Option<T> + Clone + 'static,
    ) -> Loaded<T> {
        let loaded = Loaded {
            value: RwSignal::new(None),
            again: RwSignal::new(0),
        };
        let request = Memo::new(move |_| request());
        let changes = self.changes;
        let version = Memo::new(move |_| {
            let count = loaded.again.get();
            let news = request.with(|request| match request {
                // What others publish does not follow the records, and is fetched from the server.
                Request::Classifiers => 0,
                request => changes.with(|changes| changes.of(vault_of(request))),
            });
            count + news
        });
        // One question at a time; what changes meanwhile is asked about afterwards.
        let asking = StoredValue::new(false);
        let stale = StoredValue::new(false);
        let shown = StoredValue::new(None::<Request>);
        let last = StoredValue::new(None::<Reply>);
        Effect::new(move |_| {
            // Read, and not only tracked: a memo that was never computed follows nothing.
            version.get();
            let request_now = request.get();
            if shown.with_value(|shown| shown.as_ref().is_some_and(|shown| *shown != request_now)) {
                loaded.value.set(None);
                last.set_value(None);
            }
            shown.set_value(Some(request_now));
            if asking.get_value() {
                stale.set_value(true);
                return;
            }
            asking.set_value(true);
            let pick = pick.clone();
            spawn_local(async move {
                while let Some(Some(asked)) = shown.try_get_value() {
                    let _ = stale.try_set_value(false);
                    let reply = self.ask(asked.clone()).await;
                    let still = shown.try_get_value().flatten() == Some(asked);
                    if still && last.try_with_value(|last| is_news(last, &reply)) == Some(true) {
                        let _ = last.try_set_value(Some(reply.clone()));
                        let _ = loaded.value.try_set(Some(picked(reply, &pick)));
                    }
                    if stale.try_get_value() != Some(true) {
                        break;
                    }
                }
                let _ = asking.try_set_value(false);
            });
        });
        loaded
    }
}

/// Whether a reply is to be shown: it differs from the last one, and does not take away what is there only
/// because the server could not be asked.
fn is_news(last: &Option<Reply>, reply: &Reply) -> bool {
    let passing =
        |trouble: &Trouble| matches!(trouble.cause, Cause::Offline | Cause::Busy | Cause::Garbage);
    match (last, reply) {
        (Some(Ok(_)), Err(trouble)) => !passing(trouble),
        (Some(Ok(last)), Ok(reply)) => last != reply,
        _ => true,
    }
}

fn picked<T>(reply: Reply, pick: &impl Fn(Answer) -> Option<T>) -> Result<T, Trouble> {
    let odd = || Trouble::new(Cause::Other, "the engine answered something else");
    reply.and_then(|answer| pick(answer).ok_or_else(odd))
}

/// The vault a request is about; `None` if any change may concern it.
fn vault_of(request: &Request) -> Option<&str> {
    match request {
        Request::Records { vault }
        | Request::Resource { vault, .. }
        | Request::Versions { vault, .. }
        | Request::History { vault } => vault.as_deref(),
        _ => None,
    }
}

/// Shows what was loaded: grey shapes until it is there, what to do if it does not come.
///
/// `<Loading of=patients let:patients>{patients.len()}</Loading>`
#[component]
pub fn Loading<T, F, V>(
    /// What is loaded.
    of: Loaded<T>,
    /// How many grey lines stand for it.
    #[prop(default = 3)]
    lines: usize,
    /// What to make of it; made anew at every change.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Send + 'static,
    V: IntoView + 'static,
{
    move || match of.value.get() {
        None => view! { <Skeleton lines=lines /> }.into_any(),
        Some(Ok(value)) => children(value).into_any(),
        Some(Err(trouble)) => {
            view! { <TroubleCard trouble=trouble on_again=move || of.again() /> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_when_the_server_cannot_be_asked() {
        let old = Some(Ok(Answer::Count(1)));
        let trouble = |cause| Err(Trouble::new(cause, ""));
        assert!(!is_news(&old, &trouble(Cause::Offline)));
        assert!(is_news(&old, &trouble(Cause::AccessEnded)));
        assert!(is_news(&None, &trouble(Cause::Offline)));
    }

    #[test]
    fn the_same_again_is_no_news() {
        let old = Some(Ok(Answer::Count(1)));
        assert!(!is_news(&old, &Ok(Answer::Count(1))));
        assert!(is_news(&old, &Ok(Answer::Count(2))));
        assert!(is_news(&None, &Ok(Answer::Count(1))));
    }
}
