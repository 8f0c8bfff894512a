//! What is asked of the person at the terminal: passwords without echo, words, yes or no.

use std::{
    fs,
    io::{BufRead, ErrorKind, IsTerminal, Write},
    path::Path,
};

use zeroize::Zeroizing;

use crate::{app::App, failure::Failure};

/// Text that is wiped from memory after use.
pub(crate) type SecretText = Zeroizing<String>;

impl App {
    /// The password: from the file that was named, or by prompt.
    pub(crate) async fn password(&self) -> Result<SecretText, Failure> {
        match &self.globals().password_file {
            Some(path) => self.password_in(path),
            None => ask_hidden("Password: ").await,
        }
    }

    /// A new password: by prompt it is asked for twice.
    pub(crate) async fn new_password(&self) -> Result<SecretText, Failure> {
        if let Some(path) = &self.globals().password_file {
            return self.password_in(path);
        }
        let first = ask_hidden("New password: ").await?;
        let second = ask_hidden("The same again: ").await?;
        if *first == *second {
            Ok(first)
        } else {
            Err(Failure::usage("the two passwords differ: nothing was done"))
        }
    }

    fn password_in(&self, path: &Path) -> Result<SecretText, Failure> {
        if is_open_to_others(path) {
            self.note(&format!(
                "others on this machine can read {}: `chmod 600` it",
                path.display()
            ));
        }
        let text = read_secret(path)?;
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            return Err(Failure::file(format!(
                "{} holds no password: its first line is empty",
                path.display()
            )));
        }
        Ok(Zeroizing::new(line.to_owned()))
    }

    /// The kit's 24 words: from the file that was named, or by prompt.
    pub(crate) async fn words(&self, file: Option<&Path>) -> Result<SecretText, Failure> {
        match file {
            Some(path) => read_secret(path),
            None => ask_hidden("The 24 words of the kit, with blanks between: ").await,
        }
    }

    /// Yes or no; `yes` answers beforehand.
    pub(crate) async fn confirm(&self, question: &str, yes: bool) -> Result<bool, Failure> {
        if yes {
            return Ok(true);
        }
        let answer = ask(&format!("{question} [yes/no] "), "--yes").await?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }
}

/// Says what a question is about, on the error stream.
pub(crate) fn say(text: &str) {
    // If nobody sees it, nobody answers either.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Fails where nobody can be asked, before anything is done; `option` answers instead.
pub(crate) fn must_be_answerable(option: &str) -> Result<(), Failure> {
    if std::io::stdin().is_terminal() {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "there is nobody here to ask: run it in a terminal, or give {option}"
    )))
}

/// Asks for a line; `option` says it beforehand.
pub(crate) async fn ask(question: &str, option: &str) -> Result<String, Failure> {
    must_be_answerable(option)?;
    let question = question.to_owned();
    blocking(move || {
        let mut stderr = std::io::stderr();
        stderr.write_all(question.as_bytes())?;
        stderr.flush()?;
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line)? {
            0 => Err(ErrorKind::Interrupted.into()),
            _ => Ok(line.trim().to_owned()),
        }
    })
    .await
}

async fn ask_hidden(question: &str) -> Result<SecretText, Failure> {
    let question = question.to_owned();
    blocking(move || rpassword::prompt_password(question).map(Zeroizing::new)).await
}

/// Waits for a person on another thread, so that Ctrl-C is heard meanwhile.
async fn blocking<T: Send + 'static>(
    wait: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(wait).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) if error.kind() == ErrorKind::Interrupted => Err(Failure::interrupted()),
        Ok(Err(_)) | Err(_) => Err(Failure::usage(
            "there is no terminal to ask in: give --password-file FILE, or --words-file FILE for a kit",
        )),
    }
}

fn read_secret(path: &Path) -> Result<SecretText, Failure> {
    let text = if path == Path::new("-") {
        std::io::read_to_string(std::io::stdin())
    } else {
        fs::read_to_string(path)
    };
    text.map(Zeroizing::new)
        .map_err(|error| Failure::file(format!("{} cannot be read: {error}", path.display())))
}

/// Whether a file can be read by other accounts of this machine.
#[cfg(unix)]
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let rights = fs::metadata(path).map(|data| data.permissions().mode());
    // Pipes and the like have no readers but us.
    fs::metadata(path).is_ok_and(|data| data.is_file())
        && rights.is_ok_and(|mode| mode & 0o044 != 0)
}

/// Not known here.
#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Globals;

    fn password_of(content: &str) -> Result<SecretText, Failure> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), content).unwrap();
        App::new(Globals::default()).password_in(file.path())
    }

    #[test]
    fn the_password_is_the_first_line_of_its_file() {
        assert_eq!(
            *password_of("a pass phrase \r\nnot this\n").unwrap(),
            "a pass phrase "
        );
        assert!(password_of("").is_err());
        assert!(password_of("\nsecond").is_err());
    }

    #[test]
    #[cfg(unix)]
    fn a_password_file_open_to_others_is_noticed() {
        use std::os::unix::fs::PermissionsExt;
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(!is_open_to_others(file.path()));
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(is_open_to_others(file.path()));
    }
}
