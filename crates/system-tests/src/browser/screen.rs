//! The device around a page: its size and light, its network, its speed; and pictures of it.

use data_encoding::BASE64;
use serde_json::json;

use super::Page;

/// A screen, and how its owner set it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
    /// Whether the device prefers a dark look.
    pub dark: bool,
    /// Whether it is touched, as a phone is.
    pub touch: bool,
    /// Whether its owner wants nothing to move.
    pub still: bool,
}

impl Screen {
    /// A small phone.
    pub const PHONE: Self = Self {
        width: 360,
        height: 780,
        dark: false,
        touch: true,
        still: true,
    };
    /// A desk.
    pub const DESK: Self = Self {
        width: 1280,
        height: 900,
        dark: false,
        touch: false,
        still: true,
    };

    /// The same in the dark.
    #[must_use]
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// The same with motion.
    #[must_use]
    pub const fn moving(self) -> Self {
        Self {
            still: false,
            ..self
        }
    }
}

impl Page {
    /// Shows the page on another screen.
    pub async fn show_on(&self, screen: Screen) {
        let Screen {
            width,
            height,
            dark,
            touch,
            still,
        } = screen;
        let params =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch });
        self.must("Emulation.setDeviceMetricsOverride", params)
            .await;
        let params = json!({ "enabled": touch, "maxTouchPoints": 5 });
        self.must("Emulation.setTouchEmulationEnabled", params)
            .await;
        let features = json!([
            { "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } },
            { "name": "prefers-reduced-motion", "value": if still { "reduce" } else { "no-preference" } },
        ]);
        self.must(
            "Emulation.setEmulatedMedia",
            json!({ "media": "", "features": features }),
        )
        .await;
    }

    /// The page as it would be printed, to be looked at and asked about; `false` for the screen again.
    pub async fn show_printed(&self, printed: bool) {
        let media = if printed { "print" } else { "" };
        self.must("Emulation.setEmulatedMedia", json!({ "media": media }))
            .await;
    }

    /// What the screen shows now, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        let shot = self
            .must("Page.captureScreenshot", json!({ "format": "png" }))
            .await;
        BASE64
            .decode(shot["data"].as_str().unwrap().as_bytes())
            .unwrap()
    }

    /// The whole page on that screen, also what one would have to scroll to, as PNG.
    pub async fn screenshot(&self, screen: Screen) -> Vec<u8> {
        self.show_on(screen).await;
        // Fonts, and what has just begun to move.
        self.eval("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 150)))")
            .await;
        let height = self.eval("document.documentElement.scrollHeight").await;
        let tall = u32::try_from(height.as_u64().unwrap())
            .unwrap_or(u32::MAX)
            .clamp(screen.height, 6000);
        self.show_on(Screen {
            height: tall,
            ..screen
        })
        .await;
        let shot = self.picture().await;
        self.show_on(screen).await;
        shot
    }

    /// Takes the network from the page and its workers, or gives it back.
    pub async fn set_offline(&self, offline: bool) {
        let params = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.record
            .tell_all(&self.channel, "Network.emulateNetworkConditions", params)
            .await;
    }

    /// Leaves a site so many bytes on the device; with `None` as many as there are.
    pub async fn set_room(&self, origin: &str, bytes: Option<u64>) {
        let mut params = json!({ "origin": origin });
        if let Some(bytes) = bytes {
            params["quotaSize"] = bytes.into();
        }
        self.must("Storage.overrideQuotaForOrigin", params).await;
    }

    /// Makes the device so many times slower.
    pub async fn throttle(&self, times: u32) {
        self.record
            .tell_all(
                &self.channel,
                "Emulation.setCPUThrottlingRate",
                json!({ "rate": times }),
            )
            .await;
    }

    /// The languages the page is asked for in, such as `hi-IN`; from the next load on.
    pub async fn set_language(&self, language: &str) {
        let agent = self.eval("navigator.userAgent").await;
        let params = json!({ "userAgent": agent, "acceptLanguage": language });
        self.must("Emulation.setUserAgentOverride", params).await;
    }

    /// The time zone of the device, such as `Asia/Kolkata`.
    pub async fn set_timezone(&self, zone: &str) {
        self.must(
            "Emulation.setTimezoneOverride",
            json!({ "timezoneId": zone }),
        )
        .await;
    }
}
