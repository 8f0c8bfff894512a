//! Whether everybody can use a page: what WCAG 2.2 AA asks for, as far as a machine can tell.
//!
//! It looks at what a screen reader is told, at the page's own styles, and walks through it with the Tab key.

use serde_json::{Value, json};

use super::{Node, Page};

impl Page {
    /// What is wrong with the page as it is now, one sentence each. It moves the focus, and puts it back.
    pub async fn audit(&self) -> Vec<String> {
        let mut found = judge(&self.accessibility_tree().await);
        let own = self.eval(&format!("({IN_PAGE})()")).await;
        found.extend(strings(&own));
        found.extend(self.walk_with_tab().await);
        found
    }

    /// What axe-core finds on the page as it is now, by all of its rules, its advice and what it cannot decide
    /// (`needs a look`) among them. Its script is handed in, as it is no part of the project; it runs beside the policy.
    pub async fn ask_axe(&self, script: &str) -> Vec<String> {
        if self.eval("typeof axe === 'undefined'").await == true {
            self.eval(&format!("{script};true")).await;
        }
        strings(&self.eval(&format!("({AXE})()")).await)
    }

    /// Presses Tab from the top of the page to its end, and says what was reached too early, never, or unseen.
    async fn walk_with_tab(&self) -> Vec<String> {
        let expected = self.eval(&format!("({BEGIN})()")).await;
        let expected = expected.as_u64().unwrap_or_default();
        // What scrolls is reached too, though it is no control.
        for _ in 0..expected * 2 + 30 {
            self.press("Tab").await;
            let ended = self.eval(&format!("({REACHED})()")).await;
            if ended == true {
                break;
            }
        }
        strings(&self.eval(&format!("({END})()")).await)
    }
}

/// What is wrong with what a screen reader is told.
fn judge(told: &[Node]) -> Vec<String> {
    let mut found = Vec::new();
    for node in told {
        let Node { role, name, .. } = node;
        let nameless = name.trim().is_empty();
        if nameless && NAMED.contains(&role.as_str()) {
            found.push(format!("a {role} without a name"));
        }
        let is_thing =
            ["generic", "none", "paragraph", "StaticText", "LabelText"].contains(&role.as_str());
        if node.focusable && is_thing {
            found.push(format!(
                "the keyboard reaches something that is told as {role}: “{name}”"
            ));
        }
    }
    let of = |role: &'static str| told.iter().filter(move |node| node.role == role);
    // Behind an open dialog the page is not told of.
    let is_dialog = of("dialog").chain(of("alertdialog")).next().is_some();
    let titles = of("heading").filter(|node| node.level == Some(1)).count();
    if titles != 1 && !is_dialog {
        found.push(format!("{titles} headings of level 1 in the place of one"));
    }
    let mains = of("main").count();
    if mains != 1 && !is_dialog {
        found.push(format!("{mains} main landmarks in the place of one"));
    }
    for landmark in ["navigation", "region", "complementary", "form", "search"] {
        let mut names: Vec<&str> = of(landmark).map(|node| node.name.as_str()).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            found.push(format!(
                "two landmarks of the kind {landmark} with the same name"
            ));
        }
    }
    found
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| {
            item.as_str()
                .map_or_else(|| json!(item).to_string(), str::to_owned)
        })
        .collect()
}

/// Roles that mean nothing without a name.
const NAMED: [&str; 20] = [
    "RootWebArea",
    "alertdialog",
    "button",
    "checkbox",
    "combobox",
    "dialog",
    "heading",
    "image",
    "link",
    "listbox",
    "menuitem",
    "meter",
    "option",
    "progressbar",
    "radio",
    "searchbox",
    "slider",
    "spinbutton",
    "switch",
    "textbox",
];

const IN_PAGE: &str = include_str!("audit.js");

const AXE: &str = r"async () => {
    const { violations, incomplete } = await axe.run(document, { resultTypes: ['violations', 'incomplete'] });
    const told = (kind, rules) => rules.flatMap((rule) => rule.nodes.map((node) => {
        const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ');
        return `axe ${kind}: ${rule.id} (${rule.impact}): ${node.html.slice(0, 160)}: ${why}`;
    }));
    return [...told('fault', violations), ...told('needs a look', incomplete)];
}";

/// Goes to the top, and remembers what the keyboard has to reach.
const BEGIN: &str = r"() => {
    const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
    const candidates = [...(modal ?? document).querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\'0\'], [contenteditable=true]')];
    const expected = candidates.filter((element) => {
        if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(':disabled') || element.tabIndex < 0) {
            return false;
        }
        if (element.closest('[inert]')) {
            return false;
        }
        if (element.type !== 'radio') {
            return true;
        }
        // Of a group one is reached, and the arrows do the rest.
        const group = candidates.filter((other) => other.type === 'radio' && other.name === element.name && other.form === element.form);
        return (group.find((other) => other.checked) ?? group[0]) === element;
    });
    const before = document.activeElement;
    before?.blur?.();
    window.auditWalk = {
        expected, reached: [], unseen: [], before, scroll: [scrollX, scrollY],
        looks: new Map(expected.map((element) => [element, JSON.stringify(look(element))])),
    };
    window.auditLook = look;
    // Where the walk begins, whatever had the focus last. What has a tabindex of its own comes before any place in the page.
    const top = document.createElement('span');
    top.tabIndex = -1;
    window.auditWalk.top = top;
    if (expected.every((element) => element.tabIndex === 0)) {
        (modal ?? document.body).prepend(top);
        top.focus({ preventScroll: true });
    }
    return expected.length;

    function look(element) {
        const parts = [element, ...(element.labels ?? []), element.parentElement];
        return parts.filter(Boolean).map((part) => {
            const s = getComputedStyle(part);
            const outline = s.outlineStyle === 'none' ? '' : s.outlineWidth + s.outlineColor;
            return [outline, s.boxShadow, s.borderColor, s.borderWidth, s.backgroundColor, s.textDecoration];
        });
    }
}";

/// Notes where the focus is; true when the walk is at its end.
const REACHED: &str = r"() => {
    const walk = window.auditWalk;
    const now = document.activeElement;
    // A date has several places within it.
    if (now && now === walk.reached.at(-1) && /^(date|time|month|week|datetime-local)$/.test(now.type)) {
        return false;
    }
    if (!now || now === document.body || now === document.documentElement || walk.reached.includes(now)) {
        return true;
    }
    walk.reached.push(now);
    if (walk.looks.has(now) && walk.looks.get(now) === JSON.stringify(window.auditLook(now))) {
        walk.unseen.push(now);
    }
    return false;
}";

/// Puts the focus back and says what was wrong on the way.
const END: &str = r"() => {
    const { expected, reached, unseen, before, scroll, top } = window.auditWalk;
    delete window.auditWalk;
    delete window.auditLook;
    document.activeElement?.blur?.();
    top.remove();
    before?.focus?.({ preventScroll: true });
    window.scrollTo(...scroll);
    const name = (element) => `<${element.localName}${element.id ? '#' + element.id : ''}> “${
        (element.innerText ?? '').trim().slice(0, 40)}”`;
    const found = [];
    for (const element of expected.filter((element) => !reached.includes(element))) {
        found.push(`the keyboard does not reach ${name(element)}`);
    }
    reached.slice(1).forEach((element, at) => {
        if (reached[at].compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) {
            found.push(`the keyboard comes to ${name(element)} after ${name(reached[at])}, which stands behind it`);
        }
    });
    for (const element of unseen) {
        found.push(`nothing shows that the focus is on ${name(element)}`);
    }
    return found;
}";
