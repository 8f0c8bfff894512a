//! The rules for what is shown to one person: by whom, to whom, in which order; and how that person
//! verifies it without the log around it.

use super::{
    Verdict, access::check_person_key, epoch_number, records::check_disclosure, relies_on,
};
use crate::{
    SUITE,
    id::{Hash, PersonId, VaultId},
    log::{ActFact, History, Judge, LogError, People, ShownTo, VaultState},
    person::PersonChain,
    sign::Signed,
    vault::{
        Audience, Compartment, Disclosure, EntryKind, LogEntry, MAX_SHOWINGS, MAX_SHOWN,
        SHOWING_SEAL_LIMIT, ShowAct, ShowingAct, ShowingContent, ShowingPart, ShowingTerms,
        TakeBackAct,
    },
};

pub(super) fn showing(
    state: &mut VaultState,
    entry: &LogEntry,
    part: &ShowingPart,
    people: &impl People,
    history: &impl History,
    judge: Judge,
) -> Verdict {
    let terms = &part.terms;
    check_terms(terms, state.vault, state.owner)?;
    if following(state.shown_to(&terms.recipient)) != (terms.number, terms.previous) {
        return Err(LogError::Inconsistent(
            "what is shown to somebody does not follow what was shown before",
        ));
    }
    match (&terms.act, &part.content) {
        (ShowingAct::Show(show), Some(content)) => {
            check_shown(state, entry, terms, show, content, people, judge)?;
            content
                .disclosures
                .iter()
                .try_for_each(|disclosure| check_disclosure(entry.seq, disclosure, history))?;
        }
        (ShowingAct::TakeBack(back), None) => check_standing(state, terms, back)?,
        _ => {
            return Err(LogError::Inconsistent(
                "what is shown is there, and what is taken back is not",
            ));
        }
    }
    take_up(state, entry.seq, terms);
    Ok(())
}

/// Number and predecessor of the next act.
fn following(known: Option<&ShownTo>) -> (u32, Option<Hash>) {
    known.map_or((0, None), |known| {
        let next = u32::try_from(known.acts.len()).unwrap_or(u32::MAX);
        (next, Some(known.last))
    })
}

fn check_terms(terms: &ShowingTerms, vault: VaultId, owner: PersonId) -> Verdict {
    if terms.suite != SUITE {
        return Err(LogError::Suite(terms.suite));
    }
    if terms.vault != vault || terms.recipient == owner {
        return Err(LogError::Inconsistent(
            "what is shown is of another vault, or to the owner",
        ));
    }
    Ok(())
}

fn check_shown(
    state: &VaultState,
    entry: &LogEntry,
    terms: &ShowingTerms,
    show: &ShowAct,
    content: &ShowingContent,
    people: &impl People,
    judge: Judge,
) -> Verdict {
    let acts: usize = state.shown.iter().map(|shown| shown.acts.len()).sum();
    if acts >= MAX_SHOWINGS {
        return Err(LogError::Inconsistent("too much was shown one by one"));
    }
    check_content(show, content)?;
    let recipient = people
        .chain(&terms.recipient)
        .ok_or(LogError::UnknownAuthor(terms.recipient))?;
    check_person_key(recipient, show.key, judge)?;
    relies_on(entry, Compartment::Private)?;
    if content.note.private_epoch != epoch_number(state, Compartment::Private)? {
        return Err(LogError::StaleEpoch);
    }
    Ok(())
}

/// What can be said of the content without knowing the log.
fn check_content(show: &ShowAct, content: &ShowingContent) -> Verdict {
    if content.hash() != show.content {
        return Err(LogError::WrongPart);
    }
    if !(1..=MAX_SHOWN).contains(&content.count()) {
        return Err(LogError::Inconsistent(
            "between 1 and 64 versions are shown to one person at once",
        ));
    }
    if content.sealed.len() > SHOWING_SEAL_LIMIT || content.note.sealed.len() > SHOWING_SEAL_LIMIT {
        return Err(LogError::Inconsistent("a seal of the wrong length"));
    }
    Ok(())
}

fn check_standing(state: &VaultState, terms: &ShowingTerms, back: &TakeBackAct) -> Verdict {
    let acts = state.shown_to(&terms.recipient).map(|shown| &shown.acts);
    let at = usize::try_from(back.number).unwrap_or(usize::MAX);
    match acts.and_then(|acts| acts.get(at)) {
        Some(act) if act.standing => Ok(()),
        _ => Err(LogError::Inconsistent(
            "what is taken back was not shown, or is taken back already",
        )),
    }
}

fn take_up(state: &mut VaultState, seq: u64, terms: &ShowingTerms) {
    let (person, last) = (terms.recipient, terms.hash());
    if state.shown_to(&person).is_none() {
        let acts = Vec::new();
        state.shown.push(ShownTo { person, last, acts });
    }
    let Some(known) = state.shown.iter_mut().find(|known| known.person == person) else {
        unreachable!("put there if it was not");
    };
    known.last = last;
    known.acts.push(ActFact {
        entry: seq,
        standing: matches!(terms.act, ShowingAct::Show(_)),
    });
    if let ShowingAct::TakeBack(back) = &terms.act
        && let Ok(at) = usize::try_from(back.number)
        && let Some(act) = known.acts.get_mut(at)
    {
        act.standing = false;
    }
}

/// Verifies the entry of an act that the recipient is served outside the log: written by the owner, of
/// this vault, for this place in the recipient's chain.
pub(in crate::log) fn outside(
    signed: &Signed<LogEntry>,
    terms: &ShowingTerms,
    content: Option<&ShowingContent>,
    vault: VaultId,
    owner: &PersonChain,
) -> Verdict<LogEntry> {
    let entry = foreign(signed, vault, owner)?;
    if entry.kind != EntryKind::Showing || entry.audience != Audience::Person {
        return Err(LogError::WrongPart);
    }
    if entry.part != terms.hash() {
        return Err(LogError::WrongPart);
    }
    check_terms(terms, vault, owner.id())?;
    match (&terms.act, content) {
        (ShowingAct::Show(show), Some(content)) => check_content(show, content)?,
        (_, None) => {}
        (ShowingAct::TakeBack(_), Some(_)) => return Err(LogError::WrongPart),
    }
    Ok(entry)
}

/// Verifies that the disclosed headers were signed by the author of `source`, an earlier entry of the vault.
pub(in crate::log) fn outside_source(
    source: &Signed<LogEntry>,
    disclosure: &Disclosure,
    vault: VaultId,
    author: &PersonChain,
) -> Verdict<LogEntry> {
    let entry = foreign(source, vault, author)?;
    let fits = entry.kind == EntryKind::Records
        && entry.seq == disclosure.entry
        && disclosure.part_hash() == Some(entry.part);
    if !fits {
        return Err(LogError::WrongPart);
    }
    disclosure
        .headers
        .iter()
        .try_for_each(|shown| super::records::check_content(&shown.header))?;
    Ok(entry)
}

/// An entry of `vault`, not its first, by `author`, without what stands before it.
fn foreign(signed: &Signed<LogEntry>, vault: VaultId, author: &PersonChain) -> Verdict<LogEntry> {
    let claimed = signed.peek()?;
    if claimed.author != author.id() {
        return Err(LogError::UnknownAuthor(claimed.author));
    }
    if claimed.vault != Some(vault) || claimed.seq == 0 || claimed.previous.is_none() {
        return Err(LogError::Broken {
            head: 0,
            found: claimed.seq,
        });
    }
    super::verify(signed, &claimed, author, Judge::Then)
}

/// Verifies the first entry of a vault without its part: whose vault it is.
pub(in crate::log) fn outside_genesis(
    signed: &Signed<LogEntry>,
    owner: &PersonChain,
) -> Verdict<VaultId> {
    let claimed = signed.peek()?;
    if claimed.author != owner.id() {
        return Err(LogError::UnknownAuthor(claimed.author));
    }
    let first = claimed.vault.is_none() && claimed.seq == 0 && claimed.previous.is_none();
    if !first || claimed.kind != EntryKind::Genesis {
        return Err(LogError::Broken {
            head: 0,
            found: claimed.seq,
        });
    }
    super::verify(signed, &claimed, owner, Judge::Then)?;
    Ok(VaultId(signed.hash().0))
}
