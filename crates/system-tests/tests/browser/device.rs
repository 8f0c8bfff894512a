//! What a device has besides a screen: a camera, a passkey sensor, a folder of downloads.

use serde_json::json;
use system_tests::{
    browser::{Browser, Page, Profile},
    clinic::Clinic,
};

/// A page of ours with nothing in the way.
async fn open(clinic: &Clinic, profile: &Profile) -> Page {
    let page = profile.page().await;
    page.goto(&format!("{}/patient/", clinic.site())).await;
    page.wait_gone("#splash").await;
    page
}

#[tokio::test]
async fn a_passkey_gives_the_same_secret_each_time() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let page = open(&clinic, &browser.profile().await).await;
    page.virtual_authenticator().await;
    let made = page.eval(&format!("({MAKE_PASSKEY})()")).await;
    assert_eq!(made, json!({ "enabled": true }));
    let one = page.eval(&format!("({USE_PASSKEY})(1)")).await;
    assert_eq!(one.as_array().unwrap().len(), 32);
    assert_eq!(one, page.eval(&format!("({USE_PASSKEY})(1)")).await);
    assert_ne!(one, page.eval(&format!("({USE_PASSKEY})(2)")).await);
}

const MAKE_PASSKEY: &str = "async () => {
    const made = await navigator.credentials.create({ publicKey: {
        rp: { id: 'localhost', name: 'Sehat' },
        user: { id: new Uint8Array(16), name: 'asha', displayName: 'Asha' },
        challenge: new Uint8Array(32),
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        extensions: { prf: {} },
    } });
    return made.getClientExtensionResults().prf;
}";

const USE_PASSKEY: &str = "async (salt) => {
    const used = await navigator.credentials.get({ publicKey: {
        rpId: 'localhost',
        challenge: new Uint8Array(32),
        userVerification: 'required',
        extensions: { prf: { eval: { first: new Uint8Array(32).fill(salt) } } },
    } });
    return [...new Uint8Array(used.getClientExtensionResults().prf.results.first)];
}";

#[tokio::test]
async fn a_camera_is_there_for_who_permits_it() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let profile = browser.profile().await;
    let page = open(&clinic, &profile).await;
    profile.permit("camera", false).await;
    assert_eq!(page.eval(&format!("({LOOK})()")).await, "NotAllowedError");
    profile.permit("camera", true).await;
    assert_eq!(page.eval(&format!("({LOOK})()")).await, "live");
}

const LOOK: &str = "async () => {
    try {
        const stream = await navigator.mediaDevices.getUserMedia({ video: true });
        const state = stream.getVideoTracks()[0].readyState;
        stream.getTracks().forEach((track) => track.stop());
        return state;
    } catch (error) {
        return error.name;
    }
}";

#[tokio::test]
async fn what_is_downloaded_can_be_read() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let profile = browser.profile().await;
    let page = open(&clinic, &profile).await;
    page.eval(DOWNLOAD).await;
    assert_eq!(
        profile.downloaded("records.json").await,
        b"{\"resourceType\":\"Bundle\"}"
    );
}

const DOWNLOAD: &str = "(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['{\"resourceType\":\"Bundle\"}'], { type: 'application/fhir+json' }));
    link.download = 'records.json';
    link.click();
})()";
