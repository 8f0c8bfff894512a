//! Text of people as XHTML, and XHTML of others as text
//! (<https://hl7.org/fhir/R4/narrative.html>).

/// Plain text as the `div` of a narrative: a paragraph, a line break for each line, nothing else;
/// `None` if there is no text. Characters that XML cannot carry are left out, and blanks at the end of a
/// line.
pub(crate) fn from_plain(text: &str) -> Option<String> {
    let text: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| is_xml(*c))
        .collect();
    let lines: Vec<&str> = text.trim().split('\n').map(str::trim_end).collect();
    let text = lines.join("\n");
    if text.is_empty() {
        return None;
    }
    let mut div = String::from("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>");
    // A blank beside another, or beside the edge of a line, would be lost between tags.
    let mut after_blank = true;
    for c in text.chars() {
        match c {
            '\n' => div.push_str("<br/>"),
            ' ' | '\t' if after_blank => div.push_str("&#160;"),
            ' ' | '\t' => div.push(' '),
            '&' => div.push_str("&amp;"),
            '<' => div.push_str("&lt;"),
            '>' => div.push_str("&gt;"),
            other => div.push(other),
        }
        after_blank = matches!(c, '\n' | ' ' | '\t');
    }
    div.push_str("</p></div>");
    Some(div)
}

/// The text of XHTML, as far as text goes: a line for each block, list item and row of a table. Never
/// fails: what is no good XHTML is read as well as can be.
pub(crate) fn to_plain(div: &str) -> String {
    let mut plain = Plain::default();
    let mut rest = div;
    while let Some(at) = rest.find(['<', '&']) {
        plain.text(&rest[..at]);
        let tail = &rest[at..];
        rest = match tail.as_bytes()[0] {
            b'<' => plain.tag(tail),
            _ => plain.entity(tail),
        };
    }
    plain.text(rest);
    plain.finish()
}

#[derive(Default)]
struct Plain {
    text: String,
    /// Blanks were seen that count if text follows on the same line.
    blank: bool,
}

impl Plain {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' => self.blank = true,
                other => self.character(other),
            }
        }
    }

    fn character(&mut self, c: char) {
        if self.blank && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.blank = false;
        self.text.push(c);
    }

    /// A tag or comment at the start of `tail`; gives what follows it.
    fn tag<'t>(&mut self, tail: &'t str) -> &'t str {
        if let Some(comment) = tail.strip_prefix("<!--") {
            return comment.find("-->").map_or("", |end| &comment[end + 3..]);
        }
        let Some(end) = tail.find('>') else {
            return "";
        };
        let name: String = tail[1..end]
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let closes = tail.starts_with("</");
        match name.as_str() {
            "br" => self.line(),
            "td" | "th" => self.blank = true,
            "p" | "div" | "li" | "tr" | "ul" | "ol" | "dl" | "dt" | "dd" | "table" | "h1"
            | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "blockquote" | "hr" => self.new_line(),
            "style" | "script" if !closes => {
                let closing = format!("</{name}");
                let lower = tail.to_ascii_lowercase();
                return lower.find(&closing).map_or("", |at| &tail[at..]);
            }
            _ => {}
        }
        &tail[end + 1..]
    }

    /// An entity at the start of `tail`; gives what follows it.
    fn entity<'t>(&mut self, tail: &'t str) -> &'t str {
        let end = tail.bytes().take(12).position(|b| b == b';');
        let decoded = end.and_then(|end| Some((end, decode(&tail[1..end])?)));
        match decoded {
            // It stands for a blank that is meant.
            Some((end, '\u{a0}')) => {
                if self.blank && !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push(' ');
                }
                self.blank = false;
                self.text.push(' ');
                &tail[end + 1..]
            }
            Some((end, c)) => {
                self.character(c);
                &tail[end + 1..]
            }
            None => {
                self.character('&');
                &tail[1..]
            }
        }
    }

    fn line(&mut self) {
        self.blank = false;
        self.text.push('\n');
    }

    fn new_line(&mut self) {
        self.blank = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn finish(self) -> String {
        self.text.trim().to_owned()
    }
}

fn decode(entity: &str) -> Option<char> {
    let number = match entity.strip_prefix('#') {
        Some(code) => match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => code.parse().ok(),
        },
        None => None,
    };
    match (number, entity) {
        (Some(number), _) => char::from_u32(number).filter(|c| is_xml(*c)),
        (None, "amp") => Some('&'),
        (None, "lt") => Some('<'),
        (None, "gt") => Some('>'),
        (None, "quot") => Some('"'),
        (None, "apos") => Some('\''),
        (None, "nbsp") => Some('\u{a0}'),
        (None, "deg") => Some('°'),
        (None, "micro") => Some('µ'),
        (None, "ndash") => Some('–'),
        (None, "mdash") => Some('—'),
        _ => None,
    }
}

/// Whether XML 1.0 can carry the character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && !('\u{7f}'..='\u{84}').contains(&c)
        && !('\u{86}'..='\u{9f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn xhtml_of_others_reads_as_lines() {
        let div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">\n <h4>Plan &amp; advice</h4><p>Walk\n   daily.</p>\
                   <!-- hidden <p> --><ul><li>Salt &lt; 5&nbsp;g</li><li>38.5&#176;C</li></ul>\
                   <table><tr><td>Hb</td><td>9.1</td></tr></table><script>x()</script></div>";
        assert_eq!(
            to_plain(div),
            "Plan & advice\nWalk daily.\nSalt < 5 g\n38.5°C\nHb 9.1"
        );
    }

    #[test]
    fn what_is_broken_is_read_as_well_as_can_be() {
        for (div, text) in [
            ("", ""),
            ("a & b &unknown; &", "a & b &unknown; &"),
            ("<p>open", "open"),
            ("text <p", "text"),
            ("<!-- never closed", ""),
            ("<style>a{}", ""),
            ("&#0;&#xD800;x", "&#0;&#xD800;x"),
        ] {
            assert_eq!(to_plain(div), text, "{div}");
        }
    }

    #[test]
    fn markup_that_people_type_stays_text() {
        let typed = "<script>alert(1)</script> & \"quotes\"";
        let div = from_plain(typed).unwrap();
        assert!(!div.contains("<script"));
        assert_eq!(to_plain(&div), typed);
        assert_eq!(from_plain(" \n\u{1}\t"), None);
    }

    proptest! {
        #[test]
        fn what_people_write_comes_back(text in "[ -~अ-हा-ौ\n\t°é<>&;#]{0,80}") {
            let lines: Vec<&str> = text.trim().split('\n').map(str::trim_end).collect();
            let plain = lines.join("\n").replace('\t', " ");
            match from_plain(&text) {
                Some(div) => prop_assert_eq!(to_plain(&div), plain),
                None => prop_assert_eq!(plain, ""),
            }
        }

        #[test]
        fn nothing_makes_it_fail(text in any::<String>()) {
            to_plain(&text);
            from_plain(&text);
        }
    }
}
