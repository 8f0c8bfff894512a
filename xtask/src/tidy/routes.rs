//! Every route of the server has its unauthorised test.
//!
//! The test's file must name each path the server's code routes, in quotes; a path that is open to
//! all is named there too, in the list of those that are. Where the server declares one table
//! `ROUTES` and the test walks through it, the table stands for its paths.

use anyhow::Result;

use super::Finding;
use crate::workspace;

/// Compares what the server routes with what the test names.
///
/// # Errors
/// A file cannot be read.
pub(super) fn check(files: &[String]) -> Result<Vec<Finding>> {
    let mut routes = Vec::new();
    let mut has_table = false;
    for path in files.iter().filter(|path| is_server(path)) {
        let text = workspace::text(path)?;
        has_table |= text.contains("ROUTES: &[");
        routes.extend(routes_of(path, &text));
    }
    if !files.iter().any(|path| path == TEST) {
        let first = routes.first();
        let finding = first.map(|route| untested(route, &format!("there is no {TEST}")).warn());
        return Ok(finding.into_iter().collect());
    }
    let test = workspace::text(TEST)?;
    if has_table && test.contains("ROUTES") {
        return Ok(Vec::new());
    }
    Ok(missing(&routes, &test))
}

/// A path the server answers, and where its code says so.
struct Route {
    file: String,
    line: usize,
    path: String,
}

fn missing(routes: &[Route], test: &str) -> Vec<Finding> {
    let named = |route: &&Route| !test.contains(&format!("\"{}\"", route.path));
    let missing = routes.iter().filter(named);
    missing
        .map(|route| untested(route, &format!("{TEST} does not name it")))
        .collect()
}

fn untested(route: &Route, why: &str) -> Finding {
    let what = format!(
        "the route \"{}\" has no unauthorised test: {why}",
        route.path
    );
    let mend = "add the path there, and let the test call it without a session";
    Finding::new(&route.file, route.line, what, mend)
}

/// The paths of all calls `.route("…"`, also those broken over lines.
fn routes_of(file: &str, text: &str) -> Vec<Route> {
    let calls = text.match_indices(CALL);
    let routes = calls.filter_map(|(at, _)| {
        let rest = text[at + CALL.len()..].trim_start().strip_prefix('"')?;
        Some(Route {
            file: file.to_owned(),
            line: text[..at].lines().count().max(1),
            path: rest.split('"').next()?.to_owned(),
        })
    });
    routes.collect()
}

fn is_server(path: &str) -> bool {
    path.starts_with("crates/server/src/") && path.ends_with(".rs")
}

const CALL: &str = ".route(";
const TEST: &str = "crates/system-tests/tests/routes_unauthorised.rs";

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "//! S.\nRouter::new()\n    .route(\"/v1/a\", get(a))\n    .route(\n        \"/v1/{id}\",\n        post(b),\n    )\n";

    #[test]
    fn a_route_without_its_test_is_found_with_its_line() {
        let routes = routes_of("crates/server/src/lib.rs", SERVER);
        let found = missing(&routes, "const PATHS: [&str; 1] = [\"/v1/{id}\"];");
        assert_eq!(found.len(), 1);
        assert!(
            found[0].to_string().contains("crates/server/src/lib.rs:3:"),
            "{found:?}"
        );
    }

    #[test]
    fn routes_that_are_all_tested_pass() {
        let routes = routes_of("crates/server/src/lib.rs", SERVER);
        assert!(missing(&routes, "[\"/v1/a\", \"/v1/{id}\"]").is_empty());
    }

    #[test]
    fn a_longer_path_does_not_stand_for_a_shorter_one() {
        let routes = routes_of("crates/server/src/lib.rs", SERVER);
        assert_eq!(missing(&routes, "[\"/v1/abc\", \"/v1/{id}\"]").len(), 1);
    }
}
