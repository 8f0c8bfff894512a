//! Published classifiers: their cards, and the frames of inquiries that the server carries unread.

use crate::{
    cbor_choice, cbor_enum, cbor_struct,
    classifier::Classifier,
    codec::Bytes,
    id::{InquiryId, PersonId},
    sign::Signed,
};

/// The most bytes of one frame, sealed. What is longer is cut by the two ends.
pub const FRAME_LIMIT: usize = 8 << 20;
/// How long the server keeps an inquiry in which nothing happens, in milliseconds: time enough to send
/// everything ahead before the patient is there.
pub const INQUIRY_IDLE: u64 = 15 * 60 * 1000;
/// The most items in one answer to a poll.
pub const WORK_ITEMS: usize = 16;

cbor_struct! {
    /// Cards as their providers signed them, in the order in which they were first published.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ClassifierPage {
        /// From the one asked for.
        pub items: Vec<Signed<Classifier>>,
        /// Where the next page begins; `None` when this was the last.
        pub next: Option<u64>,
    }
}

cbor_struct! {
    /// One frame on its way.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Frame {
        /// Counts from one; the opening is number zero.
        pub number: u32,
        /// Sealed between asker and provider.
        pub sealed: Bytes,
    }
}

cbor_enum! {
    /// Why a provider does not answer.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Refusal {
        /// There is a newer card: fetch it and look at it.
        Changed = 0,
        /// This person asks too often.
        TooOften = 1,
        /// The inquiry is over: it was answered, something did not open, or the provider has started anew.
        Over = 2,
        /// Too many ask at once.
        Busy = 3,
    }
}

cbor_struct! {
    /// A provider's no.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Refused {
        /// Why.
        pub why: Refusal,
        /// After how many seconds to try again; zero when that is no help.
        pub seconds: u32,
    }
}

cbor_choice! {
    /// What a provider says to a frame.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Reply {
        /// The next frame, sealed.
        0 => Frame(Bytes),
        /// No. The inquiry has ended.
        1 => Refused(Refused),
    }
}

cbor_struct! {
    /// What came back to the asker.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Exchanged {
        /// Which inquiry: where the next frame goes.
        pub inquiry: InquiryId,
        /// To the frame of this number.
        pub number: u32,
        /// By the provider.
        pub reply: Reply,
    }
}

cbor_struct! {
    /// A provider's program asks for work.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Poll {
        /// Names the program as long as it runs: an inquiry stays with the one that it began with.
        pub worker: [u8; 16],
    }
}

cbor_struct! {
    /// A frame for the provider.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct WorkItem {
        /// Of which inquiry.
        pub inquiry: InquiryId,
        /// By whose account, as the server says; the opening is signed by him.
        pub asker: PersonId,
        /// Its number: at zero `sealed` is a signed [`crate::classifier::Opening`].
        pub frame: Frame,
    }
}

cbor_struct! {
    /// Work for a provider's program; nothing when none came within half a minute.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Work {
        /// At most [`WORK_ITEMS`].
        pub items: Vec<WorkItem>,
        /// Inquiries that are over for the asker.
        pub ended: Vec<InquiryId>,
    }
}

cbor_struct! {
    /// A provider's answer to a frame.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Done {
        /// Which program answers.
        pub worker: [u8; 16],
        /// To the frame of this number.
        pub number: u32,
        /// What is said.
        pub reply: Reply,
    }
}
