//! Invitations and what came back.

use sqlx::SqliteConnection;
use wire::{
    api::{InvitationStatus, Reply},
    codec::{self, Cbor, Reader},
    id::{InvitationId, PersonId},
    invite::Invitation,
    sign::Signed,
};

use crate::{
    Event, Store, StoreError,
    number::to_db,
    writer::{Events, Write},
};

/// An invitation as it is kept. That it has run out is for the reader to see.
#[derive(Debug, Clone)]
pub struct InvitationRow {
    /// As the doctor signed it.
    pub invitation: Signed<Invitation>,
    /// Where it stands.
    pub status: InvitationStatus,
    /// What came back.
    pub reply: Option<Reply>,
}

/// How a change of an invitation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvitationTurn {
    /// It is done, or was the very same before.
    Done,
    /// There is another of this name, or it is no longer open.
    Used,
    /// The doctor has too many open ones.
    TooMany,
}

type Row = (Vec<u8>, i64, Option<Vec<u8>>);

impl Store {
    /// Keeps a verified invitation, if the doctor has fewer than `limit` open ones at `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invite(
        &self,
        invitation: &Invitation,
        signed: &Signed<Invitation>,
        now: u64,
        limit: u32,
    ) -> Result<InvitationTurn, StoreError> {
        self.submit(Invite {
            id: invitation.id,
            doctor: invitation.doctor,
            not_after: invitation.not_after,
            invitation: codec::to_bytes(signed),
            now,
            limit,
        })
        .await
    }

    /// The invitation of that name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invitation(&self, id: &InvitationId) -> Result<Option<InvitationRow>, StoreError> {
        let row: Option<Row> =
            sqlx::query_as("SELECT invitation, status, reply FROM invitations WHERE id = $1")
                .bind(&id.0[..])
                .fetch_optional(self.readers())
                .await?;
        row.map(parse).transpose()
    }

    /// A doctor's last `limit` invitations, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn invitations(
        &self,
        doctor: &PersonId,
        limit: u32,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT invitation, status, reply FROM invitations \
             WHERE doctor = (SELECT id FROM persons WHERE person = $1) \
             ORDER BY number DESC LIMIT $2",
        )
        .bind(&doctor.0[..])
        .bind(i64::from(limit))
        .fetch_all(self.readers())
        .await?;
        rows.into_iter().map(parse).collect()
    }

    /// Moves an open invitation to `status`, with what came back. The first wins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_invitation(
        &self,
        id: InvitationId,
        doctor: PersonId,
        status: InvitationStatus,
        reply: Option<Reply>,
    ) -> Result<InvitationTurn, StoreError> {
        self.submit(Settle {
            id,
            doctor,
            status,
            reply: reply.map(|reply| codec::to_bytes(&reply)),
        })
        .await
    }
}

fn parse((invitation, status, reply): Row) -> Result<InvitationRow, StoreError> {
    let status = u8::try_from(status)
        .ok()
        .and_then(InvitationStatus::from_code)
        .ok_or(StoreError::Damaged("an invitation's status"))?;
    let reply = reply
        .map(|bytes| Reply::decode(&mut Reader::new(&bytes)))
        .transpose()?;
    Ok(InvitationRow {
        invitation: Signed::decode(&mut Reader::new(&invitation))?,
        status,
        reply,
    })
}

struct Invite {
    id: InvitationId,
    doctor: PersonId,
    not_after: u64,
    invitation: Vec<u8>,
    now: u64,
    limit: u32,
}

impl Write for Invite {
    type Output = InvitationTurn;

    async fn run(&self, db: &mut SqliteConnection) -> Result<InvitationTurn, StoreError> {
        let known: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT invitation FROM invitations WHERE id = $1")
                .bind(&self.id.0[..])
                .fetch_optional(&mut *db)
                .await?;
        if let Some((known,)) = known {
            let same = known == self.invitation;
            return Ok(if same {
                InvitationTurn::Done
            } else {
                InvitationTurn::Used
            });
        }
        let (open,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM invitations \
             WHERE doctor = (SELECT id FROM persons WHERE person = $1) \
             AND status = 0 AND not_after >= $2",
        )
        .bind(&self.doctor.0[..])
        .bind(to_db(self.now))
        .fetch_one(&mut *db)
        .await?;
        if open >= i64::from(self.limit) {
            return Ok(InvitationTurn::TooMany);
        }
        sqlx::query(
            "INSERT INTO invitations (id, doctor, not_after, status, invitation) \
             SELECT $1, id, $2, 0, $3 FROM persons WHERE person = $4",
        )
        .bind(&self.id.0[..])
        .bind(to_db(self.not_after))
        .bind(&self.invitation[..])
        .bind(&self.doctor.0[..])
        .execute(&mut *db)
        .await?;
        Ok(InvitationTurn::Done)
    }
}

struct Settle {
    id: InvitationId,
    doctor: PersonId,
    status: InvitationStatus,
    reply: Option<Vec<u8>>,
}

impl Write for Settle {
    type Output = InvitationTurn;

    async fn run(&self, db: &mut SqliteConnection) -> Result<InvitationTurn, StoreError> {
        let settled = sqlx::query(
            "UPDATE invitations SET status = $1, reply = $2 WHERE id = $3 AND status = 0",
        )
        .bind(i64::from(self.status.code()))
        .bind(self.reply.as_deref())
        .bind(&self.id.0[..])
        .execute(&mut *db)
        .await?;
        if settled.rows_affected() == 1 {
            return Ok(InvitationTurn::Done);
        }
        let found: Option<(i64, Option<Vec<u8>>)> =
            sqlx::query_as("SELECT status, reply FROM invitations WHERE id = $1")
                .bind(&self.id.0[..])
                .fetch_optional(&mut *db)
                .await?;
        let same = found.is_some_and(|(status, reply)| {
            status == i64::from(self.status.code()) && reply == self.reply
        });
        Ok(if same {
            InvitationTurn::Done
        } else {
            InvitationTurn::Used
        })
    }

    fn committed(self, output: &InvitationTurn, events: &Events) {
        if *output == InvitationTurn::Done {
            let _ = events.send(Event::Invitation {
                invitation: self.id,
                doctor: self.doctor,
            });
        }
    }
}
