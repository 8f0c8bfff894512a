//! From wasm to wasm that a page can load, with the JavaScript to call it by.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    App, Profile, Room,
    assets::Assets,
    files_below, hash, shown,
    split::{self, Part},
};

/// What became of one room.
pub(super) struct Bound {
    room: &'static Room,
    glue: String,
    wasm: Vec<u8>,
    /// What is fetched later, by the names in the glue.
    parts: Vec<Part>,
    /// JavaScript that crates bring along, by the paths the glue imports.
    snippets: Vec<(String, Vec<u8>)>,
}

/// Runs wasm-bindgen on a room's file. What was made of the same file before is taken as it is.
pub(super) fn bind(
    room: &'static Room,
    wasm: &Path,
    stage: &Path,
    profile: Profile,
) -> Result<Bound> {
    let file = wasm.join(room.file).with_extension("wasm");
    let bytes = fs::read(&file).with_context(|| shown(&file))?;
    let mark = stage.join("made-of");
    let made_of = format!("{VERSION} {}", hash(&bytes));
    if fs::read_to_string(&mark).is_ok_and(|before| before == made_of) {
        return read(room, stage);
    }
    if stage.exists() {
        fs::remove_dir_all(stage).with_context(|| shown(stage))?;
    }
    fs::create_dir_all(stage).with_context(|| shown(stage))?;
    let bytes = match room.has_parts() {
        true => split::split(&bytes, &stage.join(PARTS), profile)?,
        false => bytes,
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(room.asset(), bytes)
        .out_name(room.asset())
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        // The parts share the memory and the table of functions by the names the linker gave them.
        .keep_lld_exports(room.has_parts())
        .remove_producers_section(true)
        // The names of functions are half of a file, and help nobody but us.
        .remove_name_section(profile == Profile::Release)
        .demangle(profile == Profile::Debug);
    let bound = bindgen.generate(stage);
    bound.with_context(|| format!("wasm-bindgen on {}", shown(&file)))?;
    fs::write(&mark, made_of).with_context(|| shown(&mark))?;
    read(room, stage)
}

fn read(room: &'static Room, stage: &Path) -> Result<Bound> {
    let bytes = |path: PathBuf| fs::read(&path).with_context(|| shown(&path));
    let name = room.asset();
    let glue = bytes(stage.join(format!("{name}.js")))?;
    let snippets = stage.join("snippets");
    let snippets = match snippets.is_dir() {
        true => files_below(&snippets)?,
        false => Vec::new(),
    };
    let glue = String::from_utf8(glue).context("the glue is no text")?;
    let (glue, parts) = match room.has_parts() {
        true => split::read(&stage.join(PARTS), &glue)?,
        false => (glue, Vec::new()),
    };
    Ok(Bound {
        room,
        glue,
        parts,
        wasm: bytes(stage.join(format!("{name}_bg.wasm")))?,
        snippets: snippets
            .into_iter()
            .map(|(name, path)| Ok((name, bytes(path)?)))
            .collect::<Result<_>>()?,
    })
}

impl Bound {
    /// Puts the room's files among an app's, if it is part of it.
    pub(super) fn add_to(&self, assets: &mut Assets, app: &App) {
        if !self.room.belongs_to(app) {
            return;
        }
        let name = self.room.asset();
        let mut glue = self.glue.clone();
        for (path, script) in &self.snippets {
            let own = format!("{name}-{}", path.replace('/', "-"));
            glue = glue.replace(
                &format!("./snippets/{path}"),
                &format!("{{{{asset:{own}}}}}"),
            );
            assets.add(own, script.clone());
        }
        for (part, wasm) in &self.parts {
            glue = glue.replace(&format!("./{part}"), &format!("{{{{asset:{part}}}}}"));
            assets.add(part, wasm.clone());
        }
        assets.add(format!("{name}.js"), glue.into_bytes());
        assets.add(format!("{name}.wasm"), self.wasm.clone());
    }
}

/// Changes when a room's file is to be bound anew although it is the same.
const VERSION: &str = "2";

/// The folder of a room's parts.
const PARTS: &str = "parts";
