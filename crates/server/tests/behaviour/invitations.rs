//! Invitations: made, shown, answered once, denied, withdrawn, run out.

use wire::{
    SUITE,
    api::{InvitationItem, InvitationStatus, Invitations, Reply, path, problem},
    codec::Bytes,
    id::InvitationId,
    invite::{Answer, Ask, Denial, Invitation},
    sign::Signed,
    vault::{Mode, Purpose},
};

use crate::{
    people::{Human, fixed, noise},
    sealed::Book,
    web::{DAY, HOUR, Web},
};

fn invitation(doctor: &Human, not_after: u64) -> Invitation {
    Invitation {
        suite: SUITE,
        id: InvitationId(fixed()),
        doctor: doctor.id,
        device: doctor.device_id(),
        doctor_seq: 0,
        ask: Ask {
            mode: Mode::Write,
            history: true,
            purpose: Purpose::Standing,
            hours: None,
            may_share: false,
        },
        not_after,
        server: "http://localhost".to_owned(),
        profile: Bytes(noise(100)),
    }
}

fn at(path: &str, id: &InvitationId) -> String {
    path.replace("{invitation}", &id.to_string())
}

async fn invite(web: &Web, doctor: &Human) -> (InvitationId, Signed<Invitation>) {
    let invitation = invitation(doctor, web.now() + DAY);
    let signed = doctor.sign(&invitation);
    web.post(path::INVITATIONS, Some(&doctor.token), &signed)
        .await
        .done();
    (invitation.id, signed)
}

fn answer(id: InvitationId, patient: &Human, book: &Book) -> Answer {
    Answer {
        id,
        patient: patient.id,
        vault: book.vault,
        seq: book.seq,
        head: book.head,
        profile: Bytes(noise(100)),
        mac: fixed(),
    }
}

async fn status(web: &Web, id: &InvitationId) -> InvitationStatus {
    let item: InvitationItem = web.get(&at(path::INVITATION, id), None).await.ok();
    assert_eq!(item.reply, None, "what came back is the doctor's alone");
    item.status
}

#[tokio::test]
async fn a_patient_answers_and_only_the_doctor_sees_what_came_back() {
    let web = Web::new().await;
    let (doctor, patient) = (Human::doctor(&web).await, Human::patient(&web).await);
    let book = Book::open(&web, &patient).await;
    let (id, signed) = invite(&web, &doctor).await;
    assert_eq!(status(&web, &id).await, InvitationStatus::Open);
    let given = answer(id, &patient, &book);
    let to = at(path::ANSWER, &id);
    web.post(&to, None, &given)
        .await
        .problem(401, problem::SESSION);
    web.post(&to, Some(&patient.token), &given).await.done();
    web.post(&to, Some(&patient.token), &given).await.done();
    assert_eq!(status(&web, &id).await, InvitationStatus::Answered);
    let mine = web.get(path::INVITATIONS, Some(&doctor.token)).await;
    let mine: Invitations = mine.ok();
    assert_eq!(mine.items.len(), 1);
    assert_eq!(mine.items[0].invitation, signed);
    assert_eq!(mine.items[0].reply, Some(Reply::Answer(given.clone())));
    let none = web.get(path::INVITATIONS, Some(&patient.token)).await;
    assert_eq!(none.ok::<Invitations>().items, []);
    // Used is used, by whomever and however.
    let late = Human::patient(&web).await;
    let late_book = Book::open(&web, &late).await;
    let second = answer(id, &late, &late_book);
    let second = web.post(&to, Some(&late.token), &second).await;
    second.problem(409, problem::USED);
    let denial = Denial { id, mac: fixed() };
    let denied = web.post(&at(path::DENIAL, &id), None, &denial).await;
    denied.problem(409, problem::USED);
}

#[tokio::test]
async fn of_answers_that_race_one_wins() {
    let web = Web::new().await;
    let doctor = Human::doctor(&web).await;
    let (id, _) = invite(&web, &doctor).await;
    let mut answers = Vec::new();
    for _ in 0..4 {
        let patient = Human::patient(&web).await;
        let book = Book::open(&web, &patient).await;
        answers.push((answer(id, &patient, &book), patient.token));
    }
    let (web, to) = (&web, &at(path::ANSWER, &id));
    let race = answers.iter().map(async |(answer, token)| {
        let given = web.post(to, Some(token), answer).await;
        given.status
    });
    let mut statuses = futures_util::future::join_all(race).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409, 409, 409]);
}

#[tokio::test]
async fn an_answer_about_another_vault_or_log_is_refused() {
    let web = Web::new().await;
    let (doctor, patient) = (Human::doctor(&web).await, Human::patient(&web).await);
    let book = Book::open(&web, &patient).await;
    let other = Human::patient(&web).await;
    let other_book = Book::open(&web, &other).await;
    let (id, _) = invite(&web, &doctor).await;
    let to = at(path::ANSWER, &id);
    let send = async |answer: Answer| web.post(&to, Some(&patient.token), &answer).await;
    let foreign = Answer {
        patient: other.id,
        ..answer(id, &patient, &book)
    };
    send(foreign).await.problem(403, problem::FORBIDDEN);
    let stolen = answer(id, &patient, &other_book);
    send(stolen).await.problem(422, problem::REFUSED);
    let forked = Answer {
        head: wire::id::Hash(fixed()),
        ..answer(id, &patient, &book)
    };
    send(forked).await.problem(422, problem::REFUSED);
    let ahead = Answer {
        seq: 7,
        ..answer(id, &patient, &book)
    };
    send(ahead).await.problem(422, problem::REFUSED);
    assert_eq!(status(&web, &id).await, InvitationStatus::Open);
}

#[tokio::test]
async fn an_invitation_runs_out() {
    let web = Web::new().await;
    let (doctor, patient) = (Human::doctor(&web).await, Human::patient(&web).await);
    let book = Book::open(&web, &patient).await;
    let (id, _) = invite(&web, &doctor).await;
    web.wait(DAY + 1);
    assert_eq!(status(&web, &id).await, InvitationStatus::Expired);
    let answer = answer(id, &patient, &book);
    let late = web
        .post(&at(path::ANSWER, &id), Some(&patient.token), &answer)
        .await;
    late.problem(410, problem::EXPIRED);
    let denial = Denial { id, mac: fixed() };
    let late = web.post(&at(path::DENIAL, &id), None, &denial).await;
    late.problem(410, problem::EXPIRED);
}

#[tokio::test]
async fn a_patient_says_no_without_an_account() {
    let web = Web::new().await;
    let doctor = Human::doctor(&web).await;
    let (id, _) = invite(&web, &doctor).await;
    let denial = Denial { id, mac: fixed() };
    let to = at(path::DENIAL, &id);
    web.post(&to, None, &denial).await.done();
    assert_eq!(status(&web, &id).await, InvitationStatus::Denied);
    let shown = web
        .get(&at(path::INVITATION, &id), Some(&doctor.token))
        .await;
    let shown: InvitationItem = shown.ok();
    assert_eq!(shown.reply, Some(Reply::Denial(denial)));
}

#[tokio::test]
async fn the_doctor_alone_withdraws() {
    let web = Web::new().await;
    let (doctor, other) = (Human::doctor(&web).await, Human::doctor(&web).await);
    let (id, _) = invite(&web, &doctor).await;
    let which = at(path::INVITATION, &id);
    let refused = web.delete(&which, Some(&other.token)).await;
    refused.problem(404, problem::NOT_FOUND);
    web.delete(&which, Some(&doctor.token)).await.done();
    web.delete(&which, Some(&doctor.token)).await.done();
    assert_eq!(status(&web, &id).await, InvitationStatus::Withdrawn);
    let denial = Denial { id, mac: fixed() };
    let late = web.post(&at(path::DENIAL, &id), None, &denial).await;
    late.problem(409, problem::USED);
}

#[tokio::test]
async fn an_invitation_that_is_not_in_order_is_refused() {
    let web = Web::new().await;
    let (doctor, patient) = (Human::doctor(&web).await, Human::patient(&web).await);
    let send = async |by: &Human, signed: Signed<Invitation>| {
        web.post(path::INVITATIONS, Some(&by.token), &signed).await
    };
    let good = invitation(&doctor, web.now() + HOUR);
    let by_patient = patient.sign(&invitation(&patient, web.now() + HOUR));
    send(&patient, by_patient)
        .await
        .problem(403, problem::FORBIDDEN);
    send(&patient, doctor.sign(&good))
        .await
        .problem(403, problem::FORBIDDEN);
    send(&doctor, patient.sign(&good))
        .await
        .problem(422, problem::REFUSED);
    for not_after in [web.now(), web.now() + 31 * DAY] {
        let wrong = doctor.sign(&invitation(&doctor, not_after));
        send(&doctor, wrong).await.problem(422, problem::REFUSED);
    }
    send(&doctor, doctor.sign(&good)).await.done();
    send(&doctor, doctor.sign(&good)).await.done();
    let same_name = Invitation {
        id: good.id,
        ..invitation(&doctor, web.now() + HOUR)
    };
    let taken = send(&doctor, doctor.sign(&same_name)).await;
    taken.problem(409, problem::CONFLICT);
}
