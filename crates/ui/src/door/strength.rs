//! How hard a passphrase is to guess, as far as one can tell from looking at it.

/// How strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Shorter than what is taken at all.
    TooShort,
    /// Could be guessed.
    Weak,
    /// Will do.
    Fair,
    /// Good.
    Strong,
}

/// Judges by length, by words and by how many different characters there are; a name in it counts nothing.
pub(super) fn strength(passphrase: &str, name: &str) -> Strength {
    let count = passphrase.chars().count();
    if count < SHORTEST {
        return Strength::TooShort;
    }
    let lower = passphrase.to_lowercase();
    let own = name.to_lowercase();
    let own = own
        .split_whitespace()
        .filter(|word| word.chars().count() > 2);
    let own: usize = own
        .filter(|word| lower.contains(word))
        .map(|word| word.chars().count())
        .sum();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    words.retain(|word| word.chars().count() > 2);
    words.sort_unstable();
    words.dedup();
    let length = count.saturating_sub(own);
    let known = lower.starts_with("12345") || lower.contains("password");
    match (length, different.len(), words.len()) {
        _ if known => Strength::Weak,
        (16.., 9.., 4..) | (20.., 10.., _) => Strength::Strong,
        (12.., 7.., _) => Strength::Fair,
        _ => Strength::Weak,
    }
}

/// The fewest characters that are taken.
const SHORTEST: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_words_are_strong_and_a_name_is_not() {
        assert_eq!(strength("short", "Asha"), Strength::TooShort);
        assert_eq!(strength("ashapatil", "Asha Patil"), Strength::Weak);
        assert_eq!(strength("asha patil 1984", "Asha Patil"), Strength::Weak);
        assert_eq!(strength("aaaaaaaaaaaaaaaaaaaaaaaa", ""), Strength::Weak);
        assert_eq!(strength("123456789012345678", ""), Strength::Weak);
        assert_eq!(strength("mango river brass", ""), Strength::Fair);
        assert_eq!(strength("mango river brass kite", ""), Strength::Strong);
        assert_eq!(strength("आम नदी पीतल पतंग रात", ""), Strength::Strong);
    }
}
