use std::io::{ErrorKind, Write as _};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, bail};
use experiments::{Models, Row};
use report::CalibrationLine;
use report::results::files::{CALIBRATION, COMPARISON, WEIGHTS};
use serde::Serialize;
use tiny_http::{Header, Method, Response, Server};
use web::ASSETS;

use super::recognise::kept_rows;
use crate::support::output::Output;
use crate::support::{environment, print};

/// Build the page where a drawn digit is answered by every kept row, and serve it on this machine
///
/// The page is a folder of static files that runs this workspace's own crates, compiled to
/// WebAssembly: any static host can have it, and nothing that is drawn leaves the browser. It has
/// the rows whose models `cargo xtask compare --models` or `recognise --quick` has kept, but for
/// those of more than 8 MB. Needs Rust's target wasm32-unknown-unknown.
#[derive(clap::Args, Debug)]
#[command(after_long_help = "\
Examples:
  rustup target add wasm32-unknown-unknown   once
  cargo xtask recognise --quick seven.png    trains what takes seconds, and keeps it
  cargo xtask demo                           then open the address that it prints

  cargo xtask demo --out page --build-only   the folder, for another host")]
pub struct Demo {
    /// Folder of the models [default: bench-results/models]
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,

    /// Folder of the page [default: target/demo]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Port to serve it at, on the loopback address
    #[arg(long, value_name = "N", default_value_t = 8009)]
    port: u16,

    /// Write the folder, and serve nothing
    #[arg(long)]
    build_only: bool,
}

/// The compiled crate in the page's folder.
pub const MODULE: &str = "web.wasm";

/// The network whose layers are shown, under a name that no row's model has.
const NETWORK: &str = "network.safetensors";

/// Models of more bytes would keep a reader waiting.
const LARGEST: u64 = 8_000_000;

/// `models.json`: what the page loads.
#[derive(Serialize)]
struct List {
    /// The file of the network whose layers are shown.
    network: &'static str,
    models: Vec<Entry>,
    /// The names of rows whose models are too large.
    left_out: Vec<&'static str>,
}

#[derive(Serialize)]
struct Entry {
    row: &'static str,
    /// As the paper names it.
    name: &'static str,
    /// On the test images, as committed.
    error_percent: Option<f64>,
    /// By which its scores become probabilities.
    temperature: Option<f64>,
    file: String,
    bytes: u64,
}

impl Demo {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let models = Models::new(environment::models(self.models.clone())?);
        let kept = kept_rows(&models, "PICTURE")?;
        let workspace = environment::workspace()?;
        let folder = self.out.clone();
        let output = Output::open(folder.unwrap_or_else(|| workspace.join("target/demo")))?;
        let compiled = compile(&workspace)?;
        whole_file::write(&output.file(MODULE)?, &compiled)?;
        for (name, contents) in ASSETS {
            whole_file::write(&output.file(name)?, contents.as_bytes())?;
        }
        let results = environment::out(None)?;
        copy(&results.join(WEIGHTS), &output.file(NETWORK)?)?;
        let list = self.list(&models, &kept, &results, &output)?;
        let text = serde_json::to_vec_pretty(&list).context("models.json")?;
        whole_file::write(&output.file("models.json")?, &text)?;
        print::answer(format_args!(
            "{}: {} rows; left out for their size: {}",
            output.folder().display(),
            list.models.len(),
            match list.left_out.as_slice() {
                [] => "none".to_owned(),
                rows => rows.join(", "),
            }
        ))?;
        match self.build_only {
            true => Ok(ExitCode::SUCCESS),
            false => serve(output.folder(), self.port),
        }
    }

    /// The list of the models, whose files are put beside it.
    fn list(
        &self,
        models: &Models,
        kept: &[&'static Row],
        results: &Path,
        output: &Output,
    ) -> anyhow::Result<List> {
        let (lines, calibration) = (COMPARISON.read(results)?, CALIBRATION.read(results)?);
        let mut list = List {
            network: NETWORK,
            models: Vec::new(),
            left_out: Vec::new(),
        };
        for row in kept {
            let path = models.path(row);
            let bytes = path
                .metadata()
                .with_context(|| path.display().to_string())?
                .len();
            if bytes > LARGEST {
                list.left_out.push(row.id());
                continue;
            }
            let file = format!("{}.safetensors", row.id());
            copy(&path, &output.file(&file)?)?;
            let line = lines.iter().find(|line| line.row == row.id());
            let fitted = CalibrationLine::by_temperature(&calibration, row.id());
            list.models.push(Entry {
                row: row.id(),
                name: row.description.name,
                error_percent: line.map(|line| line.error_percent),
                temperature: fitted.and_then(|line| line.temperature),
                file,
                bytes,
            });
        }
        Ok(list)
    }
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let bytes = std::fs::read(from).with_context(|| from.display().to_string())?;
    Ok(whole_file::write(to, &bytes)?)
}

/// The crate `web`, compiled to WebAssembly.
fn compile(workspace: &Path) -> anyhow::Result<Vec<u8>> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command
        .current_dir(workspace)
        .args([
            "build",
            "--profile",
            "web",
            "--package",
            "web",
            "--target",
            TARGET,
        ])
        .args(["--message-format", "json-render-diagnostics"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            "-C target-feature=+simd128",
        )
        .stderr(Stdio::inherit());
    let output = command
        .output()
        .with_context(|| cargo.display().to_string())?;
    if !output.status.success() {
        bail!(
            "the page's WebAssembly could not be compiled. If Rust's target for it is missing: \
             `rustup target add {TARGET}`"
        );
    }
    // The last file that Cargo names is that of the package that was asked for.
    let messages = String::from_utf8_lossy(&output.stdout);
    let mut backwards = messages.split('"').rev();
    let path = backwards.find(|text| text.ends_with(MODULE));
    let path = path.context("Cargo names no web.wasm")?;
    std::fs::read(path).with_context(|| path.to_owned())
}

/// Serves the files of a folder on the loopback address, until it is stopped.
fn serve(folder: &Path, port: u16) -> anyhow::Result<ExitCode> {
    let server = Server::http((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        anyhow::anyhow!("port {port} cannot be served: {error}; name another by --port")
    })?;
    print::answer(format_args!(
        "http://{}/ (Ctrl-C ends it)",
        server.server_addr()
    ))?;
    let _ = std::io::stdout().flush();
    for request in server.incoming_requests() {
        let path = request.url().split('?').next().unwrap_or_default();
        let name = match path.trim_start_matches('/') {
            "" => "index.html",
            name => name,
        };
        let response = match (request.method(), kind(name)) {
            (Method::Get | Method::Head, Some(kind)) if !name.contains(['/', '\\']) => {
                match std::fs::read(folder.join(name)) {
                    Ok(bytes) => Response::from_data(bytes).with_header(kind),
                    Err(error) if error.kind() == ErrorKind::NotFound => missing(),
                    Err(_) => Response::from_data([]).with_status_code(500),
                }
            }
            _ => missing(),
        };
        // Whoever asked may have gone.
        let _ = request.respond(response);
    }
    Ok(ExitCode::SUCCESS)
}

fn missing() -> Response<std::io::Cursor<Vec<u8>>> {
    Response::from_data(*b"not found\n").with_status_code(404)
}

/// The type of a file of the page; none of other files.
fn kind(name: &str) -> Option<Header> {
    let kind = match name.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "css" => "text/css",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "safetensors" => "application/octet-stream",
        _ => return None,
    };
    Header::from_bytes("Content-Type", kind).ok()
}
