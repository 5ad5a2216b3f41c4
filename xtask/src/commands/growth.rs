use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::Context as _;
use experiments::{GrowthRow, Options, Row, SIZES, describe_grown, growth_rows, run_grown};
use kernels::Level;
use mnist_io::Mnist;
use report::results::files::{GROWTH, GROWTH_MARKDOWN, GROWTH_RECORDS};
use report::{
    Grown, GrowthLine, PowerLaw, Quantity, Results, Store, growth_markdown, write_atomically,
};

use crate::support::data::Data;
use crate::support::display::Display;
use crate::support::output::Output;
use crate::support::tables::refuse_data_set;
use crate::support::{environment, figures, interruption, print, selection};

/// Measure how time, memory and error grow with the number of training images
///
/// Rows that carry more images than MNIST has (linear, knn, pca-quadratic, svm-poly, lenet5) are
/// trained on 15,000, 30,000 and 60,000 of them, then on 120,000 and so on to 960,000 (svm-poly
/// to 240,000): all 60,000 and distorted copies. Each row at each size has a process of its own,
/// whose largest memory is told by the system (on Linux only), and scores the 10,000 test images
/// once. What is measured goes to growth.csv in --out, the fitted exponents to growth.md; `cargo
/// xtask page` draws them. After Ctrl-C the same command continues.
///
/// Seconds mean something on a quiet machine only. Before it begins, the command says how long it
/// will take; --sizes 15000,30000,60000 is a first look.
#[derive(clap::Args, Debug)]
#[command(after_long_help = figures::drawn_from("growth"))]
pub struct Growth {
    #[command(flatten)]
    data: Data,

    /// Measure only the rows whose name matches GLOB; may be given several times
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,

    /// Numbers of training images, from 100 to 2,000,000, instead of each row's own
    ///
    /// More than there are is made up by distorted copies. A million images alone take 0.8 GB.
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(100..=2_000_000))]
    sizes: Vec<u32>,

    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    /// Folder for growth.csv, growth.md and the records [default: bench-results, or
    /// bench-results/NAME for other data than MNIST]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Measure again what has been measured
    #[arg(long)]
    force: bool,

    /// Measure only the K-th, in this process: what the command runs itself with
    #[arg(long, value_name = "K", hide = true)]
    alone: Option<usize>,
}

/// One row at one size.
#[derive(Clone, Copy, Debug)]
struct Task {
    row: &'static Row,
    images: usize,
    number: usize,
    of: usize,
}

impl Growth {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        let options = Options {
            seed: None,
            threads: environment::threads(self.threads)?,
            train_images: None,
        };
        let tasks = self.tasks()?;
        if let Some(number) = self.alone {
            let task = tasks.into_iter().find(|task| task.number == number);
            let task = task.with_context(|| format!("--alone: there is no {number} of these"))?;
            let data = self.data.find()?;
            let folder = environment::out_of(self.out, &data)?;
            return task.measure(data, options, &Store::new(folder.join(GROWTH_RECORDS)));
        }
        let data = self.data.load()?;
        let folder = environment::out_of(self.out.clone(), &data)?;
        let output = Output::open(folder)?;
        refuse_data_set(&output, &data)?;
        output.file(GROWTH.name)?;
        let path = output.file(GROWTH_MARKDOWN)?;
        interruption::listen(output.folder().to_owned())?;
        let store: Store<Grown> = Store::new(output.folder().join(GROWTH_RECORDS));
        let recorded = |task: &Task| {
            let run = describe_grown(task.row, &data, task.images, options);
            store.load(&run)
        };
        let mut lines = GROWTH.read(output.folder())?;
        let (mut before, mut waiting) = (Vec::new(), Vec::new());
        for task in tasks {
            match recorded(&task) {
                Ok(Some(grown)) if !self.force => before.push((task, grown)),
                Ok(_) => waiting.push(task),
                Err(_) if self.force => waiting.push(task),
                Err(error) => return Err(error.into()),
            }
        }
        print::note(estimate(&waiting));
        let mut failed = Vec::new();
        let mut keep = |grown: &Grown| -> anyhow::Result<()> {
            take(&mut lines, GrowthLine::from(grown));
            GROWTH.write(output.folder(), &lines)?;
            Ok(write_atomically(&path, growth_markdown(&lines).as_bytes())?)
        };
        for (task, grown) in before {
            keep(&grown)?;
            print::note(format_args!(
                "{} {}, measured before",
                task.name(),
                told(&grown)
            ));
        }
        for task in waiting {
            let status = task.in_its_process()?;
            match recorded(&task)? {
                Some(grown) if status.success() => keep(&grown)?,
                _ => {
                    print::note(format_args!("{} FAILED: {}", task.name(), why(status)));
                    failed.push(task.name());
                }
            }
        }
        print::say(format_args!("Growth: {}", output.folder().display()));
        if !failed.is_empty() {
            print::note(format_args!(
                "{} failed: {}",
                failed.len(),
                failed.join(", ")
            ));
        }
        Ok(ExitCode::from(u8::from(!failed.is_empty())))
    }

    /// What is to be measured, size after size.
    fn tasks(&self) -> anyhow::Result<Vec<Task>> {
        let all = growth_rows();
        let ids: Vec<&str> = all.iter().map(|row| row.row.id()).collect();
        let chosen = selection::choose(&self.only, &[], &ids)?;
        let mut sizes: Vec<usize> = match self.sizes.as_slice() {
            [] => SIZES.to_vec(),
            sizes => sizes.iter().map(|&n| n as usize).collect(),
        };
        sizes.sort_unstable();
        sizes.dedup();
        let mut tasks = Vec::new();
        for &images in &sizes {
            let carries = |row: &&GrowthRow| !self.sizes.is_empty() || images <= row.largest;
            let chosen = all.iter().filter(|row| chosen.contains(&row.row.id()));
            tasks.extend(chosen.filter(carries).map(|row| Task {
                row: row.row,
                images,
                number: 0,
                of: 0,
            }));
        }
        let of = tasks.len();
        for (index, task) in tasks.iter_mut().enumerate() {
            (task.number, task.of) = (index + 1, of);
        }
        Ok(tasks)
    }
}

impl Task {
    fn name(&self) -> String {
        format!("{} on {} images", self.row.id(), self.images)
    }

    /// Measures it in a process of its own: the largest memory that a process had is of all its
    /// life, and a row that takes more than there is must not cost the others.
    fn in_its_process(self) -> anyhow::Result<ExitStatus> {
        let program = std::env::current_exe().context("cannot tell where this program is")?;
        let mut child = Command::new(program)
            .args(std::env::args_os().skip(1))
            .arg("--alone")
            .arg(self.number.to_string())
            // It ends when this end of the pipe is closed: with this process, however that ends.
            .stdin(Stdio::piped())
            .spawn()
            .context("cannot run this program again for a row of its own")?;
        let _open = child.stdin.take();
        Ok(child.wait()?)
    }

    fn measure(
        self,
        data: Mnist,
        options: Options,
        store: &Store<Grown>,
    ) -> anyhow::Result<ExitCode> {
        std::thread::spawn(|| {
            // Nothing comes; it ends with whoever waits for us.
            let _ = std::io::stdin().read(&mut [0]);
            std::process::exit(1);
        });
        let environment = environment::environment();
        let display = Display::new(self.of);
        let live = display.line(&self.name(), self.number);
        match run_grown(self.row, data, self.images, options, &environment, &live) {
            Ok(measured) => {
                let grown = Grown {
                    outcome: measured.outcome,
                    peak_bytes: environment::peak_bytes(),
                };
                store.save(&grown)?;
                live.finish(&told(&grown));
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                live.finish(&print::causes(&error));
                Ok(ExitCode::FAILURE)
            }
        }
    }
}

/// Puts a line in the place of the one of the same row and size, or where it belongs.
fn take(lines: &mut Vec<GrowthLine>, line: GrowthLine) {
    let ids: Vec<&str> = growth_rows().iter().map(|row| row.row.id()).collect();
    let place = |line: &GrowthLine| {
        let rank = ids.iter().position(|&id| id == line.row);
        (rank.unwrap_or(ids.len()), line.train_images)
    };
    lines.retain(|other| (&other.row, other.train_images) != (&line.row, line.train_images));
    lines.push(line);
    lines.sort_by_key(place);
}

/// What was measured, in one line.
fn told(grown: &Grown) -> String {
    let line = GrowthLine::from(grown);
    let peak = line.peak_bytes.map_or(String::new(), |bytes| {
        format!(", {:.2} GiB", bytes as f64 / f64::from(1 << 30))
    });
    format!(
        "{:>6.2} % error; trained in {:.2} s, {:.1} µs an image{peak}",
        line.error_percent, line.train_seconds, line.recognise_microseconds
    )
}

/// Why a process did not do its work.
fn why(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return match signal {
            9 => "killed, perhaps for want of memory: --sizes names smaller ones".into(),
            _ => format!("ended by signal {signal}"),
        };
    }
    format!("{status}; what it said stands above")
}

/// How long these will take, by what the committed tables have of their rows.
fn estimate(tasks: &[Task]) -> String {
    let known = environment::results().ok();
    let known = known.and_then(|folder| Results::read(&folder, |_| ()).ok());
    let known = known.unwrap_or_default();
    let mut seconds = 0.0;
    for task in tasks {
        let Some(of_task) = seconds_of(task, &known) else {
            return format!("{} to measure", tasks.len());
        };
        seconds += of_task;
    }
    let time = match seconds {
        120.0.. => format!("{:.0} minutes", seconds / 60.0),
        _ => format!("{seconds:.0} seconds"),
    };
    format!(
        "{} to measure: about {time}, by what the tables have",
        tasks.len()
    )
}

/// To train and to recognise, from the row's growth, or from its line of the comparison as if
/// time grew in proportion to the images.
fn seconds_of(task: &Task, known: &Results) -> Option<f64> {
    let (id, n) = (task.row.id(), task.images as f64);
    let tested = 10_000.0;
    let of_growth = |quantity: Quantity| {
        quantity
            .law(&known.growth, id)
            .map(|law: PowerLaw| law.at(n))
    };
    if let (Some(train), Some(recognise)) = (
        of_growth(Quantity::Training),
        of_growth(Quantity::Recognition),
    ) {
        return Some(train + tested * recognise / 1e6);
    }
    let mut lines = known.comparison.lines.iter();
    let line = lines.find(|line| line.row == id)?;
    let recognise = line.test_images as f64 * line.recognise_microseconds / 1e6;
    Some((line.train_seconds + recognise) * n / line.train_images as f64)
}
