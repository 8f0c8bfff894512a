//! One person's browser: storage, permissions and downloads of its own.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{PATIENCE, PAUSE, Page, channel::Channel};

/// One person's browser.
pub struct Profile {
    channel: Channel,
    context: String,
    downloads: PathBuf,
}

impl Profile {
    pub(super) async fn make(channel: Channel, downloads: &Path) -> Self {
        let params = json!({ "disposeOnDetach": true });
        let made = channel
            .call("", "Target.createBrowserContext", params)
            .await
            .unwrap();
        let context = made["browserContextId"].as_str().unwrap().to_owned();
        let downloads = downloads.join(&context);
        std::fs::create_dir_all(&downloads).unwrap();
        let params = json!({
            "behavior": "allow",
            "browserContextId": context,
            "downloadPath": downloads,
        });
        channel
            .call("", "Browser.setDownloadBehavior", params)
            .await
            .unwrap();
        Self {
            channel,
            context,
            downloads,
        }
    }

    /// Another tab.
    pub async fn page(&self) -> Page {
        Page::open(self.channel.clone(), &self.context).await
    }

    /// Says beforehand what is answered when a page asks for something: `camera`, `persistentStorage`, `notifications`,
    /// `clipboardReadWrite`.
    pub async fn permit(&self, what: &str, granted: bool) {
        let params = json!({
            "permission": { "name": what },
            "setting": if granted { "granted" } else { "denied" },
            "browserContextId": self.context,
        });
        self.channel
            .call("", "Browser.setPermission", params)
            .await
            .unwrap();
    }

    /// Waits for a file to be downloaded whole, by its name or a part of it, and reads it.
    pub async fn downloaded(&self, name: &str) -> Vec<u8> {
        let begun = std::time::Instant::now();
        loop {
            let files = std::fs::read_dir(&self.downloads).unwrap();
            let files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
            let named = |file: &&PathBuf| {
                let found = file.file_name().unwrap().to_string_lossy();
                found.contains(name) && !found.ends_with(".crdownload")
            };
            if let Some(file) = files.iter().find(named) {
                return std::fs::read(file).unwrap();
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "no download of {name}, only {files:?}"
            );
            tokio::time::sleep(PAUSE).await;
        }
    }
}
