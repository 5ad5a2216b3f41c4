use std::path::{Path, PathBuf};
use std::process::Command;

use experiments::Environment;
use sysinfo::{CpuRefreshKind, RefreshKind, System};

/// The folder of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is a folder of the workspace")
}

/// The folder of the committed results.
pub fn results() -> PathBuf {
    workspace().join("bench-results")
}

/// This machine and the code that it runs.
pub fn environment() -> Environment {
    Environment {
        machine: machine(),
        revision: revision(),
    }
}

/// Threads to use unless told otherwise: one a core that this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn machine() -> String {
    let cpu = RefreshKind::nothing().with_cpu(CpuRefreshKind::nothing());
    let system = System::new_with_specifics(cpu);
    let brand = system.cpus().first().map_or("", |cpu| cpu.brand()).trim();
    let brand = if brand.is_empty() {
        "unknown processor"
    } else {
        brand
    };
    format!(
        "{brand} ({}), {} cores, {}",
        std::env::consts::ARCH,
        cores(),
        System::name().unwrap_or_else(|| std::env::consts::OS.into()),
    )
}

/// The commit, with `-dirty` if the code is not that of the commit.
fn revision() -> String {
    const CODE: [&str; 4] = ["crates", "xtask", "Cargo.toml", "Cargo.lock"];
    let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"]) else {
        return "unknown".into();
    };
    let mut status = vec!["status", "--porcelain", "--"];
    status.extend(CODE);
    match git(&status) {
        Some(changes) if changes.is_empty() => commit,
        _ => format!("{commit}-dirty"),
    }
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(workspace())
        .args(arguments)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
