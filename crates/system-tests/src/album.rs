//! Pictures of every screen: at a phone's width and a desk's, by day and by night, in every language; and what an audit says
//! of each on the way.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::browser::{Page, Screen};

/// A language that the apps speak, as a browser asks for it and as a picture is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tongue {
    /// What the browser is set to.
    pub asked: &'static str,
    /// What the page then says it is in.
    pub code: &'static str,
}

/// The languages of the apps.
pub const TONGUES: [Tongue; 2] = [
    Tongue {
        asked: "en-IN",
        code: "en",
    },
    Tongue {
        asked: "hi-IN",
        code: "hi",
    },
];

/// A folder of pictures, and what was wrong with what they show.
pub struct Album {
    folder: PathBuf,
    screens: BTreeSet<String>,
    taken: usize,
    faults: Vec<String>,
    axe: Option<String>,
}

impl Album {
    /// An empty one in the place of what was there before.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn new(folder: &Path) -> std::io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            screens: BTreeSet::new(),
            taken: 0,
            faults: Vec::new(),
            axe: None,
        })
    }

    /// Also asks axe-core about each picture, whose script this is.
    #[must_use]
    pub fn asking_axe(self, script: String) -> Self {
        Self {
            axe: Some(script),
            ..self
        }
    }

    /// Takes the screen that a page shows now in all its forms: `<app>-<screen>-<width>-<light|dark>-<language>.png`.
    ///
    /// # Errors
    /// A picture cannot be written, or there is one of that name.
    pub async fn take(&mut self, page: &Page, app: &str, screen: &str) -> std::io::Result<()> {
        let language = page.eval("document.documentElement.lang").await;
        let language = language.as_str().unwrap_or_default().to_owned();
        self.screens.insert(format!("{app}-{screen}"));
        for size in [Screen::PHONE, Screen::DESK] {
            for form in [size, size.dark()] {
                let light = if form.dark { "dark" } else { "light" };
                let name = format!("{app}-{screen}-{}-{light}-{language}", form.width);
                let picture = page.screenshot(form).await;
                // A second picture of the same name is a screen that would be looked at by nobody.
                let mut file = File::create_new(self.folder.join(format!("{name}.png")))?;
                file.write_all(&picture)?;
                let mut found = page.audit().await;
                if let Some(script) = &self.axe {
                    found.extend(page.ask_axe(script).await);
                }
                self.faults
                    .extend(found.iter().map(|fault| format!("{name}: {fault}")));
                self.taken += 1;
            }
        }
        let troubles = page.take_troubles().into_iter();
        self.faults
            .extend(troubles.map(|trouble| format!("{app}-{screen}: {trouble}")));
        page.show_on(Screen::PHONE).await;
        Ok(())
    }

    /// What there is: `60 screens in 8 forms: 480 pictures`.
    pub fn taken(&self) -> String {
        let (screens, forms) = (self.screens.len(), 4 * TONGUES.len());
        format!(
            "{screens} screens in {forms} forms: {} pictures",
            self.taken
        )
    }

    /// What was wrong, each with the picture it was found on; also written to `faults.txt` among them.
    ///
    /// # Errors
    /// The list cannot be written.
    pub fn close(self) -> std::io::Result<Vec<String>> {
        let lines: String = self
            .faults
            .iter()
            .map(|fault| format!("{fault}\n"))
            .collect();
        fs::write(self.folder.join("faults.txt"), lines)?;
        Ok(self.faults)
    }
}
