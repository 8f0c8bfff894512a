//! What a screen reader is told.

use serde_json::{Value, json};

use super::Page;

/// One thing that a screen reader tells of.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its role, as Chromium names it.
    pub role: String,
    /// Its name.
    pub name: String,
    /// What is told beyond the name.
    pub description: String,
    /// What stands in it.
    pub value: String,
    /// Whether the keyboard can reach it.
    pub focusable: bool,
    /// The level of a heading.
    pub level: Option<u64>,
}

impl Page {
    /// All that a screen reader is told, in its order.
    pub async fn accessibility_tree(&self) -> Vec<Node> {
        let tree = self.must("Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let mut told = Vec::new();
        if let Some(root) = nodes.first() {
            walk(root, &nodes, &mut told);
        }
        told
    }
}

fn walk(node: &Value, all: &[Value], told: &mut Vec<Node>) {
    if node["ignored"] != true {
        told.push(read(node));
    }
    let children = node["childIds"].as_array().cloned().unwrap_or_default();
    for child in children {
        if let Some(child) = all.iter().find(|node| node["nodeId"] == child) {
            walk(child, all, told);
        }
    }
}

fn read(node: &Value) -> Node {
    let text = |field: &str| {
        let value = &node[field]["value"];
        value.as_str().map_or_else(
            || value.as_f64().map_or(String::new(), |n| n.to_string()),
            str::to_owned,
        )
    };
    let property = |name: &str| {
        let properties = node["properties"].as_array()?;
        let found = properties
            .iter()
            .find(|property| property["name"] == name)?;
        Some(found["value"]["value"].clone())
    };
    Node {
        role: text("role"),
        name: text("name"),
        description: text("description"),
        value: text("value"),
        focusable: property("focusable") == Some(Value::Bool(true)),
        level: property("level").and_then(|level| level.as_u64()),
    }
}
