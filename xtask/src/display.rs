use std::sync::Mutex;
use std::time::{Duration, Instant};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Grid, presets};
use experiments::{Observer, Row, Stage};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use report::{Line, Table};

use crate::schedule::Job;

/// What goes on, live: a line for each row that runs, which changes on a terminal; plain lines
/// elsewhere.
pub struct Display {
    bars: Option<MultiProgress>,
    n_jobs: usize,
}

impl Display {
    /// For so many jobs in all.
    pub fn new(n_jobs: usize) -> Self {
        Self {
            bars: console::user_attended_stderr().then(MultiProgress::new),
            n_jobs,
        }
    }

    /// A line for a job that begins.
    pub fn begin(&self, job: &Job) -> Live {
        self.line(&name_of(job), job.number)
    }

    /// A line for work of that name, the so many-th.
    pub fn line(&self, name: &str, number: usize) -> Live {
        let bars = self.bars.as_ref().map(|bars| {
            let style = ProgressStyle::with_template("{msg} {spinner} {elapsed}");
            let bar = bars.add(ProgressBar::new_spinner());
            bar.set_style(style.expect("a template that was tried"));
            bar.enable_steady_tick(Duration::from_millis(120));
            (bars.clone(), bar)
        });
        let now = Instant::now();
        Live {
            label: format!("[{number:>2}/{}] {name:<24}", self.n_jobs),
            bars,
            state: Mutex::new(State {
                stage: Stage::Preparing,
                begun: now,
                told: now,
            }),
        }
    }
}

/// A row's name, with its seed if that is one of several.
pub fn name_of(job: &Job) -> String {
    match job.options.seed {
        Some(seed) if !job.first_seed => format!("{} (seed {seed})", job.row.id()),
        _ => job.row.id().into(),
    }
}

/// What a row is doing.
pub struct Live {
    label: String,
    bars: Option<(MultiProgress, ProgressBar)>,
    state: Mutex<State>,
}

struct State {
    stage: Stage,
    begun: Instant,
    told: Instant,
}

impl Live {
    /// How often a long stage says how far it is, where there is no terminal.
    const EVERY: Duration = Duration::from_secs(10);

    /// The row is done: what there is to say of it.
    pub fn finish(self, text: &str) {
        let text = format!("{} {text}", self.label);
        match &self.bars {
            Some((bars, bar)) => {
                bar.finish_and_clear();
                // A terminal that has gone is no reason to stop.
                let _ = bars.println(text.trim_end());
            }
            None => eprintln!("{}", text.trim_end()),
        }
    }

    fn show(&self, text: String) {
        if let Some((_, bar)) = &self.bars {
            bar.set_message(text);
        }
    }
}

impl Observer for Live {
    fn stage(&self, stage: Stage) {
        let mut state = self.state.lock().expect("no holder panics");
        state.stage = stage;
        state.begun = Instant::now();
        self.show(format!("{} {}", self.label, name(stage)));
    }

    fn progress(&self, done: u64, of: u64) {
        let mut state = self.state.lock().expect("no holder panics");
        let text = format!("{} {} {done}/{of}", self.label, name(state.stage));
        match &self.bars {
            Some(_) => self.show(text),
            None if state.told.elapsed() >= Self::EVERY => {
                eprintln!("{text}, {:.0} s", state.begun.elapsed().as_secs_f64());
                state.told = Instant::now();
            }
            None => (),
        }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Preparing => "preparing images",
        Stage::Fitting => "training",
        Stage::Recognising => "recognising",
    }
}

/// One row's result in one line.
pub fn sentence(line: &Line) -> String {
    let paper = match line.paper_error_percent {
        Some(paper) => format!("paper {paper}, {}", line.verdict),
        None => "not in the paper".into(),
    };
    format!(
        "{:>6.2} % error ({paper}); trained in {:.2} s, {:.1} µs an image",
        line.error_percent, line.train_seconds, line.recognise_microseconds
    )
}

/// The comparison for a terminal.
pub fn grid(table: &Table) -> String {
    const HEADER: [&str; 8] = [
        "Classifier",
        "Row",
        "Paper %",
        "Ours %",
        "95 %",
        "Verdict",
        "Train s",
        "µs/image",
    ];
    let mut grid = ruled(HEADER);
    for line in table.lines() {
        let paper = line
            .paper_error_percent
            .map_or("–".into(), |p| format!("{p:.2}"));
        grid.add_row([
            line.name.clone(),
            line.row.clone(),
            paper,
            format!("{:.2}", line.error_percent),
            format!(
                "{:.2}–{:.2}",
                line.error_low_percent, line.error_high_percent
            ),
            line.verdict.to_string(),
            format!("{:.2}", line.train_seconds),
            format!("{:.1}", line.recognise_microseconds),
        ]);
    }
    for column in [2, 3, 4, 6, 7] {
        if let Some(column) = grid.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    grid.to_string()
}

/// All rows there are, for a terminal.
pub fn list(rows: &[&Row]) -> String {
    let mut grid = ruled(["Row", "Classifier", "Paper %", "Data and settings"]);
    for row in rows {
        let paper = row.description.paper.error_percent;
        grid.add_row([
            Cell::new(row.id()),
            Cell::new(row.description.name),
            Cell::new(paper.map_or("–".into(), |paper| format!("{paper:.2}")))
                .set_alignment(CellAlignment::Right),
            Cell::new(row.settings()),
        ]);
    }
    grid.to_string()
}

fn ruled<const N: usize>(header: [&str; N]) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    grid
}
