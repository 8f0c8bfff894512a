//! A bell: rung from anywhere, waited for by one. A ring that nobody waits for is kept.

use std::{
    cell::RefCell,
    future::poll_fn,
    task::{Poll, Waker},
};

#[derive(Debug, Default)]
pub(crate) struct Bell(RefCell<State>);

#[derive(Debug, Default)]
struct State {
    rung: bool,
    waits: Option<Waker>,
}

impl Bell {
    pub(crate) fn ring(&self) {
        let mut state = self.0.borrow_mut();
        state.rung = true;
        if let Some(waker) = state.waits.take() {
            waker.wake();
        }
    }

    pub(crate) async fn wait(&self) {
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            if std::mem::take(&mut state.rung) {
                return Poll::Ready(());
            }
            state.waits = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[tokio::test]
    async fn a_ring_is_heard_by_who_waits_and_by_who_comes_later() {
        let bell = Rc::new(Bell::default());
        bell.ring();
        bell.ring();
        bell.wait().await;
        let other = Rc::clone(&bell);
        let local = tokio::task::LocalSet::new();
        let heard = local.spawn_local(async move { other.wait().await });
        local
            .run_until(async move {
                tokio::task::yield_now().await;
                bell.ring();
                heard.await.unwrap();
            })
            .await;
    }
}
