//! The recovery kit as it is printed: on the terminal, as a text file, as a page.

use std::{fmt::Write, path::Path};

use client::account::Kit;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{failure::Failure, file};

/// How many words stand in a row.
const ROW: usize = 4;

/// The kit as text.
pub(crate) fn text(kit: &Kit) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::new());
    let head = format!(
        "SEHAT RECOVERY KIT of {}\n\nFingerprint      {}\nServer           {}\nAccount secret   {}\n\n",
        kit.name,
        kit.person.short(),
        kit.server,
        *kit.account_secret
    );
    out.push_str(&head);
    if let Some(words) = &kit.words {
        out.push_str(&grid(words));
        out.push('\n');
    }
    out.push_str(INSTRUCTIONS);
    out
}

/// The words in six rows of four, numbered.
fn grid(words: &str) -> Zeroizing<String> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut out = Zeroizing::new(String::with_capacity(words.len() * 20));
    for (row, group) in words.chunks(ROW).enumerate() {
        for (column, word) in group.iter().enumerate() {
            // Writing into a string cannot fail.
            let _ = write!(out, "  {:>2} {word:<12}", row * ROW + column + 1);
        }
        let end = out.trim_end().len();
        out.truncate(end);
        out.push('\n');
    }
    out
}

/// The kit as a page to print.
pub(crate) fn page(kit: &Kit) -> Zeroizing<String> {
    let mut cells = Zeroizing::new(String::new());
    for (index, word) in kit
        .words
        .iter()
        .flat_map(|words| words.split_whitespace())
        .enumerate()
    {
        let _ = write!(
            cells,
            "<li><span>{}</span> {}</li>",
            index + 1,
            escaped(word)
        );
    }
    let words = if cells.is_empty() {
        Zeroizing::new(
            "<p>The words were checked to be on paper, and are no longer on the device.</p>"
                .to_owned(),
        )
    } else {
        Zeroizing::new(format!("<ol>{}</ol>", *cells))
    };
    let mut page = Zeroizing::new(PAGE.to_owned());
    for (mark, value) in [
        ("{name}", escaped(&kit.name)),
        ("{fingerprint}", kit.person.short()),
        ("{server}", escaped(&kit.server)),
        ("{secret}", escaped(&kit.account_secret)),
        ("{words}", words.to_string()),
    ] {
        page = Zeroizing::new(page.replace(mark, &value));
    }
    page
}

/// The kit as JSON.
pub(crate) fn json(kit: &Kit) -> Value {
    let words: Option<Vec<&str>> = kit
        .words
        .as_ref()
        .map(|words| words.split_whitespace().collect());
    json!({
        "name": kit.name,
        "fingerprint": kit.person.to_string(),
        "server": kit.server,
        "account_secret": *kit.account_secret,
        "words": words,
    })
}

/// Writes the kit to a new file: a page if it ends in `.html`, otherwise text.
pub(crate) fn write(kit: &Kit, path: &Path) -> Result<(), Failure> {
    let is_page = path
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"));
    let content = if is_page { page(kit) } else { text(kit) };
    file::write(path, content.as_bytes(), false)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A brace could be taken for a place to fill in.
            '{' => out.push_str("&#123;"),
            c => out.push(c),
        }
    }
    out
}

/// What to do with the kit.
const INSTRUCTIONS: &str = "\
Write the words and the account secret on paper, or print this, and keep it where you keep your
passport. Whoever has this kit has the account, and without it nobody can bring your records back when
the password is forgotten: not the server, not us. Do not photograph it, mail it or store it in a cloud.

  On a new machine, with the password:    sehat --server URL signin --account-secret SECRET
  With the kit alone:                     sehat --server URL recover
  To show that you have it on paper:      sehat kit check
";

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<title>Sehat recovery kit</title>
<style>
@page { size: A4; margin: 20mm; }
body { font: 12pt/1.5 system-ui, "Noto Sans", "Noto Sans Devanagari", sans-serif; color: #111; max-width: 170mm; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 20pt; margin: 0 0 .5em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3em 1.2em; }
dt { color: #444; }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
code, ol { font-family: ui-monospace, "Noto Sans Mono", monospace; }
ol { list-style: none; display: grid; grid-template-columns: repeat(4, 1fr); gap: 0; padding: 0; border: 1px solid #111; }
li { padding: .5em .6em; border: 1px solid #bbb; font-size: 13pt; }
li span { color: #555; font-size: 9pt; display: inline-block; min-width: 1.6em; }
section { margin-top: 1.5em; break-inside: avoid; }
</style>
</head>
<body>
<h1>Sehat recovery kit · सेहत रिकवरी किट</h1>
<dl>
<dt>Name · नाम</dt><dd>{name}</dd>
<dt>Fingerprint · पहचान चिह्न</dt><dd><code>{fingerprint}</code></dd>
<dt>Server · सर्वर</dt><dd><code>{server}</code></dd>
<dt>Account secret · खाता कोड</dt><dd><code>{secret}</code></dd>
</dl>
{words}
<section lang="en">
<p>Print this page and keep it where you keep your passport, then delete the file. Whoever has this kit has
the account, and without it nobody can bring your records back when the password is forgotten. Do not
photograph it, mail it or store it in a cloud.</p>
<p>On a new machine with the password you need the account secret; without the password, the 24 words in
their order are enough.</p>
</section>
<section lang="hi">
<p>इस पन्ने को छापकर वहाँ रखें जहाँ आप अपना पासपोर्ट रखते हैं, और फिर फ़ाइल मिटा दें। जिसके पास यह किट है, उसके पास
आपका खाता है; पासवर्ड भूल जाने पर इसके बिना कोई भी आपके रिकॉर्ड वापस नहीं ला सकता। इसकी फ़ोटो न लें, इसे मेल न करें
और क्लाउड में न रखें।</p>
<p>नई मशीन पर पासवर्ड के साथ खाता कोड चाहिए; पासवर्ड न हो तो ये 24 शब्द, इसी क्रम में, काफ़ी हैं।</p>
</section>
</body>
</html>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn kit(words: Option<&str>) -> Kit {
        Kit {
            name: "Asha <Verma> & {words}".to_owned(),
            person: "0123456789abcdef".repeat(4).parse().unwrap(),
            server: "https://sehat.example".to_owned(),
            account_secret: Zeroizing::new("AAAAA-BBBBB".to_owned()),
            words: words.map(|words| Zeroizing::new(words.to_owned())),
        }
    }

    fn twenty_four() -> String {
        (1..=24)
            .map(|n| format!("word{n}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_words_stand_in_six_numbered_rows_of_four() {
        let grid = grid(&twenty_four());
        let rows: Vec<&str> = grid.lines().collect();
        assert_eq!(rows.len(), 6);
        assert_eq!(
            rows[0],
            "   1 word1          2 word2          3 word3          4 word4"
        );
        assert!(rows[5].ends_with("24 word24"));
    }

    #[test]
    fn the_text_has_all_that_is_needed_to_come_back() {
        let text = text(&kit(Some(&twenty_four())));
        for part in [
            "0123 4567 89ab cdef",
            "https://sehat.example",
            "AAAAA-BBBBB",
            "word24",
            "recover",
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn the_page_escapes_what_was_typed_and_fills_every_place() {
        let page = page(&kit(Some(&twenty_four())));
        assert!(page.contains("Asha &lt;Verma&gt; &amp; &#123;words}"));
        assert_eq!(page.matches("<li>").count(), 24);
        for mark in ["{name}", "{secret}", "{server}", "{fingerprint}"] {
            assert!(!page.contains(mark), "{mark}");
        }
    }

    #[test]
    fn json_has_the_words_as_a_list_or_null() {
        assert_eq!(json(&kit(Some("a b")))["words"], json!(["a", "b"]));
        assert_eq!(json(&kit(None))["words"], Value::Null);
        assert!(page(&kit(None)).contains("no longer on the device"));
    }
}
