//! Inquiries: frames carried between asker and provider, in order, bounded, to nobody else.

use std::time::Duration;

use tokio::time::timeout;
use wire::{
    SUITE,
    api::{
        classifiers::{
            Done, Exchanged, FRAME_LIMIT, Frame, Poll, Refusal, Refused, Reply, Work, WorkItem,
        },
        path,
    },
    classifier::{Classifier, Opening},
    codec::{self, Bytes},
    id::{ClassifierId, InquiryId},
    log::CLOCK_SKEW,
    sign::Signed,
};

use crate::{
    classifiers::{at, card, publish},
    people::{Human, noise},
    web::{Answer, DAY, HOUR, Web},
};

const WORKER: [u8; 16] = [1; 16];
const OTHER_WORKER: [u8; 16] = [2; 16];

/// A provider with a published card, and somebody who asks.
struct Scene {
    web: Web,
    lab: Human,
    asha: Human,
    card: Classifier,
}

impl Scene {
    async fn new(daily: u32) -> Self {
        Self::with(daily, |_| {}).await
    }

    async fn with(daily: u32, change: impl FnOnce(&mut server::Config)) -> Self {
        let web = Web::with(|config| {
            config.work_wait = Duration::from_millis(300);
            config.work_grace = Duration::from_secs(20);
            change(config);
        })
        .await;
        let (lab, asha) = (Human::doctor(&web).await, Human::patient(&web).await);
        let card = card(&web, &lab, daily);
        publish(&web, &lab, &card).await.done();
        Self {
            web,
            lab,
            asha,
            card,
        }
    }

    fn opening(&self) -> Opening {
        Opening {
            suite: SUITE,
            classifier: self.card.id,
            card: self.lab.sign(&self.card).hash(),
            provider: self.lab.id,
            provider_key: 0,
            asker: self.asha.id,
            device: self.asha.device_id(),
            asker_seq: 0,
            time: self.web.now(),
            sealed: Bytes(noise(2000)),
        }
    }

    async fn open(&self) -> Answer {
        self.open_as(&self.asha, &self.asha.sign(&self.opening()))
            .await
    }

    async fn open_as(&self, by: &Human, signed: &Signed<Opening>) -> Answer {
        let path = named(path::INQUIRIES, &self.card.id);
        self.web.post(&path, Some(&by.token), signed).await
    }

    async fn poll(&self, worker: [u8; 16]) -> Work {
        let path = named(path::WORK, &self.card.id);
        let poll = Poll { worker };
        self.web
            .post(&path, Some(&self.lab.token), &poll)
            .await
            .ok()
    }

    /// The next frame for the provider.
    async fn item(&self, worker: [u8; 16]) -> WorkItem {
        for _ in 0..40 {
            let work = self.poll(worker).await;
            if let [item] = &work.items[..] {
                return item.clone();
            }
            assert!(work.items.is_empty());
        }
        panic!("no work came");
    }

    async fn say(&self, item: &WorkItem, worker: [u8; 16], reply: Reply) -> Answer {
        let path = two(path::DONE, &self.card.id, &item.inquiry);
        let done = Done {
            worker,
            number: item.frame.number,
            reply,
        };
        self.web.post(&path, Some(&self.lab.token), &done).await
    }

    async fn ask(&self, inquiry: &InquiryId, number: u32, sealed: Vec<u8>) -> Answer {
        let path = two(path::INQUIRY, &self.card.id, inquiry);
        let frame = Frame {
            number,
            sealed: Bytes(sealed),
        };
        self.web.post(&path, Some(&self.asha.token), &frame).await
    }

    /// An inquiry that was opened and answered once.
    async fn opened(&self, worker: [u8; 16]) -> InquiryId {
        let provider = async {
            let item = self.item(worker).await;
            self.say(&item, worker, frame(b"salt")).await.done();
        };
        let (answer, ()) = tokio::join!(self.open(), provider);
        answer.ok::<Exchanged>().inquiry
    }
}

fn frame(bytes: &[u8]) -> Reply {
    Reply::Frame(Bytes(bytes.to_vec()))
}

fn named(template: &str, id: &ClassifierId) -> String {
    template.replace("{classifier}", &id.to_string())
}

fn two(template: &str, id: &ClassifierId, inquiry: &InquiryId) -> String {
    named(template, id).replace("{inquiry}", &inquiry.to_string())
}

#[tokio::test]
async fn frames_go_up_and_answers_come_down_as_they_are() {
    let scene = Scene::new(20).await;
    scene.poll(WORKER).await;
    let signed = scene.asha.sign(&scene.opening());
    let provider = async {
        let item = scene.item(WORKER).await;
        assert_eq!((item.asker, item.frame.number), (scene.asha.id, 0));
        assert_eq!(item.frame.sealed.0, codec::to_bytes(&signed));
        scene.say(&item, WORKER, frame(b"salt")).await.done();
    };
    let (answer, ()) = tokio::join!(scene.open_as(&scene.asha, &signed), provider);
    let exchanged: Exchanged = answer.ok();
    assert_eq!((exchanged.number, exchanged.reply), (0, frame(b"salt")));
    for number in 1..4 {
        let large = noise(2 << 20);
        let provider = async {
            let item = scene.item(WORKER).await;
            assert_eq!(item.frame.number, number);
            scene
                .say(&item, WORKER, frame(&item.frame.sealed))
                .await
                .done();
        };
        let ask = scene.ask(&exchanged.inquiry, number, large.clone());
        let (answer, ()) = tokio::join!(ask, provider);
        assert_eq!(answer.ok::<Exchanged>().reply, frame(&large));
    }
    // The end is told to the provider, and nothing goes on.
    let path = two(path::INQUIRY, &scene.card.id, &exchanged.inquiry);
    scene
        .web
        .delete(&path, Some(&scene.asha.token))
        .await
        .done();
    assert_eq!(scene.poll(WORKER).await.ended, [exchanged.inquiry]);
    let late = scene.ask(&exchanged.inquiry, 4, vec![1]).await;
    late.problem(404, "not-found");
}

#[tokio::test]
async fn a_provider_who_is_not_there_is_told_of_at_once_and_counts_nothing() {
    let scene = Scene::new(1).await;
    for _ in 0..3 {
        let answer = timeout(Duration::from_secs(10), scene.open())
            .await
            .unwrap();
        answer.problem(503, "away");
    }
    scene.poll(WORKER).await;
    scene.opened(WORKER).await;
}

#[tokio::test]
async fn an_account_opens_no_more_in_a_day_than_the_card_says_also_after_a_restart() {
    let mut scene = Scene::new(2).await;
    scene.poll(WORKER).await;
    scene.opened(WORKER).await;
    scene.web.wait(HOUR);
    scene.opened(WORKER).await;
    scene.web = scene
        .web
        .restarted(|config| config.work_wait = Duration::from_millis(300))
        .await;
    scene.poll(WORKER).await;
    let answer = scene.open().await;
    let seconds: u64 = answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    answer.problem(429, "rate");
    assert!((22 * 3600..=25 * 3600).contains(&seconds), "{seconds}");
    // Another account has its own number.
    let meera = Human::patient(&scene.web).await;
    let asha = std::mem::replace(&mut scene.asha, meera);
    scene.opened(WORKER).await;
    scene.asha = asha;
    scene.web.wait(seconds * 1000);
    scene.opened(WORKER).await;
    scene.open().await.problem(429, "rate");
    scene.web.wait(DAY + HOUR);
    scene.opened(WORKER).await;
    scene.opened(WORKER).await;
    scene.open().await.problem(429, "rate");
}

#[tokio::test]
async fn a_classifier_that_is_withdrawn_and_published_anew_goes_on_counting() {
    let mut scene = Scene::new(2).await;
    scene.poll(WORKER).await;
    scene.opened(WORKER).await;
    scene.opened(WORKER).await;
    let anew = |scene: &Scene, title: &str| Classifier {
        id: card(&scene.web, &scene.lab, 2).id,
        title: title.to_owned(),
        ..scene.card.clone()
    };
    let withdrawn = at(&scene.card.id);
    scene
        .web
        .delete(&withdrawn, Some(&scene.lab.token))
        .await
        .done();
    scene.card = anew(&scene, &scene.card.title);
    publish(&scene.web, &scene.lab, &scene.card).await.done();
    scene.poll(WORKER).await;
    scene.open().await.problem(429, "rate");
    // Another classifier of the same provider's has its own number.
    scene.card = anew(&scene, "Something else");
    publish(&scene.web, &scene.lab, &scene.card).await.done();
    scene.poll(WORKER).await;
    scene.opened(WORKER).await;
}

/// An inquiry that is not begun because others are under way is none.
#[tokio::test]
async fn an_inquiry_beyond_those_at_once_is_not_counted() {
    let scene = Scene::new(20).await;
    scene.poll(WORKER).await;
    let inquiry = scene.opened(WORKER).await;
    for _ in 1..16 {
        scene.opened(WORKER).await;
    }
    for _ in 0..10 {
        scene.open().await.problem(429, "rate");
    }
    let path = two(path::INQUIRY, &scene.card.id, &inquiry);
    scene
        .web
        .delete(&path, Some(&scene.asha.token))
        .await
        .done();
    // The program is told of the end before it has the opening.
    let work = scene.poll(WORKER).await;
    assert_eq!(work.ended, [inquiry]);
    scene.opened(WORKER).await;
}

#[tokio::test]
async fn an_account_is_held_to_the_servers_own_rate_besides() {
    let rate = server::Rate {
        per_second: 0.001,
        burst: 2.0,
    };
    let scene = Scene::with(100, |config| config.inquiry_rate = rate).await;
    scene.poll(WORKER).await;
    scene.opened(WORKER).await;
    scene.opened(WORKER).await;
    scene.open().await.problem(429, "rate");
}

#[tokio::test]
async fn a_provider_who_goes_away_in_the_middle_is_noticed_and_the_next_inquiry_works() {
    let scene = Scene::with(20, |config| {
        config.work_grace = Duration::from_millis(200);
        config.work_wait = Duration::from_secs(20);
    })
    .await;
    // The program takes the opening, and is killed: it asks no more.
    let killed = async {
        let item = scene.item(WORKER).await;
        assert_eq!(item.frame.number, 0);
    };
    let asked = async {
        loop {
            let problem = scene.open().await.problem(503, "away");
            if problem["detail"].as_str().unwrap().contains("went away") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let both = async { tokio::join!(killed, asked) };
    timeout(Duration::from_secs(15), both).await.unwrap();
    // Another program takes its place, and does not get what was the first one's.
    let serving = async { scene.item(OTHER_WORKER).await };
    let asking = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let answer = scene.open().await;
            if answer.status == 200 {
                return answer.ok::<Exchanged>();
            }
        }
    };
    let serve = async {
        let item = serving.await;
        assert_eq!(item.frame.number, 0);
        scene.say(&item, OTHER_WORKER, frame(b"salt")).await.done();
    };
    let both = async { tokio::join!(asking, serve) };
    let (exchanged, ()) = timeout(Duration::from_secs(15), both).await.unwrap();
    assert_eq!(exchanged.reply, frame(b"salt"));
}

/// A poll whose connection died without a word is still there at the server, and what came by it would be lost.
#[tokio::test]
async fn work_goes_to_a_programs_last_poll() {
    let scene = Scene::with(20, |config| config.work_wait = Duration::from_secs(60)).await;
    let dead = async { assert_eq!(scene.poll(WORKER).await.items, []) };
    let alive = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let item = scene.item(WORKER).await;
        scene.say(&item, WORKER, frame(b"salt")).await.done();
    };
    let asked = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        scene.open().await.ok::<Exchanged>().reply
    };
    let all = async { tokio::join!(dead, alive, asked) };
    let ((), (), reply) = timeout(Duration::from_secs(30), all).await.unwrap();
    assert_eq!(reply, frame(b"salt"));
}

#[tokio::test]
async fn an_answer_that_does_not_come_in_time_ends_the_inquiry() {
    let scene = Scene::with(20, |config| {
        config.inquiry_wait = Duration::from_millis(400)
    })
    .await;
    scene.poll(WORKER).await;
    let (answer, item) = tokio::join!(scene.open(), scene.item(WORKER));
    answer.problem(503, "away");
    assert_eq!(scene.poll(WORKER).await.ended, [item.inquiry]);
    let late = scene.say(&item, WORKER, frame(b"late")).await;
    late.problem(404, "not-found");
}

#[tokio::test]
async fn only_the_two_ends_of_an_inquiry_touch_it_and_in_order() {
    let scene = Scene::new(20).await;
    scene.poll(WORKER).await;
    scene.poll(OTHER_WORKER).await;
    let provider = async {
        let (worker, other, item) = loop {
            let (one, two) = tokio::join!(scene.poll(WORKER), scene.poll(OTHER_WORKER));
            match (&one.items[..], &two.items[..]) {
                ([item], []) => break (WORKER, OTHER_WORKER, item.clone()),
                ([], [item]) => break (OTHER_WORKER, WORKER, item.clone()),
                _ => assert!(one.items.is_empty() && two.items.is_empty()),
            }
        };
        // Not the other program's, not of another number, not of another provider's.
        let stolen = scene.say(&item, other, frame(b"stolen")).await;
        stolen.problem(404, "not-found");
        let mut ahead = item.clone();
        ahead.frame.number = 1;
        let wrong = scene.say(&ahead, worker, frame(b"ahead")).await;
        wrong.problem(409, "conflict");
        scene.say(&item, worker, frame(b"salt")).await.done();
        let twice = scene.say(&item, worker, frame(b"twice")).await;
        twice.problem(409, "conflict");
    };
    let (answer, ()) = tokio::join!(scene.open(), provider);
    let exchanged: Exchanged = answer.ok();
    assert_eq!(exchanged.reply, frame(b"salt"));
    for number in [0, 2, u32::MAX] {
        let wrong = scene.ask(&exchanged.inquiry, number, vec![1]).await;
        wrong.problem(409, "conflict");
    }
    let mallory = Human::doctor(&scene.web).await;
    let path = two(path::INQUIRY, &scene.card.id, &exchanged.inquiry);
    let body = Frame {
        number: 1,
        sealed: Bytes(vec![1]),
    };
    for answer in [
        scene.web.post(&path, Some(&mallory.token), &body).await,
        scene.web.delete(&path, Some(&mallory.token)).await,
        scene
            .web
            .post(
                &named(path::WORK, &scene.card.id),
                Some(&mallory.token),
                &Poll { worker: WORKER },
            )
            .await,
    ] {
        answer.problem(404, "not-found");
    }
}

#[tokio::test]
async fn a_providers_no_is_told_and_ends_the_inquiry() {
    let scene = Scene::new(20).await;
    scene.poll(WORKER).await;
    let no = Reply::Refused(Refused {
        why: Refusal::TooOften,
        seconds: 60,
    });
    let provider = async {
        let item = scene.item(WORKER).await;
        scene.say(&item, WORKER, no.clone()).await.done();
    };
    let (answer, ()) = tokio::join!(scene.open(), provider);
    let exchanged: Exchanged = answer.ok();
    assert_eq!(exchanged.reply, no);
    let after = scene.ask(&exchanged.inquiry, 1, vec![1]).await;
    after.problem(404, "not-found");
}

#[tokio::test]
async fn an_opening_is_the_askers_own_recent_and_for_this_card() {
    let scene = Scene::new(20).await;
    scene.poll(WORKER).await;
    let good = scene.opening();
    let mallory = Human::patient(&scene.web).await;
    let forged = mallory.sign(&good);
    scene
        .open_as(&scene.asha, &forged)
        .await
        .problem(422, "refused");
    scene
        .open_as(&mallory, &scene.asha.sign(&good))
        .await
        .problem(403, "forbidden");
    type Change = fn(&mut Opening);
    let changes: [(Change, u16, &str); 6] = [
        (|opening| opening.suite = 2, 422, "refused"),
        (|opening| opening.provider.0[0] ^= 1, 422, "refused"),
        (|opening| opening.classifier.0[0] ^= 1, 422, "refused"),
        (|opening| opening.card.0[0] ^= 1, 409, "conflict"),
        (|opening| opening.time += CLOCK_SKEW + 1, 422, "refused"),
        (|opening| opening.time -= CLOCK_SKEW + 1, 422, "refused"),
    ];
    for (change, status, kind) in changes {
        let mut bad = good.clone();
        change(&mut bad);
        let answer = scene.open_as(&scene.asha, &scene.asha.sign(&bad)).await;
        answer.problem(status, kind);
    }
    // Withdrawn, there is nothing to ask, and the provider's program hears of it.
    scene
        .web
        .delete(&at(&scene.card.id), Some(&scene.lab.token))
        .await
        .done();
    scene.open().await.problem(404, "not-found");
    let path = named(path::WORK, &scene.card.id);
    let poll = Poll { worker: WORKER };
    let answer = scene.web.post(&path, Some(&scene.lab.token), &poll).await;
    answer.problem(404, "not-found");
}

#[tokio::test]
async fn frames_have_bounds_and_so_have_all_of_them_together() {
    let scene = Scene::with(20, |config| config.inquiry_room = 3 << 20).await;
    scene.poll(WORKER).await;
    let inquiry = scene.opened(WORKER).await;
    let huge = scene.ask(&inquiry, 1, vec![0; FRAME_LIMIT + 2000]).await;
    assert!(matches!(huge.status, 413 | 503), "{}", huge.status);
    let large = scene.ask(&inquiry, 1, vec![0; 4 << 20]).await;
    large.problem(503, "away");
    // What fits goes on.
    let provider = async {
        let item = scene.item(WORKER).await;
        scene.say(&item, WORKER, frame(b"answer")).await.done();
    };
    let (answer, ()) = tokio::join!(scene.ask(&inquiry, 1, vec![0; 1 << 20]), provider);
    answer.ok::<Exchanged>();
}

#[tokio::test]
async fn one_account_does_not_take_all_the_room() {
    let scene = Scene::with(20, |config| config.inquiry_share = 3 << 20).await;
    scene.poll(WORKER).await;
    let mut scene = scene;
    let inquiry = scene.opened(WORKER).await;
    let large = scene.ask(&inquiry, 1, vec![0; 4 << 20]).await;
    large.problem(503, "away");
    // What one account holds is nobody else's loss, and is given back.
    let held = scene.opened(WORKER).await;
    let meera = Human::patient(&scene.web).await;
    let asha = std::mem::replace(&mut scene.asha, meera);
    let second = scene.opened(WORKER).await;
    let first = async {
        let path = two(path::INQUIRY, &scene.card.id, &held);
        let frame = Frame {
            number: 1,
            sealed: Bytes(vec![0; 2 << 20]),
        };
        scene.web.post(&path, Some(&asha.token), &frame).await
    };
    let provider = async {
        let mut answered = 0;
        while answered < 2 {
            for item in scene.poll(WORKER).await.items {
                scene.say(&item, WORKER, frame(b"answer")).await.done();
                answered += 1;
            }
        }
    };
    let other = scene.ask(&second, 1, vec![0; 2 << 20]);
    let (one, two, ()) = tokio::join!(first, other, provider);
    one.ok::<Exchanged>();
    two.ok::<Exchanged>();
}

#[tokio::test]
async fn a_restart_loses_inquiries_and_repeats_none() {
    let mut scene = Scene::new(20).await;
    scene.poll(WORKER).await;
    let inquiry = scene.opened(WORKER).await;
    scene.web = scene
        .web
        .restarted(|config| config.work_wait = Duration::from_millis(300))
        .await;
    assert_eq!(scene.poll(WORKER).await.items, []);
    let after = scene.ask(&inquiry, 1, vec![1]).await;
    after.problem(404, "not-found");
    scene.opened(WORKER).await;
}
