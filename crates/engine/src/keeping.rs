//! What the screens keep for themselves on this device, sealed.

use bridge::{Answer, Cause, Reply, Trouble};
use wire::codec::Bytes;

use crate::{engine::Engine, host::Host, pieces, trouble::trouble};

/// The most bytes under one name.
const LIMIT: usize = 1 << 20;

impl<H: Host> Engine<H> {
    pub(crate) async fn keep(&self, name: &str, bytes: Vec<u8>) -> Reply {
        let piece = piece_of(name)?;
        if bytes.len() > LIMIT {
            let what = format!("at most {LIMIT} bytes are kept under a name");
            return Err(Trouble::new(Cause::FileTooLarge, what));
        }
        let mut desk = self.desk().await?;
        if bytes.is_empty() {
            desk.session.remove_piece(&piece).await.map_err(trouble)?;
        } else {
            desk.session
                .write_piece(&piece, &Bytes(bytes))
                .await
                .map_err(trouble)?;
        }
        Ok(Answer::Done)
    }

    pub(crate) async fn kept(&self, name: &str) -> Reply {
        let piece = piece_of(name)?;
        let desk = self.desk().await?;
        let kept = desk.session.read_piece::<Bytes>(&piece).await;
        Ok(Answer::Bytes(kept.map_err(trouble)?.unwrap_or_default().0))
    }
}

fn piece_of(name: &str) -> Result<String, Trouble> {
    let fits = (1..=60).contains(&name.len())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits {
        Ok(pieces::kept(name))
    } else {
        let allowed = "a name is 1 to 60 of a-z 0-9 -";
        Err(Trouble::new(Cause::BadEntry, allowed))
    }
}
