//! Showing one record to one person, and taking it back.

use wire::{
    SUITE,
    id::{Hash, PersonId},
    log::ShownTo,
    person::{PersonChain, Profile},
    vault::{
        Audience, Compartment, MAX_SHOWN, Part, ShowAct, ShowingAct, ShowingContent, ShowingPart,
        ShowingTerms, TakeBackAct, VersionRef,
    },
};

use super::{Draft, Pen, Prepared};
use crate::{
    error::VaultError,
    ledger::Ledger,
    secret::{Random, Secret},
    showing::{ShowingSecret, seal_showing, seal_shown_note, wrap_shown},
};

impl Ledger {
    /// Shows versions to one person, apart from any list: their headers with the proof of who wrote them,
    /// and their keys, to that person alone.
    ///
    /// # Errors
    /// When we are not the owner, a version is unknown, or there are none or more than [`MAX_SHOWN`].
    ///
    /// # Security
    /// The person gets the keys of these versions and of nothing else: neither the batch's secret, nor an
    /// epoch's, nor the log. What a person has opened can be copied; to take it back ends the serving.
    pub fn make_showing(
        &self,
        pen: &Pen<'_>,
        versions: &[VersionRef],
        recipient: &PersonChain,
        profile: &Profile,
        rng: Random<'_>,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        if recipient.id() == self.me {
            return Err(VaultError::NotPossible("your records are open to you"));
        }
        if !(1..=MAX_SHOWN).contains(&versions.len()) {
            return Err(VaultError::NotPossible(
                "one record with its files is shown at once",
            ));
        }
        let vault = self.state.vault;
        let secret = ShowingSecret {
            key: Secret::make(rng),
            owner: pen.identity.profile.clone(),
        };
        let disclosures = self.disclose(pen.identity, versions, |key, header| {
            wrap_shown(key, vault, header, recipient.id(), &secret.key)
        })?;
        let key = recipient.person_key();
        let act = ShowingAct::Show(ShowAct {
            key: key.number,
            content: Hash([0; 32]),
        });
        let mut terms = self.terms_of(recipient.id(), act);
        let Some(context) = terms.context(&disclosures) else {
            unreachable!("something is shown");
        };
        let private = self.current(Compartment::Private)?;
        let seed = self.keychain.seed(private)?;
        let content = ShowingContent {
            sealed: seal_showing(&secret, &key.public, &context, rng)?,
            note: seal_shown_note(seed, private.number, &context, profile, rng),
            disclosures,
        };
        terms.act = ShowingAct::Show(ShowAct {
            key: key.number,
            content: content.hash(),
        });
        let draft = Draft {
            audience: Audience::Person,
            epochs: vec![private],
            part: Part::Showing(ShowingPart {
                terms,
                content: Some(content),
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }

    /// Takes back what was shown to one person by the act of that number.
    ///
    /// # Errors
    /// When we are not the owner, or nothing stands there.
    pub fn make_take_back(
        &self,
        pen: &Pen<'_>,
        recipient: PersonId,
        number: u32,
    ) -> Result<Prepared, VaultError> {
        self.owner_only()?;
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        let shown = self.state.shown_to(&recipient);
        let stands = shown.and_then(|shown| shown.acts.get(at));
        if !stands.is_some_and(|act| act.standing) {
            return Err(VaultError::Unknown("showing that stands"));
        }
        let act = ShowingAct::TakeBack(TakeBackAct { number });
        let draft = Draft {
            audience: Audience::Person,
            epochs: Vec::new(),
            part: Part::Showing(ShowingPart {
                terms: self.terms_of(recipient, act),
                content: None,
            }),
            bodies: Vec::new(),
        };
        Ok(self.sign(pen, draft))
    }

    fn terms_of(&self, recipient: PersonId, act: ShowingAct) -> ShowingTerms {
        let known: Option<&ShownTo> = self.state.shown_to(&recipient);
        ShowingTerms {
            suite: SUITE,
            vault: self.state.vault,
            recipient,
            number: known.map_or(0, |known| {
                u32::try_from(known.acts.len()).unwrap_or(u32::MAX)
            }),
            previous: known.map(|known| known.last),
            act,
        }
    }
}
