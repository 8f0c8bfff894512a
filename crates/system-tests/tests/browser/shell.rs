//! What surrounds the apps: served, strict, kept on the device, and replaced when its owner says so.

use std::{fs, path::Path};

use system_tests::{
    browser::{Browser, Page},
    clinic::{Clinic, copy_folder},
};

/// Waits until the app is there and its service worker keeps all of it.
async fn kept(page: &Page) {
    page.wait_gone("#splash").await;
    page.wait_until("navigator.serviceWorker.ready.then((ready) => !!ready.active)")
        .await;
}

#[tokio::test]
async fn both_apps_open_and_nothing_goes_wrong() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    for app in ["patient", "doctor"] {
        let page = browser.profile().await.page().await;
        page.goto(&format!("{}/{app}/", clinic.site())).await;
        kept(&page).await;
        page.wait_for("main").await;
        assert_eq!(page.eval("crossOriginIsolated").await, true);
        page.assert_quiet();
        let own = format!("{}/", clinic.site());
        assert!(
            page.asked().iter().all(|asked| asked.url.starts_with(&own)),
            "{:?}",
            page.asked()
        );
    }
}

#[tokio::test]
async fn an_app_that_was_opened_once_opens_without_a_network() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let mut clinic = Clinic::open().await;
    let page = browser.profile().await.page().await;
    page.goto(&format!("{}/patient/", clinic.site())).await;
    kept(&page).await;
    clinic.stop().await;
    page.reload().await;
    kept(&page).await;
    page.wait_for("main").await;
    // Also at an address it has never been at.
    let site = page.eval("location.origin").await;
    page.goto(&format!("{}/patient/records/none", site.as_str().unwrap()))
        .await;
    page.wait_gone("#splash").await;
    page.wait_for("main").await;
}

#[tokio::test]
async fn a_new_version_waits_until_it_is_wanted() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist/web");
    copy_folder(&built, folder.path());
    let mut clinic = Clinic::open().await;
    let mut config = clinic.config();
    config.apps = Some(folder.path().to_owned());
    clinic.stop().await;
    clinic.start_with(config).await;
    let page = browser.profile().await.page().await;
    let other = format!("{}/doctor/", clinic.site());
    page.goto(&other).await;
    kept(&page).await;
    let address = format!("{}/patient/", clinic.site());
    page.goto(&address).await;
    kept(&page).await;
    for number in 2..5 {
        let before = page.eval(VERSION).await;
        release(
            &built.join("patient"),
            &folder.path().join("patient"),
            number,
        );
        page.reload().await;
        assert_eq!(
            page.eval(VERSION).await,
            before,
            "the old one as long as the new one waits"
        );
        page.wait_until("document.documentElement.dataset.update === 'waiting'")
            .await;
        page.eval("window.stillHere = true").await;
        page.eval("window.dispatchEvent(new CustomEvent('sehat-update-accept')), true")
            .await;
        page.wait_until(&format!("!window.stillHere && {VERSION} === '{number}'"))
            .await;
        page.wait_gone("#splash").await;
    }
    // Of all versions there were, this one and the one before are kept; and the other app's.
    page.wait_until("caches.keys().then((names) => names.length === 3)")
        .await;
    page.assert_quiet();
}

const VERSION: &str = "(document.querySelector('meta[name=version]')?.content ?? '1')";

/// Changes an app as a release would: another page, and another service worker that names it.
fn release(built: &Path, app: &Path, number: u32) {
    for name in ["index.html", "sw.js"] {
        for packed in ["br", "gz"] {
            let _ = fs::remove_file(app.join(format!("{name}.{packed}")));
        }
    }
    let change = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(built.join(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        fs::write(app.join(name), text.replacen(from, to, 1)).unwrap();
    };
    let meta = format!(r#"<meta name="version" content="{number}"><meta charset"#);
    change("index.html", "<meta charset", &meta);
    change(
        "sw.js",
        "const version = \"",
        &format!("const version = \"{number}"),
    );
}
