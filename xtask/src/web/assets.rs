//! Files that get their content's hash into their name, and may name each other.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};

use super::{App, files_below, hash, shown};

/// What an app's `assets/` is made of, by the names the sources use.
pub(super) struct Assets {
    sources: BTreeMap<String, Vec<u8>>,
}

/// A file with its final name.
#[derive(Clone)]
pub(super) struct Asset {
    /// The name with the hash in it.
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
}

impl Assets {
    /// The workers and scripts, the style sheets as one, the fonts.
    pub(super) fn of_sources(folder: &Path) -> Result<Self> {
        let mut assets = Self {
            sources: BTreeMap::new(),
        };
        for script in [
            "looks.js",
            "boot.js",
            "engine-worker.js",
            "viewer-worker.js",
        ] {
            let path = folder.join(script);
            assets.add(script, fs::read(&path).with_context(|| shown(&path))?);
        }
        let mut styles = Vec::new();
        for (_, path) in present(&folder.join("styles"), "css")? {
            styles.extend(fs::read(&path).with_context(|| shown(&path))?);
            styles.push(b'\n');
        }
        assets.add("styles.css", styles);
        for (name, path) in present(&folder.join("fonts"), "woff2")? {
            assets.add(name, fs::read(&path).with_context(|| shown(&path))?);
        }
        Ok(assets)
    }

    pub(super) fn add(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.sources.insert(name.into(), bytes);
    }

    /// Every file with its name, each reference written as the final name of what it names.
    pub(super) fn named(&self, app: &App) -> Result<BTreeMap<String, Asset>> {
        let mut done = BTreeMap::new();
        for name in self.sources.keys() {
            self.name(name, app, &mut done, &mut Vec::new())?;
        }
        Ok(done)
    }

    fn name<'a>(
        &'a self,
        name: &'a str,
        app: &App,
        done: &mut BTreeMap<String, Asset>,
        under_way: &mut Vec<&'a str>,
    ) -> Result<()> {
        if done.contains_key(name) {
            return Ok(());
        }
        if under_way.contains(&name) {
            bail!(
                "files name each other in a circle: {} → {name}",
                under_way.join(" → ")
            );
        }
        let source = self.sources.get_key_value(name);
        let (name, bytes) = source.with_context(|| format!("{name} is not among the sources"))?;
        under_way.push(name);
        let bytes = match kind(name) {
            Kind::Script => {
                let text = text(name, bytes)?;
                for wanted in references(&text) {
                    let wanted = self.find(name, wanted)?;
                    self.name(wanted, app, done, under_way)?;
                }
                let text = fill(&text, |wanted| match wanted.strip_prefix("asset:") {
                    Some(asset) => Some(format!("./{}", done.get(asset)?.file)),
                    None => app.text(wanted).map(str::to_owned),
                });
                text.with_context(|| name.clone())?.into_bytes()
            }
            Kind::Style => {
                let text = unquoted(&text(name, bytes)?);
                for wanted in urls(&text) {
                    let wanted = self.find(name, wanted)?;
                    self.name(wanted, app, done, under_way)?;
                }
                rewrite_urls(&text, done).into_bytes()
            }
            Kind::Other => bytes.clone(),
        };
        under_way.pop();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let file = format!("{stem}-{}.{ending}", &hash(&bytes)[..HASH_DIGITS]);
        done.insert(name.clone(), Asset { file, bytes });
        Ok(())
    }

    /// The source of that name, or who asks for it in vain.
    fn find(&self, by: &str, wanted: &str) -> Result<&str> {
        let found = self.sources.get_key_value(wanted);
        let found = found.with_context(|| format!("{by} names {wanted}, which is not there"))?;
        Ok(found.0)
    }
}

/// Puts a text in the place of every `{{…}}`.
///
/// # Errors
/// `value` has none for one of them.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next(rest) {
        filled.push_str(before);
        let value = value(name).with_context(|| format!("`{{{{{name}}}}}` stands for nothing"))?;
        filled.push_str(&value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What `{{asset:…}}` names.
fn references(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, name, after)) = next(rest) {
        found.extend(name.strip_prefix("asset:"));
        rest = after;
    }
    found
}

/// The next `{{name}}`, with what is before and after. Other double braces are left alone.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    text.match_indices("{{").find_map(|(at, _)| {
        let (name, after) = text[at + 2..].split_once("}}")?;
        let is_name = !name.is_empty() && name.chars().all(plain);
        is_name.then_some((&text[..at], name, after))
    })
}

/// The style with every `url("../fonts/NAME")` as `url(../fonts/NAME)`.
fn unquoted(style: &str) -> String {
    let mut style = style.to_owned();
    for quote in ['"', '\''] {
        let opened = format!("url({quote}../fonts/");
        while let Some((before, after)) = style.split_once(&opened) {
            style = format!("{before}{FONT_URL}{}", after.replacen(quote, "", 1));
        }
    }
    style
}

/// The names of files in `url(../fonts/NAME)`.
fn urls(style: &str) -> Vec<&str> {
    let places = style.match_indices(FONT_URL);
    let names = places.filter_map(|(at, _)| style[at + FONT_URL.len()..].split(')').next());
    names.collect()
}

fn rewrite_urls(style: &str, done: &BTreeMap<String, Asset>) -> String {
    let mut written = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once(FONT_URL) {
        let (name, after) = after.split_once(')').unwrap_or((after, ""));
        let file = done.get(name).map_or(name, |asset| asset.file.as_str());
        written.push_str(&format!("{before}url({file})"));
        rest = after;
    }
    written.push_str(rest);
    written
}

enum Kind {
    Script,
    Style,
    Other,
}

fn kind(name: &str) -> Kind {
    match name.rsplit_once('.') {
        Some((_, "js")) => Kind::Script,
        Some((_, "css")) => Kind::Style,
        _ => Kind::Other,
    }
}

fn text(name: &str, bytes: &[u8]) -> Result<String> {
    String::from_utf8(bytes.to_vec()).with_context(|| format!("{name} is no text"))
}

/// The files with that ending in a folder; none where there is no folder.
fn present(folder: &Path, ending: &str) -> Result<Vec<(String, std::path::PathBuf)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = files_below(folder)?;
    found.retain(|(_, path)| path.extension().is_some_and(|found| found == ending));
    Ok(found)
}

/// Sixty bits: nobody makes two of our files collide by chance, and what is served is checked by the full hash.
const HASH_DIGITS: usize = 15;

const FONT_URL: &str = "url(../fonts/";

#[cfg(test)]
mod tests {
    use super::super::APPS;
    use super::*;

    fn assets(files: &[(&str, &str)]) -> Assets {
        let sources = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        Assets {
            sources: sources.collect(),
        }
    }

    fn named(files: &[(&str, &str)]) -> Result<BTreeMap<String, Asset>> {
        assets(files).named(&APPS[0])
    }

    #[test]
    fn what_changes_changes_its_name_and_the_names_of_those_who_name_it() {
        let boot = ("boot.js", "import \"{{asset:app.js}}\";");
        let one = named(&[boot, ("app.js", "1")]).unwrap();
        let two = named(&[boot, ("app.js", "2")]).unwrap();
        let same = named(&[boot, ("app.js", "1")]).unwrap();
        for name in ["boot.js", "app.js"] {
            assert_ne!(one[name].file, two[name].file);
            assert_eq!(one[name].file, same[name].file);
        }
        let text = String::from_utf8(one["boot.js"].bytes.clone()).unwrap();
        assert_eq!(text, format!("import \"./{}\";", one["app.js"].file));
    }

    #[test]
    fn a_style_sheet_finds_its_fonts_however_they_are_quoted() {
        let style = "a{src:url(../fonts/a.woff2)} b{src:url(\"../fonts/a.woff2\") format(x)}";
        let files = named(&[("styles.css", style), ("a.woff2", "font")]).unwrap();
        let text = String::from_utf8(files["styles.css"].bytes.clone()).unwrap();
        let font = &files["a.woff2"].file;
        assert_eq!(
            text,
            format!("a{{src:url({font})}} b{{src:url({font}) format(x)}}")
        );
    }

    #[test]
    fn a_name_that_stands_for_nothing_is_refused() {
        for script in ["{{asset:none.js}}", "{{nothing}}"] {
            assert!(named(&[("boot.js", script)]).is_err(), "{script}");
        }
        assert!(named(&[("styles.css", "url(../fonts/none.woff2)")]).is_err());
    }

    #[test]
    fn a_circle_is_refused() {
        let files = [("a.js", "{{asset:b.js}}"), ("b.js", "{{asset:a.js}}")];
        let error = named(&files).err().unwrap().to_string();
        assert!(error.contains("a.js → b.js → a.js"), "{error}");
    }

    #[test]
    fn double_braces_that_hold_no_name_are_left_alone() {
        let text = "const a = {{}}; const b = {{ c: 1 }};";
        assert_eq!(fill(text, |_| None).unwrap(), text);
    }
}
