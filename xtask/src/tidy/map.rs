//! The map of the house: every crate stands in `ARCHITECTURE.md`, and back.

use anyhow::Result;

use super::Finding;
use crate::workspace;

/// Compares the folders with the headings.
///
/// # Errors
/// The map or a manifest cannot be read.
pub(super) fn check(files: &[String]) -> Result<Vec<Finding>> {
    let mut rooms = Vec::new();
    for manifest in files.iter().filter(|path| folder_of(path).is_some()) {
        let folder = folder_of(manifest).unwrap_or_default();
        rooms.push((folder.to_owned(), package_name(&workspace::text(manifest)?)));
    }
    Ok(compare(&rooms, &workspace::text(MAP)?))
}

/// `rooms` are folders below `crates/`, each with the name of its package.
fn compare(rooms: &[(String, Option<String>)], map: &str) -> Vec<Finding> {
    let listed: Vec<(usize, &str)> = (1..)
        .zip(map.lines())
        .filter_map(|(number, line)| Some((number, heading(line)?)))
        .collect();
    let mut findings = Vec::new();
    for (folder, package) in rooms {
        let manifest = format!("crates/{folder}/Cargo.toml");
        if !listed.iter().any(|(_, room)| room == folder) {
            let what = format!("the crate `{folder}` does not stand in {MAP}");
            let mend = format!(
                "say there, under `### \\`crates/{folder}\\``, what it is for and what it never does"
            );
            findings.push(Finding::new(&manifest, 0, what, mend));
        }
        let wanted = format!("sehat-{folder}");
        if package.as_deref() != Some(&wanted) {
            let what = "the package is not named after its folder";
            findings.push(Finding::new(
                &manifest,
                0,
                what,
                format!("name it `{wanted}`"),
            ));
        }
    }
    for (at, (line, room)) in listed.iter().enumerate() {
        if !rooms.iter().any(|(folder, _)| folder == room) {
            let what = format!("there is no crate `{room}`");
            let mend = "take the heading out, or move it to what is planned";
            findings.push(Finding::new(MAP, *line, what, mend));
        }
        if listed[..at].iter().any(|(_, earlier)| earlier == room) {
            let what = format!("`{room}` stands here a second time");
            findings.push(Finding::new(MAP, *line, what, "keep one of the two"));
        }
    }
    findings
}

/// The room a heading is about.
fn heading(line: &str) -> Option<&str> {
    line.strip_prefix("### `crates/")?.split('`').next()
}

/// The folder of a crate, by the path of its manifest.
fn folder_of(path: &str) -> Option<&str> {
    let folder = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
    (!folder.contains('/')).then_some(folder)
}

fn package_name(manifest: &str) -> Option<String> {
    let manifest: toml::Table = manifest.parse().ok()?;
    let name = manifest.get("package")?.get("name")?.as_str()?;
    Some(name.to_owned())
}

const MAP: &str = "ARCHITECTURE.md";

#[cfg(test)]
mod tests {
    use super::*;

    fn room(folder: &str) -> (String, Option<String>) {
        (folder.to_owned(), Some(format!("sehat-{folder}")))
    }

    #[test]
    fn a_crate_that_is_not_on_the_map_is_found() {
        let found = compare(&[room("wire"), room("cellar")], "### `crates/wire`\n");
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("crates/cellar/Cargo.toml"));
    }

    #[test]
    fn a_heading_without_its_crate_is_found_with_its_line() {
        let found = compare(
            &[room("wire")],
            "# Map\n### `crates/wire`\n### `crates/attic`\n",
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().contains("ARCHITECTURE.md:3:"));
    }

    #[test]
    fn a_crate_listed_twice_is_found() {
        let found = compare(
            &[room("wire")],
            "### `crates/wire`\n### `crates/wire`: again\n",
        );
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_package_with_another_name_than_its_folder_is_found() {
        let rooms = [(
            "wire".to_owned(),
            package_name("[package]\nname = \"sehat-cable\""),
        )];
        assert_eq!(compare(&rooms, "### `crates/wire`\n").len(), 1);
    }

    #[test]
    fn only_the_manifest_of_a_crate_names_a_room() {
        assert_eq!(folder_of("crates/wire/Cargo.toml"), Some("wire"));
        assert_eq!(folder_of("crates/wire/toy/Cargo.toml"), None);
        assert_eq!(folder_of("xtask/Cargo.toml"), None);
    }
}
