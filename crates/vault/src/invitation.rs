//! The first visit: an invitation, its link, the answer with its MAC, and the short code both see.

use data_encoding::BASE64URL_NOPAD;
use hmac::Mac;
use wire::{
    SUITE,
    codec::{self, Bytes},
    hash::hash,
    id::{Hash, InvitationId, PersonId, VaultId},
    invite::{Answer, Ask, Denial, Invitation, LinkFragment, Transcript},
    person::{PersonChain, Profile, Role},
    sign::Signed,
};
use zeroize::Zeroizing;

use crate::{
    derive::{derive, mac},
    error::VaultError,
    identity::{Identity, PROFILE_LIMIT},
    seal,
    secret::{Random, Secret, make_bytes},
};

/// What the doctor keeps of an invitation, and what the link tells the patient.
#[derive(Debug, Clone)]
pub struct Link {
    /// The server's address.
    pub server: String,
    /// Which invitation.
    pub id: InvitationId,
    /// Who invites.
    pub doctor: PersonId,
    /// The one-time secret: in the fragment, which no browser sends to a server.
    pub secret: Secret,
    /// End, in milliseconds since 1970.
    pub not_after: u64,
}

impl Link {
    /// The link as text.
    pub fn to_text(&self) -> Zeroizing<String> {
        let fragment = LinkFragment {
            suite: SUITE,
            id: self.id,
            doctor: self.doctor,
            secret: self.secret.0,
            not_after: self.not_after,
        };
        let code = Zeroizing::new(BASE64URL_NOPAD.encode(&codec::to_bytes(&fragment)));
        Zeroizing::new(format!(
            "{}/invite#{}",
            self.server.trim_end_matches('/'),
            *code
        ))
    }

    /// Reads a link.
    ///
    /// # Errors
    /// When it is none, or was cut off.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let broken = VaultError::BrokenLink;
        let (server, code) = text.trim().split_once("/invite#").ok_or(broken.clone())?;
        if !(server.starts_with("http://") || server.starts_with("https://")) {
            return Err(broken);
        }
        let bytes = Zeroizing::new(
            BASE64URL_NOPAD
                .decode(code.as_bytes())
                .map_err(|_| broken.clone())?,
        );
        let fragment: LinkFragment = codec::parse(&bytes, 256).map_err(|_| broken.clone())?;
        if fragment.suite != SUITE {
            return Err(broken);
        }
        Ok(Self {
            server: server.to_owned(),
            id: fragment.id,
            doctor: fragment.doctor,
            secret: Secret::from_bytes(fragment.secret),
            not_after: fragment.not_after,
        })
    }

    fn aad(&self, label: &str) -> Vec<u8> {
        [label.as_bytes(), &[0], &self.id.0, &self.doctor.0].concat()
    }

    fn seal_profile(&self, label: &str, profile: &Profile, rng: Random<'_>) -> Vec<u8> {
        let plain = Zeroizing::new(codec::to_bytes(profile));
        seal::seal(
            &derive(&self.secret.0, label, &self.id.0),
            &self.aad(label),
            &plain,
            rng,
        )
    }

    fn open_profile(&self, label: &str, sealed: &[u8]) -> Result<Profile, VaultError> {
        let key = derive(&self.secret.0, label, &self.id.0);
        let plain = Zeroizing::new(seal::open(&key, &self.aad(label), sealed)?);
        Ok(codec::parse(&plain, PROFILE_LIMIT)?)
    }

    fn mac_key(&self) -> Secret {
        derive(&self.secret.0, "invitation-mac", &self.id.0)
    }

    /// Six digits that both see: a link photographed and answered by another gives other digits.
    pub fn short_code(&self, transcript: &Transcript) -> String {
        let code = derive(
            &self.secret.0,
            "invitation-code",
            &codec::to_bytes(transcript),
        );
        let number = u64::from_be_bytes([
            0, 0, code.0[0], code.0[1], code.0[2], code.0[3], code.0[4], code.0[5],
        ]);
        let digits = format!("{:06}", number % 1_000_000);
        format!("{} {}", &digits[..3], &digits[3..])
    }

    /// As the doctor: makes an invitation.
    pub fn invite(
        identity: &Identity,
        doctor_seq: u64,
        server: &str,
        ask: Ask,
        not_after: u64,
        rng: Random<'_>,
    ) -> (Self, Signed<Invitation>) {
        let link = Self {
            server: server.trim_end_matches('/').to_owned(),
            id: InvitationId(make_bytes(rng)),
            doctor: identity.person,
            secret: Secret::make(rng),
            not_after,
        };
        let signed = identity.sign(&Invitation {
            suite: SUITE,
            id: link.id,
            doctor: identity.person,
            device: identity.device.id(),
            doctor_seq,
            ask,
            not_after,
            server: link.server.clone(),
            profile: Bytes(link.seal_profile("doctor-profile", &identity.profile, rng)),
        });
        (link, signed)
    }

    /// As the patient: verifies an invitation against the link, and opens the doctor's profile.
    ///
    /// `chain` must be the verified chain of the link's doctor.
    ///
    /// # Errors
    /// When anything about it is not as the link says, or it has run out at `now`.
    pub fn verify(
        &self,
        signed: &Signed<Invitation>,
        chain: &PersonChain,
        now: u64,
    ) -> Result<(Invitation, Profile), VaultError> {
        if chain.id() != self.doctor || chain.role() != Role::Doctor {
            return Err(VaultError::DoesNotOpen);
        }
        if now > self.not_after {
            return Err(VaultError::InvitationExpired);
        }
        let claimed = signed.peek()?;
        let device = chain
            .devices()
            .find(|d| d.keys.id() == claimed.device)
            .ok_or(VaultError::DoesNotOpen)?;
        let invitation = signed
            .verify(&device.keys.signing)
            .map_err(|_| VaultError::DoesNotOpen)?;
        let same = invitation.suite == SUITE
            && invitation.id == self.id
            && invitation.doctor == self.doctor
            && invitation.not_after == self.not_after
            && invitation.server == self.server;
        if !same {
            return Err(VaultError::DoesNotOpen);
        }
        let profile = self.open_profile("doctor-profile", &invitation.profile)?;
        if profile.hash() == chain.profile() {
            Ok((invitation, profile))
        } else {
            Err(VaultError::DoesNotOpen)
        }
    }

    /// As the patient: the answer, and what both sides derive the short code from.
    pub fn answer(
        &self,
        invitation: &Signed<Invitation>,
        identity: &Identity,
        vault: VaultId,
        (seq, head): (u64, Hash),
        rng: Random<'_>,
    ) -> (Answer, Transcript) {
        let profile = self.seal_profile("patient-profile", &identity.profile, rng);
        let transcript = self.transcript(invitation, identity.person, vault, seq, head, &profile);
        let mac = mac(&self.mac_key(), "answer", &codec::to_bytes(&transcript))
            .finalize()
            .into_bytes()
            .into();
        let answer = Answer {
            id: self.id,
            patient: identity.person,
            vault,
            seq,
            head,
            profile: Bytes(profile),
            mac,
        };
        (answer, transcript)
    }

    /// As the doctor: verifies an answer, and opens the patient's profile.
    ///
    /// `patient` must be the verified chain of the person who answers.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`] when the answer is not by one who has seen the link, or anything in
    /// it was replaced.
    pub fn verify_answer(
        &self,
        invitation: &Signed<Invitation>,
        answer: &Answer,
        patient: &PersonChain,
    ) -> Result<(Profile, Transcript), VaultError> {
        let transcript = self.transcript(
            invitation,
            answer.patient,
            answer.vault,
            answer.seq,
            answer.head,
            &answer.profile,
        );
        if answer.id != self.id || patient.id() != answer.patient {
            return Err(VaultError::DoesNotOpen);
        }
        mac(&self.mac_key(), "answer", &codec::to_bytes(&transcript))
            .verify_slice(&answer.mac)
            .map_err(|_| VaultError::DoesNotOpen)?;
        let profile = self.open_profile("patient-profile", &answer.profile)?;
        if profile.hash() == patient.profile() {
            Ok((profile, transcript))
        } else {
            Err(VaultError::DoesNotOpen)
        }
    }

    fn transcript(
        &self,
        invitation: &Signed<Invitation>,
        patient: PersonId,
        vault: VaultId,
        seq: u64,
        head: Hash,
        profile: &[u8],
    ) -> Transcript {
        Transcript {
            suite: SUITE,
            invitation: invitation.hash(),
            doctor: self.doctor,
            patient,
            vault,
            seq,
            head,
            profile: hash("sealed-profile", &[profile]),
        }
    }

    /// As the patient: says no.
    pub fn deny(&self, invitation: &Signed<Invitation>) -> Denial {
        let mac = mac(&self.mac_key(), "denial", &invitation.hash().0)
            .finalize()
            .into_bytes()
            .into();
        Denial { id: self.id, mac }
    }

    /// As the doctor: verifies that who says no has seen the link.
    ///
    /// # Errors
    /// [`VaultError::DoesNotOpen`].
    pub fn verify_denial(
        &self,
        invitation: &Signed<Invitation>,
        denial: &Denial,
    ) -> Result<(), VaultError> {
        mac(&self.mac_key(), "denial", &invitation.hash().0)
            .verify_slice(&denial.mac)
            .map_err(|_| VaultError::DoesNotOpen)
    }
}
