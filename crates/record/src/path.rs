//! The path of the element being looked at, for errors.

use std::fmt;

use serde_json::Value;

/// A FHIRPath-like path that grows on the way down and is cut back on the way up.
#[derive(Debug, Clone, Default)]
pub(crate) struct Path(String);

impl Path {
    /// Goes into an element or, for a resource, names its type. Returns the mark to go back to.
    pub(crate) fn enter(&mut self, name: &str) -> usize {
        let mark = self.0.len();
        if mark > 0 {
            self.0.push('.');
        }
        self.0.push_str(name);
        mark
    }

    /// Goes into an item of a list. Returns the mark to go back to.
    pub(crate) fn enter_item(&mut self, index: usize) -> usize {
        let mark = self.0.len();
        self.0.push_str(&format!("[{index}]"));
        mark
    }

    /// Goes back to where the path was when `mark` was given out.
    pub(crate) fn leave(&mut self, mark: usize) {
        self.0.truncate(mark);
    }

    /// The path of a child, without going there.
    pub(crate) fn child(&self, name: &str) -> String {
        let mut path = self.clone();
        path.enter(name);
        path.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(root)" } else { &self.0 })
    }
}

/// One step from the root of a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into an item of a list.
    Item(usize),
}

/// Writes `steps` as a path, naming the type of each resource passed in `root`.
pub(crate) fn name_steps(root: &Value, steps: &[Step]) -> Path {
    let mut path = Path::default();
    let mut here = Some(root);
    for step in steps {
        if let Some(name) = here
            .and_then(|v| v.get("resourceType"))
            .and_then(Value::as_str)
        {
            path.enter(name);
        }
        match step {
            Step::Key(key) => {
                path.enter(key);
                here = here.and_then(|v| v.get(key));
            }
            Step::Item(index) => {
                path.enter_item(*index);
                here = here.and_then(|v| v.get(index));
            }
        }
    }
    path
}
