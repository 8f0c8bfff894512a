//! Messages in pieces: what is longer than a frame is cut, and asked for piece by piece.
//!
//! A piece is a byte that says what it is, and its share of the message.

/// The most bytes of a message in one piece.
pub(super) const PIECE: usize = 4 << 20;

const LAST: u8 = 0;
const MORE: u8 = 1;
const GO_ON: u8 = 2;

/// The piece that asks for the next one.
pub(super) fn go_on() -> Vec<u8> {
    vec![GO_ON]
}

/// A message on its way out.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    message: Vec<u8>,
    sent: usize,
    whole: bool,
}

impl Outgoing {
    pub(super) fn new(message: Vec<u8>) -> Self {
        Self {
            message,
            sent: 0,
            whole: false,
        }
    }

    /// The next piece; none when all are out.
    pub(super) fn next(&mut self) -> Option<Vec<u8>> {
        if self.is_out() {
            return None;
        }
        let rest = &self.message[self.sent..];
        let share = rest.len().min(PIECE);
        self.whole = share == rest.len();
        let kind = if self.whole { LAST } else { MORE };
        let piece = [&[kind], &rest[..share]].concat();
        self.sent += share;
        if self.whole {
            self.message = Vec::new();
            self.sent = 0;
        }
        Some(piece)
    }

    /// How many bytes are kept: all of the message until its last piece is out.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn len(&self) -> usize {
        self.message.len()
    }

    /// Whether all pieces are out.
    pub(super) fn is_out(&self) -> bool {
        self.whole
    }
}

/// A message on its way in, of at most so many bytes.
#[derive(Debug)]
pub(super) struct Incoming {
    message: Vec<u8>,
    limit: usize,
}

/// What a piece brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// The whole message.
    Whole(Vec<u8>),
    /// Only a part; ask for more.
    Part,
    /// Nothing: the other end asks for more.
    GoOn,
}

/// What is no piece, or more of them than there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadPiece;

impl Incoming {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            message: Vec::new(),
            limit,
        }
    }

    /// How many bytes have come of a message that is not whole.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn len(&self) -> usize {
        self.message.len()
    }

    pub(super) fn take(&mut self, piece: &[u8]) -> Result<Taken, BadPiece> {
        let (kind, share) = piece.split_first().ok_or(BadPiece)?;
        if self.message.len() + share.len() > self.limit {
            return Err(BadPiece);
        }
        match *kind {
            LAST => {
                self.message.extend_from_slice(share);
                Ok(Taken::Whole(std::mem::take(&mut self.message)))
            }
            MORE if share.len() == PIECE => {
                self.message.extend_from_slice(share);
                Ok(Taken::Part)
            }
            GO_ON if share.is_empty() && self.message.is_empty() => Ok(Taken::GoOn),
            _ => Err(BadPiece),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried(length: usize, limit: usize) -> Result<Vec<u8>, BadPiece> {
        let message: Vec<u8> = (0..=250).cycle().take(length).collect();
        let mut outgoing = Outgoing::new(message.clone());
        let mut incoming = Incoming::new(limit);
        loop {
            let piece = outgoing.next().unwrap();
            match incoming.take(&piece)? {
                Taken::Whole(whole) => {
                    assert_eq!(outgoing.next(), None);
                    assert_eq!(whole, message);
                    return Ok(whole);
                }
                Taken::Part => assert!(!outgoing.is_out()),
                Taken::GoOn => panic!("nobody asked"),
            }
        }
    }

    #[test]
    fn a_message_of_any_length_comes_whole_and_none_beyond_its_limit() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7] {
            assert!(carried(length, 2 * PIECE + 7).is_ok(), "{length}");
            if length > 0 {
                assert_eq!(carried(length, length - 1), Err(BadPiece), "{length}");
            }
        }
    }

    #[test]
    fn what_is_no_piece_is_refused() {
        let mut incoming = Incoming::new(2 * PIECE);
        for bad in [&[][..], &[3], &[GO_ON, 1], &[MORE, 1]] {
            assert_eq!(incoming.take(bad), Err(BadPiece), "{bad:?}");
        }
        assert_eq!(incoming.take(&go_on()), Ok(Taken::GoOn));
        let part = [&[MORE][..], &vec![0; PIECE]].concat();
        assert_eq!(incoming.take(&part), Ok(Taken::Part));
        assert_eq!(incoming.take(&go_on()), Err(BadPiece));
    }
}
