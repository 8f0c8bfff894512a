//! Asking somebody else's classifier, as the screens do it.

use std::{cell::Cell, ops::ControlFlow, rc::Rc, time::Duration};

use bridge::{Answer, Cause, Classifier, Event, Request, Verdict, Work};
use client::{
    account::{Home, SignUp},
    classifiers::{Listing, Provider, Status, Terms},
    session::Session,
    storage::memory::Memory,
};
use knn::{Model, Names, Rule, Weights};
use tokio::task::JoinHandle;
use wire::{
    classifier::{LatticeVersion, Source},
    person::Role,
};

use crate::world::{App, Clinic, PASSPHRASE, eventually, on_one_thread};

/// A laboratory's account, what it has published, and its program.
struct Laboratory {
    session: Session<Rc<Memory>>,
    model: Model,
    listing: Listing,
    clinic: crate::world::Device,
}

/// The laboratory's program under way, and what it has done.
struct Running {
    status: Rc<Cell<Status>>,
    task: JoinHandle<()>,
}

impl Laboratory {
    async fn open(clinic: &Clinic, daily: u32) -> Self {
        let device = clinic.device();
        let home = Home::new(Rc::new(Memory::default()), device.env());
        let url = clinic.url();
        let new = SignUp {
            server: &url,
            role: Role::Doctor,
            name: "City Pathology Laboratory",
            registration: Some("KMC-1"),
            passphrase: PASSPHRASE,
        };
        let (mut session, _) = home.sign_up(&new).await.unwrap();
        let model = model();
        let terms = Terms {
            purpose: "Tells two kinds of leaves apart.".to_owned(),
            units: vec!["mm".to_owned(), String::new(), String::new()],
            source: Source::Lattice(LatticeVersion { version: 1 }),
            daily,
        };
        let listing = session.publish_classifier(&model, &terms, None).await;
        Self {
            session,
            model,
            listing: listing.unwrap(),
            clinic: device,
        }
    }

    fn provider(&self) -> Provider {
        let env = self.clinic.env();
        self.session
            .answer_for(&self.listing, &self.model, env)
            .unwrap()
    }

    /// Starts the program, and waits until it answers.
    async fn start(&self, app: &App) -> Running {
        let running = Running::start(self.provider());
        eventually(async || app.ask(prepare(&self.listing)).await.ok()).await;
        running
    }
}

impl Running {
    fn start(mut provider: Provider) -> Self {
        let status = Rc::new(Cell::new(Status::default()));
        let told = Rc::clone(&status);
        let task = tokio::task::spawn_local(async move {
            let on_status = |status: &Status| {
                told.set(*status);
                ControlFlow::Continue(())
            };
            provider.serve(on_status).await.unwrap();
        });
        Self { status, task }
    }

    async fn stop(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }
}

fn rows(count: u32) -> Vec<Vec<f64>> {
    let mut state = 11_u32;
    let mut next = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 20)
    };
    (0..count)
        .map(|_| (0..3).map(|_| next()).collect())
        .collect()
}

fn model() -> Model {
    let rows = rows(24);
    let labels = rows.iter().map(|row| u8::from(row[0] > row[1])).collect();
    let names = Names {
        title: "Leaves".to_owned(),
        features: ["length", "lobes", "veins"].map(str::to_owned).to_vec(),
        classes: ["oak", "elm"].map(str::to_owned).to_vec(),
    };
    Model::train(
        names,
        &rows,
        labels,
        Rule::new(3, Weights::Uniform, 2).unwrap(),
    )
    .unwrap()
}

fn prepare(listing: &Listing) -> Request {
    Request::PrepareQuestion {
        classifier: listing.card().id.to_string(),
    }
}

fn ask(listing: &Listing, values: &[f64]) -> Request {
    Request::AskClassifier {
        classifier: listing.card().id.to_string(),
        values: values.to_vec(),
    }
}

async fn verdict(app: &App, listing: &Listing, values: &[f64]) -> Verdict {
    match app.get(ask(listing, values)).await {
        Answer::Verdict(verdict) => verdict,
        other => panic!("{other:?}"),
    }
}

async fn listed(app: &App) -> Vec<Classifier> {
    match app.get(Request::Classifiers).await {
        Answer::Classifiers(all) => all,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_question_is_made_ready_and_answered_as_the_model_would() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = clinic.doctor("Dr Rao").await;
        assert_eq!(listed(&rao).await, []);
        let laboratory = Laboratory::open(&clinic, 100).await;
        let [card] = &listed(&rao).await[..] else {
            panic!("one is published");
        };
        assert_eq!(card.title, "Leaves");
        assert_eq!(card.provider, "City Pathology Laboratory");
        assert_eq!((card.samples, card.neighbours, card.daily), (24, 3, 100));
        assert_eq!(card.features[0].unit, "mm");
        assert!(card.features[0].low < card.features[0].high);

        let listing = &laboratory.listing;
        assert_eq!(rao.refused(prepare(listing)).await, Cause::ProviderAway);
        let running = laboratory.start(&rao).await;
        let told = |event: &Event| matches!(event, Event::Progress { work: Work::Question, done, total } if done == total);
        assert!(rao.events.borrow().iter().any(told));
        // Ready is ready, however often it is asked for.
        rao.get(prepare(listing)).await;
        assert_eq!(running.status.get().opened, 1);
        for row in &rows(32)[24..] {
            let answer = verdict(&rao, listing, row).await;
            let class = laboratory.model.classify(row).unwrap();
            let names = &laboratory.model.names().classes;
            assert_eq!(answer.class, names[usize::from(class)]);
        }
        let far = verdict(&rao, listing, &[1e9, rows(1)[0][1], -5.0]).await;
        assert_eq!(far.outside, [0, 2]);
        assert_eq!(running.status.get().opened, 9);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_question_is_refused_and_costs_nothing() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = clinic.doctor("Dr Rao").await;
        let laboratory = Laboratory::open(&clinic, 2).await;
        let listing = &laboratory.listing;
        let running = laboratory.start(&rao).await;
        for values in [&[1.0, 2.0][..], &[1.0, 2.0, f64::NAN], &[]] {
            assert_eq!(rao.refused(ask(listing, values)).await, Cause::BadEntry);
        }
        verdict(&rao, listing, &[1.0, 2.0, 3.0]).await;
        assert_eq!(running.status.get().opened, 1);
        let unknown = Request::PrepareQuestion {
            classifier: "00".to_owned(),
        };
        assert_eq!(rao.refused(unknown).await, Cause::NotFound);
    })
    .await;
}

#[tokio::test]
async fn the_limit_is_told_with_its_end_and_ends() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = clinic.doctor("Dr Rao").await;
        let laboratory = Laboratory::open(&clinic, 2).await;
        let listing = &laboratory.listing;
        let _running = laboratory.start(&rao).await;
        for _ in 0..2 {
            verdict(&rao, listing, &[1.0, 2.0, 3.0]).await;
        }
        let trouble = rao.ask(prepare(listing)).await.unwrap_err();
        assert_eq!(trouble.cause, Cause::AskedEnough);
        let (now, hour) = ((clinic.device().env().now)(), 3_600_000);
        let until = trouble.until.unwrap();
        assert!(now < until && until <= now + 26 * hour, "{until}");
        clinic.later((until - now) / 60_000 + 1);
        verdict(&rao, listing, &[1.0, 2.0, 3.0]).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_ready_and_is_no_more_is_made_ready_again() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = clinic.doctor("Dr Rao").await;
        let laboratory = Laboratory::open(&clinic, 100).await;
        let listing = &laboratory.listing;
        let running = laboratory.start(&rao).await;
        // The provider's program is started anew: it knows nothing of the inquiry.
        running.stop().await;
        let running = Running::start(laboratory.provider());
        let answer = rao.ask(ask(listing, &[1.0, 2.0, 3.0])).await;
        if let Err(trouble) = &answer {
            // Not connected again yet.
            assert_eq!(trouble.cause, Cause::ProviderAway);
        }
        eventually(async || rao.ask(prepare(listing)).await.ok()).await;
        verdict(&rao, listing, &[1.0, 2.0, 3.0]).await;

        // Nobody keeps an inquiry for hours.
        rao.get(prepare(listing)).await;
        let opened = running.status.get().opened;
        clinic.later(60);
        verdict(&rao, listing, &[1.0, 2.0, 3.0]).await;
        assert_eq!(running.status.get().opened, opened + 1);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_ready_for_who_has_locked_the_app() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = clinic.doctor("Dr Rao").await;
        let laboratory = Laboratory::open(&clinic, 100).await;
        let listing = &laboratory.listing;
        let running = laboratory.start(&rao).await;
        rao.get(Request::Lock).await;
        assert_eq!(rao.refused(prepare(listing)).await, Cause::Locked);
        let question = ask(listing, &[1.0, 2.0, 3.0]);
        assert_eq!(rao.refused(question).await, Cause::Locked);
        rao.unlock().await;
        verdict(&rao, listing, &[1.0, 2.0, 3.0]).await;
        assert_eq!(running.status.get().opened, 2);
    })
    .await;
}

#[tokio::test]
async fn records_are_read_while_a_provider_keeps_one_waiting() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = Rc::new(clinic.doctor("Dr Rao").await);
        let laboratory = Laboratory::open(&clinic, 100).await;
        let (listing, mut provider) = (&laboratory.listing, laboratory.provider());
        // It takes the inquiry up, and is then never heard of again.
        let stopping = provider.serve(|status| match status.opened {
            0 => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        });
        let (asker, request) = (Rc::clone(&rao), prepare(listing));
        let waiting = tokio::task::spawn_local(async move {
            loop {
                let reply = asker.ask(request.clone()).await;
                if !matches!(&reply, Err(trouble) if trouble.cause == Cause::ProviderAway) {
                    return reply;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        stopping.await.unwrap();
        rao.get(Request::Patients).await;
        assert!(!waiting.is_finished());
        waiting.abort();
    })
    .await;
}

#[tokio::test]
async fn without_a_network_nothing_is_asked() {
    on_one_thread(async {
        let clinic = Clinic::open().await;
        let rao = clinic.doctor("Dr Rao").await;
        let laboratory = Laboratory::open(&clinic, 100).await;
        clinic.stop().await;
        assert_eq!(rao.refused(Request::Classifiers).await, Cause::Offline);
        let question = ask(&laboratory.listing, &[1.0, 2.0, 3.0]);
        assert_eq!(rao.refused(question).await, Cause::Offline);
    })
    .await;
}
