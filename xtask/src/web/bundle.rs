//! An app as it lies in its folder: the page, the service worker, the manifest, the icons, and the named files.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};

use super::{
    App,
    assets::{Asset, Assets, fill},
    compress::Packed,
    files_below, hash, shown,
};

/// One app's files.
pub(super) struct Bundle {
    pub(super) app: &'static App,
    /// By their path below the app's folder.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// By the names the sources use: their path below the app's folder.
    pub(super) named: BTreeMap<String, String>,
}

impl App {
    /// What a template's `{{name}}` stands for in every file of this app.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        Some(match name {
            "app" => self.name,
            "title" => self.title,
            "short" => self.short,
            "about" => self.about,
            "for" => self.whose[0],
            "for-hi" => self.whose[1],
            _ => return None,
        })
    }
}

impl Bundle {
    /// Fills the templates of `folder` for one app.
    pub(super) fn make(app: &'static App, assets: Assets, folder: &Path) -> Result<Self> {
        let assets = assets.named(app)?;
        let mut bundle = Self {
            app,
            files: BTreeMap::new(),
            named: BTreeMap::new(),
        };
        for (name, Asset { file, bytes }) in assets {
            let path = format!("assets/{file}");
            bundle.files.insert(path.clone(), bytes);
            bundle.named.insert(name, path);
        }
        let mut icons = files_below(&folder.join("icons").join(app.name))?;
        icons.retain(|(name, _)| name == "icon.svg" || name.ends_with(".png"));
        for (name, path) in icons {
            let bytes = fs::read(&path).with_context(|| shown(&path))?;
            bundle.files.insert(format!("icons/{name}"), bytes);
        }
        for name in ["index.html", "manifest.webmanifest"] {
            bundle.add_template(folder, name)?;
        }
        // The service worker names all others, so it comes last.
        bundle.add_template(folder, "sw.js")?;
        Ok(bundle)
    }

    /// One hash for everything in it: that of the list of its files' hashes.
    pub(super) fn hash(&self) -> String {
        hash(self.hashes().as_bytes())
    }

    /// The path of a named file; an empty one where there is none of that name.
    pub(super) fn path_of(&self, name: &str) -> &str {
        self.named.get(name).map_or("", String::as_str)
    }

    pub(super) fn fonts(&self) -> impl Iterator<Item = (&String, &String)> {
        self.named
            .iter()
            .filter(|(name, _)| name.ends_with(".woff2"))
    }

    /// As `sha256sum` writes it.
    fn hashes(&self) -> String {
        let lines = self
            .files
            .iter()
            .map(|(path, bytes)| format!("{}  {}/{path}\n", hash(bytes), self.app.name));
        lines.collect()
    }

    fn add_template(&mut self, folder: &Path, name: &str) -> Result<()> {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).with_context(|| shown(&path))?;
        let text = fill(&text, |wanted| self.value(wanted)).with_context(|| shown(&path))?;
        self.files.insert(name.to_owned(), text.into_bytes());
        Ok(())
    }

    fn value(&self, name: &str) -> Option<String> {
        if let Some(asset) = name.strip_prefix("asset:") {
            let path = self.named.get(asset)?;
            return Some(self.address(path));
        }
        Some(match name {
            "fonts" => self.font_links(),
            "shell" => self.addresses(|path| !self.is_spare(path) && !self.is_viewer(path)),
            "ahead" => self.addresses(|path| self.is_viewer(path)),
            "version" => self.hash()[..16].to_owned(),
            _ => self.app.text(name)?.to_owned(),
        })
    }

    fn address(&self, path: &str) -> String {
        match path {
            "index.html" => format!("/{}/", self.app.name),
            _ => format!("/{}/{path}", self.app.name),
        }
    }

    /// The page is drawn with the Latin letters of the usual weight in any language.
    fn font_links(&self) -> String {
        let first = self.fonts().filter(|(name, _)| is_first_font(name));
        let links = first.map(|(_, path)| {
            let address = self.address(path);
            format!(
                r#"<link rel="preload" as="font" type="font/woff2" href="{address}" crossorigin>"#
            )
        });
        links.collect::<Vec<_>>().join("\n")
    }

    /// Files as the service worker names them, in a list of JavaScript.
    fn addresses(&self, chosen: impl Fn(&str) -> bool) -> String {
        let paths = self.files.keys().filter(|path| chosen(path));
        let addresses: Vec<_> = paths.map(|path| self.address(path)).collect();
        serde_json::Value::from(addresses).to_string()
    }

    /// What is kept once it was asked for: icons for the home screen, letters of other languages.
    fn is_spare(&self, path: &str) -> bool {
        let icon = path.starts_with("icons/") && path != "icons/icon.svg";
        let foreign = |(name, font): (&String, &String)| font == path && !is_latin(name);
        icon || self.fonts().any(foreign)
    }

    fn is_viewer(&self, path: &str) -> bool {
        let mut named = self.named.iter();
        named.any(|(name, named)| named == path && name.starts_with("viewer"))
    }
}

/// Writes both bundles, and the list of their hashes, in the place of what was there.
pub(super) fn write(
    bundles: &[Bundle],
    packed: &BTreeMap<String, Packed>,
    folder: &Path,
) -> Result<()> {
    // Beside, and then in one move, so that a server that runs serves the one or the other.
    let next = folder.with_extension("next");
    let before = folder.with_extension("before");
    for stale in [&next, &before] {
        if stale.exists() {
            fs::remove_dir_all(stale).with_context(|| shown(stale))?;
        }
    }
    for bundle in bundles {
        for (path, bytes) in &bundle.files {
            let file = next.join(bundle.app.name).join(path);
            put(&file, bytes)?;
            if let Some(packed) = packed.get(&hash(bytes)) {
                for (ending, bytes) in [("br", &packed.brotli), ("gz", &packed.gzip)] {
                    put(Path::new(&format!("{}.{ending}", file.display())), bytes)?;
                }
            }
        }
    }
    put(&next.join("hashes.txt"), hashes(bundles).as_bytes())?;
    if folder.exists() {
        fs::rename(folder, &before).with_context(|| shown(folder))?;
    }
    fs::rename(&next, folder).with_context(|| shown(&next))?;
    if before.exists() {
        fs::remove_dir_all(&before).with_context(|| shown(&before))?;
    }
    Ok(())
}

/// Every file's hash, sorted by path, as `sha256sum --check` reads it; one comment for each app's.
fn hashes(bundles: &[Bundle]) -> String {
    let mut comments = String::new();
    let mut lines: Vec<String> = Vec::new();
    for bundle in bundles {
        comments.push_str(&format!("# {}  {}\n", bundle.hash(), bundle.app.name));
        lines.extend(bundle.hashes().lines().map(|line| format!("{line}\n")));
    }
    lines.sort_by(|a, b| {
        a.split_once("  ")
            .map(|x| x.1)
            .cmp(&b.split_once("  ").map(|x| x.1))
    });
    comments + &lines.concat()
}

fn put(file: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(|| shown(folder))?;
    }
    fs::write(file, bytes).with_context(|| shown(file))
}

fn is_first_font(name: &str) -> bool {
    is_latin(name)
        && ["400", "regular"]
            .iter()
            .any(|weight| name.contains(weight))
}

/// The letters of English; those of Europe's other languages are `latin-ext`.
fn is_latin(name: &str) -> bool {
    name.contains("latin") && !name.contains("latin-ext")
}
