use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use report::results::files::PAGE;

use super::demo;
use crate::support::environment;

/// Open comparison.html, or the page of `cargo xtask demo`, in headless Chromium, and fail unless it
/// works
///
/// It sorts by every column, opens rows by click and by keyboard, with scripts and without, and
/// looks for complaints of the browser, requests, images that cannot be decoded, pictures
/// without a name, and anything wider than a window of 390 or 1280 pixels, light and dark. On the
/// page of a drawn digit it draws and trains. Needs Node.js with npm, and Debian's package chromium
/// (or a path in CHROMIUM). With BROWSER=firefox the page of a drawn digit is opened in Firefox:
/// Debian's package firefox-esr (or a path in FIREFOX).
#[derive(clap::Args, Debug)]
pub struct PageCheck {
    /// The page, or the folder it is in [default: bench-results]
    #[arg(value_name = "PATH")]
    page: Option<PathBuf>,

    /// Folder to leave screenshots in
    #[arg(long, value_name = "DIR")]
    shots: Option<PathBuf>,
}

impl PageCheck {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let given = environment::out(self.page)?;
        let (script, page) = if given.join(demo::MODULE).is_file() {
            ("demo.mjs", given)
        } else if given.is_dir() {
            ("check.mjs", given.join(PAGE))
        } else {
            ("check.mjs", given)
        };
        if !page.exists() {
            bail!(
                "{}: no such page; `cargo xtask page` writes it",
                page.display()
            );
        }
        if let Some(shots) = &self.shots {
            std::fs::create_dir_all(shots)
                .with_context(|| format!("cannot make {}", shots.display()))?;
        }
        let folder = environment::workspace()?.join("tests/browser");
        if !folder.join("node_modules/playwright-core").is_dir() {
            let mut install = Command::new("npm");
            install.args(["ci", "--no-audit", "--no-fund"]);
            succeed(install.current_dir(&folder))?;
        }
        let mut check = Command::new("node");
        check.arg(folder.join(script)).arg(absolute(&page)?);
        if let Some(shots) = &self.shots {
            check.arg(absolute(shots)?);
        }
        succeed(&mut check)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    path.canonicalize()
        .with_context(|| format!("cannot find {}", path.display()))
}

/// Runs a command that says itself what is wrong.
fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => bail!("{program}: {status}"),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{program}: not found; the check of the page needs Node.js with npm")
        }
        Err(error) => Err(error).context(program),
    }
}
