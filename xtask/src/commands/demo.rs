use std::io::{ErrorKind, Write as _};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, bail};
use experiments::{Kept, Models, Observer as _, Row, Stage};
use flate2::Compression;
use flate2::write::GzEncoder;
use mnist_io::Mnist;
use report::CalibrationLine;
use report::paper::FIGURE_5;
use report::results::files::{CALIBRATION, COMPARISON, WEIGHTS};
use serde::Serialize;
use tiny_http::{Header, Method, Response, Server};
use web::{ASSETS, SIDE, parcel};

use crate::support::data::Data;
use crate::support::display::Display;
use crate::support::output::Output;
use crate::support::{environment, kept, print};

/// Build the page where a drawn digit is answered by every kept row, and serve it on this machine
///
/// The page is a folder of static files that runs this workspace's own crates, compiled to
/// WebAssembly: any static host can have it, and nothing that is drawn leaves the browser. It has
/// the rows whose models `cargo xtask compare --models` or a `--quick` has kept, and MNIST, on which
/// LeNet-5 can be trained there. Needs Rust's target wasm32-unknown-unknown.
#[derive(clap::Args, Debug)]
#[command(after_long_help = "\
Examples:
  rustup target add wasm32-unknown-unknown   once
  cargo xtask demo --quick                   with what is trained in seconds: open the address
                                             that it prints

  cargo xtask demo --out page --build-only   the folder, for another host")]
pub struct Demo {
    /// Folder of the models [default: bench-results/models]
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,

    /// Train the rows of `compare --quick` that have no model first, as `recognise --quick` does
    #[arg(long)]
    quick: bool,

    #[command(flatten)]
    data: Data,

    /// Folder of the page [default: bench-results/demo]
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
pub const MODULE: &str = "web.wasm.gz";

/// The network whose layers are shown.
const NETWORK: &str = "network.safetensors.gz";

const TRAINING: [&str; 2] = ["training-images.gz", "training-labels.gz"];
const TEST: [&str; 2] = ["test-images.gz", "test-labels.gz"];

/// Models of more bytes, gzipped, would keep a reader waiting.
const LARGEST: usize = 8_000_000;

/// `models.json`: what the page loads.
#[derive(Serialize)]
struct List {
    /// The file of the network whose layers are shown.
    network: &'static str,
    /// The files of images and labels, a byte a pixel and a byte a label.
    training: [&'static str; 2],
    test: [&'static str; 2],
    /// The paper's learning curve: training and test error in percent after each pass.
    figure_5: &'static [(f64, f64)],
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
    /// Its parcel.
    file: String,
    bytes: usize,
    /// Whether the parcel can be opened only with the training images.
    needs_training: bool,
}

impl Demo {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let models = Models::new(environment::models(self.models.clone())?);
        if self.quick {
            kept::train_quick(&models, &self.data)?;
        }
        let kept = kept::rows(&models, "demo --quick")?;
        let workspace = environment::workspace()?;
        let results = environment::results()?;
        let folder = self.out.clone();
        let output = Output::open(folder.unwrap_or_else(|| results.join("demo")))?;
        let write = |name: &str, contents: &[u8]| write(&output, name, contents);
        let data = self.data.load()?;
        write(MODULE, &gzipped(&compile(&workspace)?))?;
        for (name, contents) in ASSETS {
            write(name, contents.as_bytes())?;
        }
        for (names, set) in [(TRAINING, &data.train), (TEST, &data.test)] {
            if (set.height(), set.width()) != (SIDE, SIDE) {
                bail!("the page takes images of {SIDE}x{SIDE} pixels");
            }
            write(names[0], &gzipped(set.as_images().as_slice()))?;
            write(names[1], &gzipped(&set.labels().to_vec()))?;
        }
        let network = results.join(WEIGHTS);
        let network = std::fs::read(&network).with_context(|| network.display().to_string())?;
        write(NETWORK, &gzipped(&network))?;
        let list = list(&models, &kept, &data, &results, &output)?;
        let text = serde_json::to_vec_pretty(&list).context("models.json")?;
        write("models.json", &text)?;
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
}

/// The list of the models, whose parcels are put beside it.
fn list(
    models: &Models,
    kept: &[&'static Row],
    data: &Mnist,
    results: &Path,
    output: &Output,
) -> anyhow::Result<List> {
    let (lines, calibration) = (COMPARISON.read(results)?, CALIBRATION.read(results)?);
    let mut list = List {
        network: NETWORK,
        training: TRAINING,
        test: TEST,
        figure_5: &FIGURE_5,
        models: Vec::new(),
        left_out: Vec::new(),
    };
    let display = Display::new(kept.len());
    for (number, row) in (1..).zip(kept) {
        let live = display.line(row.id(), number);
        live.stage(Stage::Preparing);
        let path = models.path(row);
        let name = || path.display().to_string();
        let bytes = std::fs::read(&path).with_context(name)?;
        let settings = Kept::read(&bytes).with_context(name)?.settings;
        let parcel = parcel::pack(&bytes, data.train.as_images()).with_context(name)?;
        let packed = gzipped(&parcel);
        if packed.len() > LARGEST {
            list.left_out.push(row.id());
            continue;
        }
        let file = format!("{}.parcel.gz", row.id());
        write(output, &file, &packed)?;
        let line = lines.iter().find(|line| line.row == row.id());
        list.models.push(Entry {
            row: row.id(),
            name: row.description.name,
            error_percent: line.map(|line| line.error_percent),
            temperature: CalibrationLine::temperature(&calibration, row.id(), &settings),
            file,
            bytes: packed.len(),
            needs_training: parcel::needs_training(&parcel),
        });
    }
    Ok(list)
}

fn write(output: &Output, name: &str, contents: &[u8]) -> anyhow::Result<()> {
    Ok(whole_file::write(&output.file(name)?, contents)?)
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("memory takes what is written")
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
    let path = backwards.find(|text| text.ends_with("web.wasm"));
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
        "gz" => "application/gzip",
        _ => return None,
    };
    Header::from_bytes("Content-Type", kind).ok()
}
