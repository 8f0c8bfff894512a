//! The icons' PNG files, drawn by Chromium from their SVG files.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};

use super::{APPS, shown, source_folder};
use crate::{
    setup::{self, Tool},
    workspace::{command, succeeds},
};

/// Draws every PNG file of both apps anew.
///
/// # Errors
/// There is no Chromium, or it draws nothing.
pub(super) fn draw() -> Result<()> {
    setup::ensure(&[Tool::Chromium])?;
    let chromium = setup::chromium().context("there is no Chromium")?;
    let scratch = std::env::temp_dir().join(format!("sehat-icons-{}", std::process::id()));
    fs::create_dir_all(&scratch).with_context(|| shown(&scratch))?;
    let drawn = APPS.iter().try_for_each(|app| {
        let folder = source_folder().join("icons").join(app.name);
        DRAWN.iter().try_for_each(|(svg, png, size)| {
            let (svg, png) = (folder.join(svg), folder.join(png));
            draw_one(&chromium, &scratch, &svg, &png, *size)
        })
    });
    let _ = fs::remove_dir_all(&scratch);
    drawn
}

fn draw_one(chromium: &Path, scratch: &Path, svg: &Path, png: &Path, size: u32) -> Result<()> {
    let svg = fs::read_to_string(svg).with_context(|| shown(svg))?;
    let page = scratch.join("icon.html");
    let style = format!("html,body{{margin:0}}svg{{display:block;width:{size}px;height:{size}px}}");
    fs::write(&page, format!("<!doctype html><style>{style}</style>{svg}"))?;
    let _ = fs::remove_file(png);
    let drawn = succeeds(
        command(chromium)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
            ])
            .arg(format!(
                "--user-data-dir={}",
                scratch.join("profile").display()
            ))
            .arg("--default-background-color=00000000")
            .arg(format!("--window-size={size},{size}"))
            .arg(format!("--screenshot={}", png.display()))
            .arg(format!("file://{}", page.display())),
    );
    ensure!(
        drawn && png.is_file(),
        "Chromium did not draw {}",
        shown(png)
    );
    println!("{}", shown(png));
    Ok(())
}

const DRAWN: [(&str, &str, u32); 4] = [
    ("icon.svg", "icon-192.png", 192),
    ("icon.svg", "icon-512.png", 512),
    ("maskable.svg", "maskable-512.png", 512),
    ("maskable.svg", "apple-touch-icon.png", 180),
];
