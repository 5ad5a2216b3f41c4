use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde::Deserialize;

/// What `cargo metadata` tells of the workspace and of all that it depends on.
#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
}

#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub manifest_path: PathBuf,
    pub dependencies: Vec<Dependency>,
    /// The registry it comes from; none if it is a member of the workspace.
    source: Option<String>,
}

#[derive(Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `dev` or `build`; none if it is a normal one.
    kind: Option<String>,
    path: Option<PathBuf>,
}

impl Metadata {
    /// Asks cargo for the metadata of the workspace in `folder`.
    pub fn of(folder: &Path) -> anyhow::Result<Self> {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["metadata", "--format-version", "1"])
            .current_dir(folder)
            .output()
            .context("cannot start cargo")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("cargo metadata: {}: {}", output.status, said.trim());
        }
        serde_json::from_slice(&output.stdout).context("cannot read what cargo metadata wrote")
    }

    pub fn workspace_packages(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|p| p.source.is_none())
    }
}

impl Dependency {
    /// Whether it is a crate of this workspace that is linked, not only tested or built with.
    pub fn is_room(&self) -> bool {
        self.kind.is_none() && self.path.is_some()
    }
}
