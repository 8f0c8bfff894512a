//! Walks through both apps and takes a picture of every screen, into the folder it is given; `cargo xtask screenshots` runs it.

#![expect(clippy::print_stdout, reason = "what was taken, for who waits")]

use std::{error::Error, path::PathBuf, process::ExitCode};

use system_tests::{
    album::{Album, TONGUES, Tongue},
    browser::{Browser, Page, Screen},
    clinic::Clinic,
};

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("into which folder?")?;
    let Some(browser) = Browser::launch().await else {
        return Ok(ExitCode::FAILURE);
    };
    let mut album = Album::new(&folder)?;
    let clinic = Clinic::open().await;
    for tongue in TONGUES {
        for app in ["patient", "doctor"] {
            let page = open(&browser, &clinic, app, tongue).await;
            album.take(&page, app, "door").await?;
        }
    }
    println!("{} pictures are in {}", album.taken(), folder.display());
    let faults = album.close()?;
    for fault in &faults {
        println!("{fault}");
    }
    Ok(ExitCode::from(u8::from(!faults.is_empty())))
}

/// Somebody new opens an app in their language.
async fn open(browser: &Browser, clinic: &Clinic, app: &str, tongue: Tongue) -> Page {
    let page = browser.profile().await.page().await;
    page.set_language(tongue.asked).await;
    page.set_timezone("Asia/Kolkata").await;
    page.show_on(Screen::PHONE).await;
    page.goto(&format!("{}/{app}/", clinic.site())).await;
    page.wait_gone("#splash").await;
    page.wait_until(&format!(
        "document.documentElement.lang === '{}'",
        tongue.code
    ))
    .await;
    page.wait_for("main h1").await;
    page
}
