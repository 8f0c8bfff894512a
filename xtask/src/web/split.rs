//! One wasm in parts: what `#[wasm_split]` marks is cut off, with all that is reached from there alone, and fetched when it
//! is called for.

use std::{fs, path::Path};

use anyhow::{Context, Result, anyhow};
use walrus::ModuleConfig;
use wasm_split_cli_support::{Options, transform};

use super::{Profile, files_below, shown};

/// Cuts the wasm into what is needed at the start, which is given back, and parts, which go to a folder.
///
/// # Errors
/// It does not say what refers to what, as the apps' `build.rs` has the linker do.
pub(super) fn split(wasm: &[u8], folder: &Path, profile: Profile) -> Result<Vec<u8>> {
    let main = folder.join(MAIN);
    let mut options = Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = GLUE;
    let cut = transform(options).map_err(|error| anyhow!("the wasm cannot be cut: {error:#}"))?;
    for part in cut.split_modules {
        let bytes = fs::read(&part).with_context(|| shown(&part))?;
        // The linker left room in every number for the largest there is; written anew, each is as short as it can be.
        let mut module = ModuleConfig::new()
            .generate_name_section(profile == Profile::Debug)
            .generate_producers_section(false)
            .parse(&bytes)
            .with_context(|| shown(&part))?;
        fs::write(&part, module.emit_wasm()).with_context(|| shown(&part))?;
    }
    fs::read(&main).with_context(|| shown(&main))
}

/// A part's name and its wasm.
pub(super) type Part = (String, Vec<u8>);

/// The glue with what loads the parts in it, and the parts in a folder.
///
/// # Errors
/// Nothing loads them, or the tools write other scripts than they did when this was written.
pub(super) fn read(folder: &Path, glue: &str) -> Result<(String, Vec<Part>)> {
    let mut link = String::new();
    let mut parts = Vec::new();
    for (name, path) in files_below(folder)? {
        let bytes = fs::read(&path).with_context(|| shown(&path))?;
        if name == MAIN {
            continue;
        }
        if LINK.ends_with(&name) {
            link = String::from_utf8(bytes).with_context(|| shown(&path))?;
        } else {
            parts.push((name, bytes));
        }
    }
    Ok((join(glue, &link)?, parts))
}

/// Puts what loads the parts into the glue. As two scripts they would import each other, and neither could have the other's
/// hash in its name.
fn join(glue: &str, link: &str) -> Result<String> {
    let body = link.strip_prefix(&format!("import {{ initSync }} from \"{GLUE}\";\n"));
    let body = body.context("what loads the parts begins otherwise")?;
    let loaders: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix(LOADER)?.split(' ').next())
        .collect();
    let from = format!(" from \"{LINK}\"");
    let mut imports = glue.lines().filter(|line| line.contains(&from));
    let import = imports.next().filter(|_| imports.next().is_none());
    let import = import.context("the glue does not import what loads the parts, or not once")?;
    let name = import.strip_prefix("import * as ");
    let name = name.and_then(|name| name.split(' ').next());
    let name = name.context("the glue imports what loads the parts otherwise")?;
    let body = body.replace(LOADER, "const ");
    let loaders = loaders.join(", ");
    let inside = format!("const {name} = (() => {{\n{body}\nreturn {{ {loaders} }};\n}})();");
    Ok(glue.replacen(import, &inside, 1))
}

const MAIN: &str = "main.wasm";
const LINK: &str = "./__wasm_split.js";
const GLUE: &str = "./main.js";
/// What each loader's line begins with.
const LOADER: &str = "export const ";

#[cfg(test)]
mod tests {
    use super::*;

    const LOADING: &str = "import { initSync } from \"./main.js\";\n\nlet shared;\nexport const load_a = make(() => {\n});\n";

    #[test]
    fn what_loads_the_parts_stands_in_the_glue() {
        let glue = "import * as import1 from \"./__wasm_split.js\"\nlet wasm;\nuse(import1);\n";
        let joined = join(glue, LOADING).unwrap();
        assert_eq!(
            joined,
            "const import1 = (() => {\n\nlet shared;\nconst load_a = make(() => {\n});\n\nreturn { load_a };\n})();\nlet wasm;\nuse(import1);\n"
        );
    }

    #[test]
    fn scripts_that_look_otherwise_are_not_guessed_at() {
        let two =
            "import * as a from \"./__wasm_split.js\"\nimport * as b from \"./__wasm_split.js\"\n";
        assert!(join(two, LOADING).is_err());
        assert!(join("let wasm;\n", LOADING).is_err());
        assert!(join("", "import * as main from \"./main.js\";\n").is_err());
    }
}
