//! Searching for words: without regard to capitals, accents and the ways to write Devanagari.

/// What somebody looks for: every word of it has to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words(Vec<String>);

impl Words {
    /// The words of what was typed.
    pub(crate) fn of(query: &str) -> Self {
        let folded = fold(query);
        Self(folded.split_whitespace().map(str::to_owned).collect())
    }

    /// Whether nothing is looked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all words are in a text that was folded.
    pub(crate) fn are_in(&self, folded: &str) -> bool {
        self.0.iter().all(|word| folded.contains(word))
    }
}

/// A text in small letters, without accents, with each sound of Devanagari written one way.
pub(crate) fn fold(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    letters.filter_map(plain).collect()
}

fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ṇ' | 'ṅ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' => 'u',
        'ś' | 'š' | 'ṣ' => 's',
        'ḍ' => 'd',
        'ṭ' => 't',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        // The nukta, the dot below that makes q out of k, is often left out.
        '\u{958}' => 'क',
        '\u{959}' => 'ख',
        '\u{95a}' => 'ग',
        '\u{95b}' => 'ज',
        '\u{95c}' => 'ड',
        '\u{95d}' => 'ढ',
        '\u{95e}' => 'फ',
        '\u{95f}' => 'य',
        // Of the signs of nasal sounds many write but one.
        '\u{901}' => '\u{902}',
        '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{200c}' | '\u{200d}' => return None,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str, text: &str) -> bool {
        Words::of(query).are_in(&fold(text))
    }

    #[test]
    fn capitals_and_accents_make_no_difference() {
        assert!(found("MENIERE", "Ménière's disease"));
        assert!(found("ménière", "Meniere's disease"));
        assert!(found("me\u{301}nie\u{300}re", "Meniere's disease"));
    }

    #[test]
    fn every_word_has_to_be_there_in_any_order() {
        assert!(found("rao amlo", "Amlodipine 5 mg, Dr Rao"));
        assert!(!found("rao metformin", "Amlodipine 5 mg, Dr Rao"));
        assert!(found("  ", "anything"));
    }

    #[test]
    fn hindi_is_found_however_it_is_written() {
        assert!(found("नुस्खा", "नुस्ख\u{93c}ा"));
        assert!(found("आंख", "आँख"));
        assert!(found("\u{95e}ोन", "फोन"));
    }
}
