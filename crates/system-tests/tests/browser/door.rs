//! The door: locked and unlocked, in two tabs, forgotten and opened again with the kit, in Hindi.

use system_tests::{
    apps::{self, PASSPHRASE},
    browser::{Browser, Screen},
    clinic::Clinic,
};

#[tokio::test]
async fn a_wrong_passphrase_opens_nothing_and_the_right_one_everything() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let page = apps::patient(&browser, &clinic, "Asha Patil").await;
    apps::add_pressure(&page, "131", "84", false).await;
    apps::go(&page, "/patient/more", "more").await;
    page.click("#more-lock").await;
    page.wait_for("#unlock").await;
    let locked = page.text("body").await;
    assert!(
        !locked.contains("131") && !locked.contains("Asha"),
        "{locked}"
    );
    let faults = page.audit().await;
    assert!(faults.is_empty(), "locked: {faults:#?}");
    page.type_into("#passphrase", "river tiger window eight")
        .await;
    page.click("#unlock").await;
    page.wait_for("#trouble, .field-error").await;
    assert!(!page.has("[data-screen=home]").await);
    apps::unlock(&page).await;
    apps::go(&page, "/patient", "home").await;
    page.wait_for_text("131/84").await;
    page.assert_quiet();
}

#[tokio::test]
async fn a_passkey_opens_the_lock() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let page = apps::patient(&browser, &clinic, "Asha Patil").await;
    page.virtual_authenticator().await;
    apps::go(&page, "/patient/more/settings", "settings").await;
    page.click("#add-passkey").await;
    page.wait_for("#remove-passkey").await;
    page.click("#lock-now").await;
    page.click("#unlock-passkey").await;
    page.wait_gone("#unlock-passkey").await;
    apps::go(&page, "/patient", "home").await;
    page.assert_quiet();
}

#[tokio::test]
async fn who_forgot_the_passphrase_comes_back_with_the_kit_on_another_device() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let door = format!("{}/patient/", clinic.site());
    let first = apps::newcomer(&browser, &door).await;
    let words = apps::begin_sign_up(&first, "Asha Patil", None).await;
    assert_eq!(words.split(' ').count(), 24);
    first.click("#kit-on-paper").await;
    first.type_into("#words", &words).await;
    first.click("#check-kit").await;
    first.wait_for("[data-screen=home]").await;
    assert!(!first.has("#kit-pending").await);
    apps::add_pressure(&first, "131", "84", false).await;

    let second = apps::newcomer(&browser, &door).await;
    second.click("#recover").await;
    let mixed = words.split(' ').rev().collect::<Vec<_>>().join(" ");
    second.type_into("#words", &mixed).await;
    second.type_into("#passphrase", PASSPHRASE).await;
    second.type_into("#passphrase-again", PASSPHRASE).await;
    second.click("#send").await;
    second.wait_for("#trouble, .field-error").await;
    second.type_into("#words", &words).await;
    second.click("#send").await;
    second.click("#kit-go-on").await;
    second.wait_for_text("131/84").await;
    second.assert_quiet();
}

#[tokio::test]
async fn who_forgot_the_passphrase_comes_back_on_the_same_device_and_loses_nothing() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let page = apps::newcomer(&browser, &format!("{}/patient/", clinic.site())).await;
    let words = apps::begin_sign_up(&page, "Asha Patil", None).await;
    page.click("#kit-later").await;
    apps::add_pressure(&page, "131", "84", false).await;
    page.set_offline(true).await;
    apps::add_pressure(&page, "127", "81", false).await;
    apps::go(&page, "/patient/more", "more").await;
    page.click("#more-lock").await;
    page.click("#recover").await;
    page.wait_for("#clear-device").await;
    let faults = page.audit().await;
    assert!(faults.is_empty(), "{faults:#?}");
    let come_back = async |words: &str| {
        page.type_into("#words", words).await;
        page.type_into("#passphrase", "lantern mango cloud nine")
            .await;
        page.type_into("#passphrase-again", "lantern mango cloud nine")
            .await;
        page.click("#send").await;
    };
    // Neither without a network nor with other words is anything touched: the passphrase, remembered, still opens it.
    come_back(&words).await;
    page.wait_for("#trouble").await;
    page.set_offline(false).await;
    let mixed = words.split(' ').rev().collect::<Vec<_>>().join(" ");
    come_back(&mixed).await;
    page.wait_for("#trouble, .field-error").await;
    page.click("#back").await;
    page.wait_for("#unlock").await;

    page.click("#recover").await;
    come_back(&words).await;
    page.click("#kit-go-on").await;
    apps::go(&page, "/patient", "home").await;
    page.wait_for_text("127/81").await;
    page.wait_gone("#link-banner").await;
    apps::go(&page, "/patient/records", "records").await;
    page.wait_for_text("131/84").await;
    page.wait_for_text("127/81").await;
    let others = page.take_troubles().into_iter();
    let others: Vec<_> = others
        .filter(|trouble| !trouble.starts_with("network: "))
        .collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[tokio::test]
async fn one_tab_has_the_records_and_another_takes_over() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let profile = browser.profile().await;
    let address = format!("{}/patient/", clinic.site());
    let one = profile.page().await;
    one.goto(&address).await;
    apps::sign_up(&one, "Asha Patil", None).await;
    one.wait_for("[data-screen=home]").await;
    let two = profile.page().await;
    two.goto(&address).await;
    two.click("#take-over").await;
    apps::unlock(&two).await;
    two.wait_for("[data-screen=home]").await;
    one.wait_for("#take-over").await;
    assert!(!one.has("[data-screen=home]").await);
}

#[tokio::test]
async fn all_of_it_in_hindi_on_a_small_phone() {
    let Some(browser) = Browser::launch().await else {
        return;
    };
    let clinic = Clinic::open().await;
    let page = browser.profile().await.page().await;
    page.set_language("hi-IN").await;
    page.show_on(Screen::PHONE).await;
    page.goto(&format!("{}/patient/", clinic.site())).await;
    apps::sign_up(&page, "आशा पाटिल", None).await;
    page.wait_for("[data-screen=home]").await;
    apps::add_pressure(&page, "131", "84", false).await;
    for (path, screen) in [
        ("/patient", "home"),
        ("/patient/records", "records"),
        ("/patient/records/vitals", "vitals"),
        ("/patient/add", "add"),
        ("/patient/sharing", "sharing"),
        ("/patient/more", "more"),
        ("/patient/more/settings", "settings"),
        ("/patient/more/help", "help"),
    ] {
        apps::go(&page, path, screen).await;
        assert_eq!(page.eval("document.documentElement.lang").await, "hi");
        let words = page.text("main").await;
        let devanagari = |c: &char| ('\u{900}'..='\u{97f}').contains(c);
        let latin = words.chars().filter(char::is_ascii_alphabetic).count();
        assert!(
            words.chars().filter(devanagari).count() > 2 * latin,
            "{screen} is not in Hindi: {words}"
        );
        let faults = page.audit().await;
        assert!(faults.is_empty(), "{screen}: {faults:#?}");
    }
    page.assert_quiet();
}
