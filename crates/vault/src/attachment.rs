//! Attachments: STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, CRYPTO 2015) over AES-256-GCM, in chunks.

use aead_stream::{DecryptorBE32, EncryptorBE32, Nonce, StreamBE32};
use aes_gcm::{Aes256Gcm, KeyInit, aead::Payload};
use wire::{
    hash::merkle_root,
    id::Hash,
    vault::{CHUNK, Chunked, chunk_hash},
};

use crate::{
    batch::RecordContext, error::VaultError, hpke::info, plaintext::padme, seal::TAG,
    secret::Secret,
};
use zeroize::Zeroizing;

/// The most bytes an attachment may have.
pub const MAX_ATTACHMENT: usize = 25 << 20;

/// Length before the content: how long it is without its padding.
const HEAD: usize = 8;

/// A sealed attachment: its chunks, and what the header says of them.
pub struct SealedAttachment {
    /// The chunks, each of [`CHUNK`] bytes but the last.
    pub chunks: Vec<Vec<u8>>,
    /// Root, count and length.
    pub content: Chunked,
}

impl SealedAttachment {
    /// The chunks' hashes.
    pub fn hashes(&self) -> Vec<Hash> {
        self.chunks.iter().map(|chunk| chunk_hash(chunk)).collect()
    }

    /// The hashes one after the other: the body that stands beside the header.
    pub fn body(&self) -> Vec<u8> {
        self.hashes().iter().flat_map(|hash| hash.0).collect()
    }
}

/// Seals a file under a key that is used for it alone.
///
/// # Errors
/// [`VaultError::TooLarge`].
pub fn seal_attachment(
    key: &Secret,
    context: &RecordContext,
    content: &[u8],
) -> Result<SealedAttachment, VaultError> {
    if content.len() > MAX_ATTACHMENT {
        return Err(VaultError::TooLarge {
            size: content.len(),
            limit: MAX_ATTACHMENT,
        });
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(padme(HEAD + content.len())));
    plain.extend_from_slice(&(content.len() as u64).to_be_bytes());
    plain.extend_from_slice(content);
    let padded = padme(plain.len());
    plain.resize(padded, 0);

    let aad = info("attachment", context);
    let nonce = Nonce::<Aes256Gcm, StreamBE32<Aes256Gcm>>::default();
    let mut stream = EncryptorBE32::from_aead(Aes256Gcm::new((&key.0).into()), &nonce);
    let mut pieces: Vec<&[u8]> = plain.chunks(CHUNK - TAG).collect();
    let last = pieces.pop().unwrap_or_default();
    let mut chunks = Vec::with_capacity(pieces.len() + 1);
    let fits = |_| unreachable!("an attachment has fewer than 2^32 chunks");
    for piece in pieces {
        chunks.push(
            stream
                .encrypt_next(Payload {
                    msg: piece,
                    aad: &aad,
                })
                .unwrap_or_else(fits),
        );
    }
    chunks.push(
        stream
            .encrypt_last(Payload {
                msg: last,
                aad: &aad,
            })
            .unwrap_or_else(fits),
    );

    let hashes: Vec<Hash> = chunks.iter().map(|chunk| chunk_hash(chunk)).collect();
    let content = Chunked {
        root: merkle_root(&hashes),
        count: u32::try_from(chunks.len()).unwrap_or(u32::MAX),
        length: chunks.iter().map(|chunk| chunk.len() as u64).sum(),
    };
    Ok(SealedAttachment { chunks, content })
}

/// The chunks' hashes out of the body beside a header, checked against it.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn chunk_list(content: &Chunked, body: &[u8]) -> Result<Vec<Hash>, VaultError> {
    let (hashes, rest) = body.as_chunks::<32>();
    let hashes: Vec<Hash> = hashes.iter().copied().map(Hash).collect();
    if !rest.is_empty()
        || hashes.len() as u64 != u64::from(content.count)
        || merkle_root(&hashes) != content.root
    {
        return Err(VaultError::DoesNotOpen);
    }
    Ok(hashes)
}

/// Opens an attachment whose chunks are all there, in order.
///
/// # Errors
/// [`VaultError::DoesNotOpen`].
pub fn open_attachment(
    key: &Secret,
    context: &RecordContext,
    content: &Chunked,
    chunks: &[Vec<u8>],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let hashes: Vec<Hash> = chunks.iter().map(|chunk| chunk_hash(chunk)).collect();
    let length: usize = chunks.iter().map(Vec::len).sum();
    if merkle_root(&hashes) != content.root
        || hashes.len() as u64 != u64::from(content.count)
        || length as u64 != content.length
    {
        return Err(VaultError::DoesNotOpen);
    }
    let (last, pieces) = chunks.split_last().ok_or(VaultError::DoesNotOpen)?;
    let aad = info("attachment", context);
    let nonce = Nonce::<Aes256Gcm, StreamBE32<Aes256Gcm>>::default();
    let mut stream = DecryptorBE32::from_aead(Aes256Gcm::new((&key.0).into()), &nonce);
    let mut plain = Zeroizing::new(Vec::with_capacity(length));
    for piece in pieces {
        let opened = stream
            .decrypt_next(Payload {
                msg: piece,
                aad: &aad,
            })
            .map_err(|_| VaultError::DoesNotOpen)?;
        plain.extend_from_slice(&Zeroizing::new(opened));
    }
    let opened = stream
        .decrypt_last(Payload {
            msg: last,
            aad: &aad,
        })
        .map_err(|_| VaultError::DoesNotOpen)?;
    plain.extend_from_slice(&Zeroizing::new(opened));
    let (head, rest) = plain
        .split_first_chunk::<HEAD>()
        .ok_or(VaultError::DoesNotOpen)?;
    let length = usize::try_from(u64::from_be_bytes(*head)).map_err(|_| VaultError::DoesNotOpen)?;
    if length > rest.len() || rest[length..].iter().any(|byte| *byte != 0) {
        return Err(VaultError::DoesNotOpen);
    }
    Ok(Zeroizing::new(rest[..length].to_vec()))
}
