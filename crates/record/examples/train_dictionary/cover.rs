//! Choosing the stretches of text that most resources share.

use std::collections::HashMap;

/// Length of the pieces that are counted.
const PIECE: usize = 8;
/// Length of the stretches that are chosen.
const STRETCH: usize = 96;

/// Up to `size` bytes of stretches of `texts`, each with its weight, the most shared last.
pub(crate) fn choose(texts: &[(String, usize)], size: usize) -> Vec<u8> {
    let mut names: HashMap<&[u8], usize> = HashMap::new();
    let mut worth: Vec<usize> = Vec::new();
    let pieces: Vec<Vec<usize>> = texts
        .iter()
        .map(|(text, weight)| {
            let mut ids: Vec<usize> = Vec::new();
            for piece in text.as_bytes().windows(PIECE) {
                let next = names.len();
                let id = *names.entry(piece).or_insert(next);
                if id == worth.len() {
                    worth.push(0);
                }
                ids.push(id);
            }
            let mut distinct = ids.clone();
            distinct.sort_unstable();
            distinct.dedup();
            distinct.iter().for_each(|&id| worth[id] += weight);
            ids
        })
        .collect();
    let mut chosen: Vec<&[u8]> = Vec::new();
    let mut length = 0;
    while length < size {
        let Some((text, start, end)) = best(&pieces, &worth) else {
            break;
        };
        pieces[text][start..end]
            .iter()
            .for_each(|&id| worth[id] = 0);
        let stretch = &texts[text].0.as_bytes()[start..(end + PIECE - 1)];
        chosen.push(&stretch[..stretch.len().min(size - length)]);
        length += stretch.len();
    }
    chosen.reverse();
    chosen.concat()
}

/// The stretch whose distinct pieces are worth most, without worthless ends: text, start, end.
fn best(pieces: &[Vec<usize>], worth: &[usize]) -> Option<(usize, usize, usize)> {
    let mut inside = vec![0_u32; worth.len()];
    let mut found: Option<(usize, usize, usize)> = None;
    let mut most = 0;
    for (text, ids) in pieces.iter().enumerate() {
        let width = (STRETCH - PIECE + 1).min(ids.len());
        let mut sum = 0;
        for (at, &id) in ids.iter().enumerate() {
            if inside[id] == 0 {
                sum += worth[id];
            }
            inside[id] += 1;
            if at >= width {
                let gone = ids[at - width];
                inside[gone] -= 1;
                if inside[gone] == 0 {
                    sum -= worth[gone];
                }
            }
            if sum > most {
                most = sum;
                found = Some((text, (at + 1).saturating_sub(width), at + 1));
            }
        }
        ids[ids.len() - width..]
            .iter()
            .for_each(|&id| inside[id] = 0);
    }
    let (text, mut start, mut end) = found?;
    while worth[pieces[text][start]] == 0 {
        start += 1;
    }
    while worth[pieces[text][end - 1]] == 0 {
        end -= 1;
    }
    Some((text, start, end))
}
