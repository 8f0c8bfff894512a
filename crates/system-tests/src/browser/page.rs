//! A tab: where it goes, what it shows, what it did.

use std::time::Instant;

use serde_json::{Value, json};

use super::{
    Asked, Locator, PATIENCE, PAUSE,
    channel::{Channel, Refusal},
    record::Record,
};

/// A tab.
pub struct Page {
    pub(super) channel: Channel,
    pub(super) session: String,
    pub(super) record: Record,
    target: String,
}

impl Page {
    pub(super) async fn open(channel: Channel, context: &str) -> Self {
        let params = json!({
            "url": "about:blank",
            "browserContextId": context,
            "newWindow": true,
            "width": 1280,
            "height": 900,
        });
        let made = channel
            .call("", "Target.createTarget", params)
            .await
            .unwrap();
        let target = made["targetId"].as_str().unwrap().to_owned();
        let params = json!({ "targetId": target, "flatten": true });
        let attached = channel
            .call("", "Target.attachToTarget", params)
            .await
            .unwrap();
        let session = attached["sessionId"].as_str().unwrap().to_owned();
        let record = Record::default();
        record.watch(&channel, &session, true).await;
        let page = Self {
            channel,
            session,
            record,
            target,
        };
        // Each person looks at their own page, however many there are.
        page.must(
            "Emulation.setFocusEmulationEnabled",
            json!({ "enabled": true }),
        )
        .await;
        page
    }

    /// Goes to an address and waits until it is loaded.
    pub async fn goto(&self, address: &str) {
        let went = self.must("Page.navigate", json!({ "url": address })).await;
        let error = went["errorText"].as_str().unwrap_or_default();
        assert!(error.is_empty(), "{address} cannot be loaded: {error}");
        self.wait_until("document.readyState === 'complete'").await;
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.eval("window.beforeReload = true").await;
        self.must("Page.reload", json!({})).await;
        self.wait_until("!window.beforeReload && document.readyState === 'complete'")
            .await;
    }

    /// Closes the tab, as a person would: without asking.
    pub async fn close(self) {
        let params = json!({ "targetId": self.target });
        let _ = self.channel.call("", "Target.closeTarget", params).await;
    }

    /// Where the page is.
    pub async fn address(&self) -> String {
        self.eval("location.href")
            .await
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The value of a JavaScript expression; a promise is awaited.
    pub async fn eval(&self, expression: &str) -> Value {
        let value = self.try_eval(expression).await;
        value.unwrap_or_else(|Refusal(why)| panic!("`{expression}`: {why}"))
    }

    /// Waits until a JavaScript expression is true.
    pub async fn wait_until(&self, expression: &str) {
        let is_so = async || {
            let value = self.try_eval(expression).await?;
            Ok(matches!(&value, Value::Bool(true)).then_some(()))
        };
        self.wait(&format!("`{expression}`"), is_so).await;
    }

    /// Waits until something is there to be seen.
    pub async fn wait_for(&self, what: impl Into<Locator>) {
        let locator = what.into();
        let seen = async || {
            let Some(object) = self.find(&locator).await? else {
                return Ok(None);
            };
            let seen = self
                .call_on(&object, "function() { return this.checkVisibility(); }")
                .await?;
            Ok((seen == true).then_some(()))
        };
        self.wait(&locator.to_string(), seen).await;
    }

    /// Waits until something is there no more.
    pub async fn wait_gone(&self, what: impl Into<Locator>) {
        let locator = what.into();
        let gone = async || {
            let Some(object) = self.find(&locator).await? else {
                return Ok(Some(()));
            };
            let seen = self
                .call_on(&object, "function() { return this.checkVisibility(); }")
                .await?;
            Ok((seen == false).then_some(()))
        };
        self.wait(&format!("the end of {locator}"), gone).await;
    }

    /// Waits until the page says something, anywhere.
    pub async fn wait_for_text(&self, text: &str) {
        let says = format!("document.body.innerText.includes({})", json!(text));
        self.wait_until(&says).await;
    }

    /// Whether something is there now.
    pub async fn has(&self, what: impl Into<Locator>) -> bool {
        let found = self.find(&what.into()).await;
        found.is_ok_and(|object| object.is_some())
    }

    /// What something says, or all that the page says with `"body"`.
    pub async fn text(&self, what: impl Into<Locator>) -> String {
        let said = self.on(what, "function() { return this.innerText; }").await;
        said.as_str().unwrap_or_default().to_owned()
    }

    /// What stands in a field.
    pub async fn value(&self, what: impl Into<Locator>) -> String {
        let value = self.on(what, "function() { return this.value; }").await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Waits for something and calls a JavaScript function with it as `this`.
    pub async fn on(&self, what: impl Into<Locator>, function: &str) -> Value {
        let locator = what.into();
        let call = async || match self.find(&locator).await? {
            Some(object) => self.call_on(&object, function).await.map(Some),
            None => Ok(None),
        };
        self.wait(&locator.to_string(), call).await
    }

    /// What went wrong in the page or its workers: errors and warnings of the console, exceptions, requests that failed,
    /// and what the policy forbade.
    pub fn troubles(&self) -> Vec<String> {
        self.record.troubles()
    }

    /// As [`Page::troubles`], and forgets them: for what a test provokes.
    pub fn take_troubles(&self) -> Vec<String> {
        self.record.take_troubles()
    }

    /// That nothing went wrong.
    pub fn assert_quiet(&self) {
        let troubles = self.troubles();
        assert!(troubles.is_empty(), "{troubles:#?}");
    }

    /// Every request that left the page or one of its workers, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.record.asked()
    }

    /// What was written to the console.
    pub fn said(&self) -> Vec<String> {
        self.record.said()
    }

    /// The questions that stopped the page, such as whether to leave it; each was answered with yes.
    pub fn dialogs(&self) -> Vec<String> {
        self.record.dialogs()
    }

    pub(super) async fn call(&self, method: &str, params: Value) -> Result<Value, Refusal> {
        self.channel.call(&self.session, method, params).await
    }

    pub(super) async fn must(&self, method: &str, params: Value) -> Value {
        self.call(method, params)
            .await
            .unwrap_or_else(|Refusal(why)| panic!("{why}"))
    }

    /// Tries until there is a value. What fails while the page changes is tried again.
    pub(super) async fn wait<T>(
        &self,
        what: &str,
        mut attempt: impl AsyncFnMut() -> Result<Option<T>, Refusal>,
    ) -> T {
        let begun = Instant::now();
        let mut last = String::new();
        while begun.elapsed() < PATIENCE {
            match attempt().await {
                Ok(Some(value)) => return value,
                Ok(None) => {}
                Err(Refusal(why)) => last = why,
            }
            tokio::time::sleep(PAUSE).await;
        }
        self.give_up(what, &last).await
    }

    /// Panics with what the page shows in the place of what was awaited.
    async fn give_up(&self, what: &str, last: &str) -> ! {
        let shows = self
            .try_eval("location.href + '\\n' + document.body.innerText")
            .await;
        let shows = shows.map_or_else(
            |Refusal(why)| why,
            |text| text.as_str().unwrap_or_default().to_owned(),
        );
        let name = std::thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", "-");
        let picture = std::env::temp_dir().join(format!("sehat-awaited-in-vain-{name}.png"));
        if let Ok(shot) = self.call("Page.captureScreenshot", json!({})).await {
            let png = shot["data"].as_str().unwrap_or_default();
            let _ = std::fs::write(
                &picture,
                data_encoding::BASE64
                    .decode(png.as_bytes())
                    .unwrap_or_default(),
            );
        }
        panic!(
            "awaited in vain: {what} {last}\nthe page ({}): {shows}\ntroubles: {:#?}",
            picture.display(),
            self.troubles()
        );
    }

    pub(super) async fn try_eval(&self, expression: &str) -> Result<Value, Refusal> {
        let params =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        value(self.call("Runtime.evaluate", params).await?).map(|mut result| result["value"].take())
    }

    /// The object an expression stands for, if it is one.
    pub(super) async fn object(&self, expression: &str) -> Result<Option<String>, Refusal> {
        let result = value(
            self.call("Runtime.evaluate", json!({ "expression": expression }))
                .await?,
        )?;
        Ok(result["objectId"].as_str().map(str::to_owned))
    }

    pub(super) async fn call_on(&self, object: &str, function: &str) -> Result<Value, Refusal> {
        let params = json!({
            "objectId": object,
            "functionDeclaration": function,
            "awaitPromise": true,
            "returnByValue": true,
        });
        let answer = self.call("Runtime.callFunctionOn", params).await?;
        value(answer).map(|mut result| result["value"].take())
    }
}

/// What a script came to, or what it threw.
fn value(mut answer: Value) -> Result<Value, Refusal> {
    match answer.get("exceptionDetails") {
        Some(thrown) => {
            let what = thrown["exception"]["description"].as_str();
            Err(Refusal(
                what.unwrap_or("the script threw something").to_owned(),
            ))
        }
        None => Ok(answer["result"].take()),
    }
}
