use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use experiments::Environment;
use mnist_io::Mnist;
use sysinfo::{CpuRefreshKind, RefreshKind, System};

/// The folder of the workspace that this is run for: the one that cargo runs us from, or else
/// the one that the current folder is in. Where it was when this was built says nothing.
///
/// # Errors
/// If neither is in it.
pub fn workspace() -> anyhow::Result<PathBuf> {
    let by_cargo = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = std::env::current_dir().ok();
    by_cargo
        .iter()
        .chain(&here)
        .flat_map(|folder| folder.ancestors())
        .find(|folder| is_ours(folder))
        .map(Path::to_owned)
        .context("the workspace is not here: run this inside it, or say where with --out")
}

/// Whether it is the root of this workspace, and not of another one with an xtask.
fn is_ours(folder: &Path) -> bool {
    [
        "Cargo.toml",
        "xtask/Cargo.toml",
        "crates/experiments/Cargo.toml",
    ]
    .iter()
    .all(|file| folder.join(file).is_file())
}

/// The folder of the committed results, in the workspace's.
pub const RESULTS: &str = "bench-results";

/// The folder of the committed results.
///
/// # Errors
/// As [`workspace`].
pub fn results() -> anyhow::Result<PathBuf> {
    Ok(workspace()?.join(RESULTS))
}

/// The folder of the results on these data where none is named: that of the committed results for
/// MNIST, a folder of its own there for any other data.
///
/// # Errors
/// As [`workspace`].
pub fn results_of(data: &Mnist) -> anyhow::Result<PathBuf> {
    let results = results()?;
    Ok(match data.is_mnist {
        true => results,
        false => results.join(&data.name),
    })
}

/// The folder that `--out` names, or that of the results on these data.
///
/// # Errors
/// As [`workspace`].
pub fn out_of(named: Option<PathBuf>, data: &Mnist) -> anyhow::Result<PathBuf> {
    named.map_or_else(|| results_of(data), Ok)
}

/// The folder that `--out` names, or that of the committed results.
///
/// # Errors
/// As [`workspace`].
pub fn out(named: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    named.map_or_else(results, Ok)
}

/// The folder of models that `--models` names, or the one that is used where none is named.
///
/// # Errors
/// As [`workspace`].
pub fn models(named: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    named.map_or_else(|| Ok(results()?.join("models")), Ok)
}

/// This machine and the code that it runs.
pub fn environment() -> Environment {
    Environment {
        machine: machine(),
        revision: revision(),
    }
}

/// Cores that this process may use.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Threads to compute with: those asked for, or one a core.
///
/// # Errors
/// If that is more than [`AT_MOST`] a core, be it asked for here or in the variables that rayon
/// heeds wherever it is not told.
pub fn threads(asked: Option<u16>) -> anyhow::Result<usize> {
    let cores = cores();
    let refuse = |wish: &str, threads: &dyn Display| {
        anyhow::anyhow!(
            "{wish}{threads}: that is more than {AT_MOST} threads for each of the {cores} cores \
             here, which only gets in its own way; at most {} will do",
            AT_MOST * cores
        )
    };
    for variable in ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"] {
        let set = std::env::var(variable).unwrap_or_default();
        // What is no number rayon does not heed.
        let is_number = !set.is_empty() && set.bytes().all(|byte| byte.is_ascii_digit());
        let fits = set.parse::<usize>().is_ok_and(|n| n <= AT_MOST * cores);
        if is_number && !fits {
            return Err(refuse(&format!("{variable}="), &set));
        }
    }
    match asked.map(usize::from) {
        Some(threads) if threads > AT_MOST * cores => Err(refuse("--threads ", &threads)),
        Some(threads) => Ok(threads),
        None => Ok(cores),
    }
}

/// Threads a core that are still borne: results do not depend on their number, and a machine
/// with thousands of them can no longer be used.
const AT_MOST: usize = 4;

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

/// Most memory that this process has had so far, in bytes, where the system tells.
pub fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
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
        .arg(workspace().ok()?)
        .args(arguments)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
