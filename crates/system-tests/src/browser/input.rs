//! Mouse, keyboard, files, and a finger on the passkey sensor.

use std::path::Path;

use serde_json::{Value, json};

use super::{Locator, Page};

impl Page {
    /// Clicks in the middle of something, once it is there, still, enabled and not covered.
    pub async fn click(&self, what: impl Into<Locator>) {
        let (x, y) = self.spot(what).await;
        for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let params = json!({
                "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1,
            });
            self.must("Input.dispatchMouseEvent", params).await;
        }
    }

    /// Puts the mouse over something.
    pub async fn hover(&self, what: impl Into<Locator>) {
        let (x, y) = self.spot(what).await;
        let params = json!({ "type": "mouseMoved", "x": x, "y": y });
        self.must("Input.dispatchMouseEvent", params).await;
    }

    /// Clicks into a field and types in the place of what is in it.
    pub async fn type_into(&self, what: impl Into<Locator>, text: &str) {
        self.click(what).await;
        self.key("Control+a", &["selectAll"]).await;
        if text.is_empty() {
            self.press("Delete").await;
        }
        self.type_text(text).await;
    }

    /// Types where the focus is. What has no key comes as from an input method.
    pub async fn type_text(&self, text: &str) {
        for letter in text.chars() {
            if letter == '\n' {
                self.press("Enter").await;
            } else if letter.is_ascii() {
                let down = json!({ "type": "keyDown", "text": letter, "key": letter, "unmodifiedText": letter });
                self.must("Input.dispatchKeyEvent", down).await;
                self.must(
                    "Input.dispatchKeyEvent",
                    json!({ "type": "keyUp", "key": letter }),
                )
                .await;
            } else {
                self.must("Input.insertText", json!({ "text": letter }))
                    .await;
            }
        }
    }

    /// Presses a key by its name in JavaScript, with `Control+`, `Shift+`, `Alt+` or `Meta+` before it.
    pub async fn press(&self, key: &str) {
        self.key(key, &[]).await;
    }

    /// Sets a field that has a picker of its own, such as a date, to a value of the form that HTML gives it.
    pub async fn set_value(&self, what: impl Into<Locator>, value: &str) {
        let function = format!(
            "function() {{
                Object.getOwnPropertyDescriptor(Object.getPrototypeOf(this), 'value').set.call(this, {});
                this.dispatchEvent(new Event('input', {{ bubbles: true }}));
                this.dispatchEvent(new Event('change', {{ bubbles: true }}));
            }}",
            json!(value)
        );
        self.on(what, &function).await;
    }

    /// Chooses an option of a list by what it says.
    pub async fn choose(&self, what: impl Into<Locator>, option: &str) {
        let function = format!(
            "function() {{ return [...this.options].find((o) => o.label.trim() === {})?.value ?? null; }}",
            json!(option)
        );
        let locator = what.into();
        let value = self.on(&locator, &function).await;
        let value = value
            .as_str()
            .unwrap_or_else(|| panic!("{locator} has no option “{option}”"));
        self.set_value(&locator, value).await;
    }

    /// Gives files to a field that takes some.
    pub async fn set_files(&self, what: impl Into<Locator>, files: &[&Path]) {
        let locator = what.into();
        let set = async || {
            let Some(object) = self.find(&locator).await? else {
                return Ok(None);
            };
            let params = json!({ "objectId": object, "files": files });
            self.call("DOM.setFileInputFiles", params).await.map(Some)
        };
        self.wait(&locator.to_string(), set).await;
    }

    /// Gives the device a passkey sensor that always recognises its owner, and derives keys (the PRF extension).
    pub async fn virtual_authenticator(&self) {
        self.must("WebAuthn.enable", json!({})).await;
        let options = json!({
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "hasPrf": true,
            "isUserVerified": true,
            "automaticPresenceSimulation": true,
        });
        self.must(
            "WebAuthn.addVirtualAuthenticator",
            json!({ "options": options }),
        )
        .await;
    }

    /// The middle of something that a person could click now.
    async fn spot(&self, what: impl Into<Locator>) -> (f64, f64) {
        let locator = what.into();
        let mut why = "it is not there".to_owned();
        let spot = async || {
            let Some(object) = self.find(&locator).await? else {
                return Ok(None);
            };
            let spot = self.call_on(&object, SPOT).await?;
            if let Some(reason) = spot["why"].as_str() {
                reason.clone_into(&mut why);
                return Err(super::Refusal(format!("to click: {why}")));
            }
            Ok(spot["x"].as_f64().zip(spot["y"].as_f64()))
        };
        self.wait(&locator.to_string(), spot).await
    }

    async fn key(&self, key: &str, commands: &[&str]) {
        let mut words: Vec<&str> = key.split('+').collect();
        let name = words.pop().unwrap_or_default();
        let modifiers = words.iter().fold(0, |sum, word| sum | modifier(word));
        let (code, number, text) = known(name);
        let mut down = json!({
            "type": "keyDown", "key": name, "code": code, "modifiers": modifiers,
            "windowsVirtualKeyCode": number, "commands": commands,
        });
        if modifiers & !SHIFT == 0 && !text.is_empty() {
            down["text"] = text.into();
        }
        self.must("Input.dispatchKeyEvent", down.clone()).await;
        down["type"] = "keyUp".into();
        down["text"] = Value::Null;
        self.must("Input.dispatchKeyEvent", without_nulls(down))
            .await;
    }
}

fn without_nulls(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, field| !field.is_null());
    }
    value
}

fn modifier(word: &str) -> u8 {
    match word {
        "Alt" => 1,
        "Control" => 2,
        "Meta" => 4,
        "Shift" => SHIFT,
        other => panic!("{other} is no key to hold"),
    }
}

/// A key's place, its number on Windows, and what it writes.
fn known(name: &str) -> (String, u32, String) {
    let named = |code: &str, number: u32, text: &str| (code.to_owned(), number, text.to_owned());
    match name {
        "Enter" => named("Enter", 13, "\r"),
        "Tab" => named("Tab", 9, ""),
        "Escape" => named("Escape", 27, ""),
        "Backspace" => named("Backspace", 8, ""),
        "Delete" => named("Delete", 46, ""),
        "Space" | " " => named("Space", 32, " "),
        "ArrowLeft" => named("ArrowLeft", 37, ""),
        "ArrowUp" => named("ArrowUp", 38, ""),
        "ArrowRight" => named("ArrowRight", 39, ""),
        "ArrowDown" => named("ArrowDown", 40, ""),
        "PageUp" => named("PageUp", 33, ""),
        "PageDown" => named("PageDown", 34, ""),
        "End" => named("End", 35, ""),
        "Home" => named("Home", 36, ""),
        letter => {
            let upper = letter.to_ascii_uppercase();
            let number = upper.chars().next().map_or(0, u32::from);
            (format!("Key{upper}"), number, letter.to_owned())
        }
    }
}

const SHIFT: u8 = 8;

/// Brings an element to where it can be clicked, waits until it rests there, and says where that is, or why it cannot be.
const SPOT: &str = r"async function() {
    const shows = (element) => {
        const box = element.getBoundingClientRect();
        return box.width >= 8 && box.height >= 8 && getComputedStyle(element).opacity !== '0';
    };
    // What is drawn in the place of a field that is hidden is its label.
    const target = !shows(this) && this.labels?.length ? this.labels[0] : this;
    if (this.matches(':disabled') || this.ariaDisabled === 'true') {
        return { why: 'it is disabled' };
    }
    target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const place = () => {
        const box = [...target.getClientRects()].find((box) => box.width && box.height);
        return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    for (let before = '', turn = 0; turn < 50; turn += 1) {
        const now = JSON.stringify(place());
        if (now === before) {
            break;
        }
        before = now;
        await new Promise((done) => setTimeout(done, 20));
    }
    const spot = place();
    if (!target.isConnected || !spot || !target.checkVisibility({ visibilityProperty: true })) {
        return { why: 'it is not visible' };
    }
    const hit = document.elementFromPoint(spot.x, spot.y);
    const own = [target, this, ...(this.labels ?? [])];
    if (!hit || !own.some((element) => element.contains(hit))) {
        return { why: `it is covered by ${hit?.outerHTML.slice(0, 200) ?? 'the edge of the window'}` };
    }
    return spot;
}";
