//! Who is in the middle of what, and how much of this machine's memory that takes.
//!
//! An inquiry is on the register from its opening to its end, also while a frame of it is being answered: if the asker gives it
//! up just then, what comes of that frame is dropped and not kept for somebody who will not come.
//!
//! Small while it waits for a question, an inquiry is large while its tables are fetched, up to the longest frame of a session.
//! So it is counted in bytes, and before a frame is answered there must be room for what can come of it.

use std::collections::HashMap;

use wire::{
    api::classifiers::INQUIRY_IDLE,
    id::{InquiryId, PersonId},
};

/// The inquiries under way, each with its `T` while it waits for a frame.
pub(super) struct Register<T> {
    inquiries: HashMap<InquiryId, Entry<T>>,
}

struct Entry<T> {
    asker: PersonId,
    touched: u64,
    room: Room,
    /// What waits, and the number of the frame that it waits for; nothing while one is being answered.
    waits: Option<(T, u32)>,
}

/// Bytes of an inquiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// While it waits.
    pub(super) now: usize,
    /// At most, while its next frame is answered and after it.
    pub(super) next: usize,
}

/// Why a frame is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It belongs to nothing that is under way, or is not what is next.
    Unknown,
    /// There is no room for what would come of it.
    Full,
}

impl<T> Register<T> {
    pub(super) fn new() -> Self {
        Self {
            inquiries: HashMap::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.inquiries.len()
    }

    /// Whether this person may open one more.
    pub(super) fn admits(&self, asker: PersonId) -> bool {
        let own = self.inquiries.values().filter(|one| one.asker == asker);
        self.len() < INQUIRIES && own.count() < INQUIRIES / PARTS && self.has_room(asker, SMALL)
    }

    /// An inquiry begins: its first frame is being answered. False if it is there already.
    pub(super) fn begin(&mut self, inquiry: InquiryId, asker: PersonId, now: u64) -> bool {
        let fresh = !self.inquiries.contains_key(&inquiry);
        if fresh {
            let entry = Entry {
                asker,
                touched: now,
                room: Room {
                    now: SMALL,
                    next: SMALL,
                },
                waits: None,
            };
            self.inquiries.insert(inquiry, entry);
        }
        fresh
    }

    /// What waits for this frame, which is being answered from now on.
    ///
    /// # Errors
    /// Why it is not to be answered; the inquiry is over then.
    pub(super) fn take(&mut self, inquiry: InquiryId, number: u32, now: u64) -> Result<T, Unfit> {
        let mut entry = self.inquiries.remove(&inquiry).ok_or(Unfit::Unknown)?;
        let waits = entry.waits.take().filter(|(_, next)| *next == number);
        let (waiting, _) = waits.ok_or(Unfit::Unknown)?;
        if !self.has_room(entry.asker, entry.room.next) {
            return Err(Unfit::Full);
        }
        entry.room.now = entry.room.next;
        entry.touched = now;
        self.inquiries.insert(inquiry, entry);
        Ok(waiting)
    }

    /// A frame was answered, and `waiting` waits for frame `next`. False if the inquiry ended meanwhile.
    pub(super) fn put_back(
        &mut self,
        inquiry: InquiryId,
        waiting: T,
        next: u32,
        room: Room,
        now: u64,
    ) -> bool {
        let entry = self.inquiries.get_mut(&inquiry);
        let Some(entry) = entry.filter(|entry| entry.waits.is_none()) else {
            return false;
        };
        entry.waits = Some((waiting, next));
        (entry.room, entry.touched) = (room, now);
        true
    }

    /// Whose inquiry it is, if it is under way.
    pub(super) fn asker(&self, inquiry: InquiryId) -> Option<PersonId> {
        self.inquiries.get(&inquiry).map(|entry| entry.asker)
    }

    /// An inquiry is over; whose it was, if it was under way.
    pub(super) fn end(&mut self, inquiry: InquiryId) -> Option<PersonId> {
        self.inquiries.remove(&inquiry).map(|entry| entry.asker)
    }

    /// Drops what nobody will go on with, sooner what takes room; whose they were.
    pub(super) fn forget(&mut self, now: u64) -> Vec<PersonId> {
        let dropped = self.inquiries.extract_if(|_, entry| {
            let patience = match entry.waits.is_some() && entry.room.now > SMALL {
                true => STALLED,
                false => INQUIRY_IDLE + MINUTE,
            };
            entry.touched.saturating_add(patience) <= now
        });
        dropped.map(|(_, entry)| entry.asker).collect()
    }

    /// Whether this person may take so many bytes more: there is room, and nobody takes more than a part of it.
    fn has_room(&self, asker: PersonId, bytes: usize) -> bool {
        let (mut all, mut own) = (bytes, bytes);
        for entry in self.inquiries.values() {
            all = all.saturating_add(entry.room.now);
            if entry.asker == asker {
                own = own.saturating_add(entry.room.now);
            }
        }
        all <= ROOM && own <= ROOM / PARTS
    }
}

/// Inquiries under way at once.
const INQUIRIES: usize = 1024;
/// Bytes of all of them together.
const ROOM: usize = PARTS * super::super::MOST_FRAME;
/// One account takes one part in so many.
const PARTS: usize = 4;
/// What takes no more bytes may wait for its question; an opening and its answer are smaller.
const SMALL: usize = 1 << 16;
/// How long something larger may wait for the frame that fetches its next piece.
const STALLED: u64 = 3 * MINUTE;
const MINUTE: u64 = 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    const ASHA: PersonId = PersonId([1; 32]);
    const MEERA: PersonId = PersonId([2; 32]);
    const PART: usize = ROOM / PARTS;

    fn id(number: u8) -> InquiryId {
        InquiryId([number; 16])
    }

    fn small() -> Room {
        Room {
            now: 100,
            next: PART,
        }
    }

    #[test]
    fn frames_are_taken_once_and_in_order() {
        let mut register = Register::new();
        assert!(register.begin(id(1), ASHA, 0));
        assert!(!register.begin(id(1), MEERA, 0));
        assert!(register.put_back(id(1), "talk", 1, small(), 0));
        assert!(!register.put_back(id(1), "another", 1, small(), 0));
        assert_eq!(register.take(id(1), 1, 0), Ok("talk"));
        assert_eq!(register.len(), 1);
        // What comes while a frame is being answered is out of order, and ends it.
        assert_eq!(register.take(id(1), 2, 0), Err(Unfit::Unknown));
        assert!(!register.put_back(id(1), "talk", 2, small(), 0));
        assert_eq!(register.len(), 0);
    }

    #[test]
    fn what_was_given_up_while_it_was_answered_is_not_kept() {
        let mut register = Register::new();
        register.begin(id(1), ASHA, 0);
        register.end(id(1));
        assert!(!register.put_back(id(1), "talk", 1, small(), 0));
        assert_eq!(register.len(), 0);
    }

    #[test]
    fn a_frame_is_answered_only_if_there_is_room_for_what_comes_of_it() {
        let mut register = Register::new();
        for number in 1..=2 {
            assert!(register.admits(ASHA));
            register.begin(id(number), ASHA, 0);
            register.put_back(id(number), number, 1, small(), 0);
        }
        // One part is one account's, less what its other inquiry takes: and so there is none.
        assert_eq!(register.take(id(1), 1, 0), Err(Unfit::Full));
        assert_eq!(register.take(id(2), 1, 0), Ok(2));
        assert!(!register.admits(ASHA));
        assert!(register.admits(MEERA));
        // Others take the rest, and no more.
        for other in 3..=6 {
            let asker = PersonId([other; 32]);
            register.begin(id(other), asker, 0);
            let room = Room { now: 0, next: PART };
            register.put_back(id(other), other, 1, room, 0);
        }
        for other in 3..=5 {
            assert_eq!(register.take(id(other), 1, 0), Ok(other));
        }
        assert_eq!(register.take(id(6), 1, 0), Err(Unfit::Full));
        assert!(!register.admits(MEERA));
    }

    #[test]
    fn nobody_opens_more_than_a_part_of_all_inquiries() {
        let mut register = Register::<()>::new();
        for number in 0..INQUIRIES / PARTS {
            assert!(register.admits(ASHA));
            let mut name = [0; 16];
            name[..8].copy_from_slice(&number.to_be_bytes());
            register.begin(InquiryId(name), ASHA, 0);
        }
        assert!(!register.admits(ASHA));
        assert!(register.admits(MEERA));
    }

    #[test]
    fn what_takes_room_is_not_kept_as_long_as_what_waits_for_a_question() {
        let mut register = Register::new();
        register.begin(id(1), ASHA, 0);
        register.put_back(id(1), "ready", 1, small(), 0);
        register.begin(id(2), ASHA, 0);
        let tables = Room {
            now: PART,
            next: PART,
        };
        register.put_back(id(2), "tables", 1, tables, 0);
        assert!(register.forget(STALLED - 1).is_empty());
        assert_eq!(register.len(), 2);
        assert_eq!(register.forget(STALLED), [ASHA]);
        assert_eq!(register.take(id(2), 1, 0), Err(Unfit::Unknown));
        assert!(register.forget(INQUIRY_IDLE).is_empty());
        assert_eq!(register.len(), 1);
        assert_eq!(register.forget(INQUIRY_IDLE + MINUTE), [ASHA]);
        assert_eq!(register.len(), 0);
    }
}
