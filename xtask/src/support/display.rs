use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Grid, presets};
use console::Term;
use experiments::{Observer, Row, Stage};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use report::{Comparison, DataSet, Line, numbers};

use super::print;
use super::schedule::{self, Job};

/// What goes on, live: a line for each row that runs, which changes on a terminal; elsewhere a
/// plain line now and then.
pub struct Display {
    bars: Option<MultiProgress>,
    n_jobs: usize,
    running: Arc<Running>,
    /// Lets the watch know, by its end, that nothing runs any more.
    _ended: Sender<()>,
}

/// The rows that run.
type Running = Mutex<Vec<Weak<RunningRow>>>;

impl Display {
    /// How often it is looked whether there is something to say.
    const TICK: Duration = Duration::from_millis(250);

    /// For so many jobs in all.
    pub fn new(n_jobs: usize) -> Self {
        let bars = console::user_attended_stderr().then(MultiProgress::new);
        let (sender, ended) = mpsc::channel::<()>();
        let running = Arc::new(Running::default());
        if bars.is_none() {
            let running = Arc::clone(&running);
            std::thread::spawn(move || {
                while ended.recv_timeout(Self::TICK) == Err(RecvTimeoutError::Timeout) {
                    let mut running = running.lock().expect("no holder panics");
                    running.retain(|shown| shown.strong_count() > 0);
                    running
                        .iter()
                        .filter_map(Weak::upgrade)
                        .for_each(|shown| shown.tell());
                }
            });
        }
        Self {
            bars,
            n_jobs,
            running,
            _ended: sender,
        }
    }

    /// A line for a job that begins.
    pub fn begin(&self, job: &Job) -> Live {
        self.line(&name_of(job), job.number)
    }

    /// Runs every job with a line of its own, and returns why some failed.
    pub fn run(
        &self,
        jobs: Vec<Job>,
        threads: usize,
        work: impl Fn(&Job, &Live) -> anyhow::Result<()> + Sync,
    ) -> Vec<String> {
        let failures = Mutex::new(Vec::new());
        schedule::run(jobs, threads, &AtomicBool::new(false), |job| {
            let live = self.begin(&job);
            match work(&job, &live) {
                Ok(()) => live.finish("done"),
                Err(error) => {
                    let cause = print::causes(error.as_ref());
                    live.finish(&format!("FAILED: {cause}"));
                    let failure = format!("{}: {cause}", name_of(&job));
                    failures.lock().expect("no holder panics").push(failure);
                }
            }
        });
        failures.into_inner().expect("no holder panics")
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
        let shown = Arc::new(RunningRow {
            label: format!("[{number:>2}/{}] {name:<24}", self.n_jobs),
            bars,
            state: Mutex::new(State::of(Stage::Preparing)),
        });
        let mut running = self.running.lock().expect("no holder panics");
        running.push(Arc::downgrade(&shown));
        Live(shown)
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
pub struct Live(Arc<RunningRow>);

struct RunningRow {
    label: String,
    bars: Option<(MultiProgress, ProgressBar)>,
    state: Mutex<State>,
}

/// Where a row's stage stands.
struct State {
    stage: Stage,
    begun: Instant,
    /// When something was last said of the stage, where there is no terminal.
    told: Option<Instant>,
    /// So many of so many steps.
    steps: Option<(u64, u64)>,
    note: String,
}

impl State {
    /// How long a stage may take before anything is said of it, where there is no terminal.
    const FIRST: Duration = Duration::from_secs(2);
    /// How often it then says how far it is.
    const EVERY: Duration = Duration::from_secs(10);

    /// At its beginning.
    fn of(stage: Stage) -> Self {
        Self {
            stage,
            begun: Instant::now(),
            told: None,
            steps: None,
            note: String::new(),
        }
    }

    fn is_due(&self) -> bool {
        match self.told {
            None => self.begun.elapsed() >= Self::FIRST,
            Some(told) => told.elapsed() >= Self::EVERY,
        }
    }

    fn text(&self) -> String {
        let mut text = name(self.stage).to_owned();
        if let Some((done, of)) = self.steps {
            text.push_str(&format!(" {done}/{of}"));
        }
        if !self.note.is_empty() {
            text.push_str(", ");
            text.push_str(&self.note);
        }
        text
    }
}

impl RunningRow {
    /// Says where the stage stands, if it is time to.
    fn tell(&self) {
        let mut state = self.state.lock().expect("no holder panics");
        if state.is_due() {
            state.told = Some(Instant::now());
            let seconds = state.begun.elapsed().as_secs();
            let text = format!("{} {}, {seconds} s", self.label, state.text());
            drop(state);
            print::note(text);
        }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().expect("no holder panics");
        change(&mut state);
        if let Some((_, bar)) = &self.bars {
            bar.set_message(format!("{} {}", self.label, state.text()));
        }
    }
}

impl Live {
    /// The row is done: what there is to say of it.
    pub fn finish(self, text: &str) {
        let text = format!("{} {text}", self.0.label);
        match &self.0.bars {
            Some((bars, bar)) => {
                bar.finish_and_clear();
                // A terminal that has gone is no reason to stop.
                let _ = bars.println(text.trim_end());
            }
            None => print::note(text.trim_end()),
        }
    }
}

impl Observer for Live {
    fn stage(&self, stage: Stage) {
        self.0.change(|state| *state = State::of(stage));
        if let Some((_, bar)) = &self.0.bars {
            bar.reset_elapsed();
        }
    }

    fn progress(&self, done: u64, of: u64) {
        self.0.change(|state| state.steps = Some((done, of)));
    }

    fn note(&self, text: &str) {
        self.0.change(|state| text.clone_into(&mut state.note));
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Preparing => "preparing images",
        Stage::Fitting => "training",
        Stage::Recognising => "recognising",
    }
}

/// One row's result on these data in one line.
pub fn sentence(data: &DataSet, line: &Line) -> String {
    let paper = match line.paper_error_percent {
        _ if !data.is_the_papers() => String::new(),
        Some(paper) => format!(" (paper {paper}, {})", line.verdict),
        None => " (not in the paper)".into(),
    };
    format!(
        "{:>6.2} % error{paper}; trained in {:.2} s, {:.1} µs an image",
        line.error_percent, line.train_seconds, line.recognise_microseconds
    )
}

/// The columns of the terminal that standard output is; none if it is something else.
///
/// A terminal may not know how large it is.
pub fn width() -> Option<usize> {
    const UNTOLD: usize = 80;
    let terminal = Term::stdout();
    let columns = || match terminal.size_checked() {
        Some((_, columns)) if columns > 0 => usize::from(columns),
        _ => UNTOLD,
    };
    terminal.is_term().then(columns)
}

/// Columns below which a table is a list: its cells would be a few characters wide.
const NARROW: usize = 60;

/// The heading of a column of the comparison, its heading where the paper has no values (none if it
/// is left out there), and the function that makes its cells.
type Column = (&'static str, Option<&'static str>, fn(&Line) -> String);

/// The columns of the comparison.
const COLUMNS: [Column; 8] = [
    ("Classifier", Some("Classifier"), |line| line.name.clone()),
    ("Row", Some("Row"), |line| line.row.clone()),
    ("Paper %", None, |line| {
        numbers::percent(line.paper_error_percent)
    }),
    ("Ours %", Some("Error %"), |line| {
        numbers::percent(line.error_percent)
    }),
    ("95 %", Some("95 %"), interval),
    ("Verdict", None, |line| line.verdict.to_string()),
    ("Train s", Some("Train s"), |line| {
        format!("{:.2}", line.train_seconds)
    }),
    ("µs/image", Some("µs/image"), |line| {
        format!("{:.1}", line.recognise_microseconds)
    }),
];

fn interval(line: &Line) -> String {
    let (low, high) = (line.error_low_percent, line.error_high_percent);
    format!("{low:.2}–{high:.2}")
}

/// The comparison, on a terminal of so many columns or for a file.
pub fn grid(comparison: &Comparison, width: Option<usize>) -> String {
    let beside_paper = comparison.data.is_the_papers();
    let mut text = match width {
        Some(columns) if columns < NARROW => {
            let entry = |line: &Line| {
                let paper = numbers::percent(line.paper_error_percent);
                let paper = match beside_paper {
                    true => format!("  paper {paper} %: {}\n", line.verdict),
                    false => String::new(),
                };
                format!(
                    "{}: {}\n  {:.2} % ({})\n{paper}  {:.2} s, {:.1} µs/image",
                    line.row,
                    line.name,
                    line.error_percent,
                    interval(line),
                    line.train_seconds,
                    line.recognise_microseconds,
                )
            };
            let entries: Vec<String> = comparison.lines.iter().map(entry).collect();
            entries.join("\n")
        }
        _ => {
            let heading = |column: &Column| match beside_paper {
                true => Some(column.0),
                false => column.1,
            };
            let columns = COLUMNS.iter().filter_map(|c| Some((heading(c)?, c.2)));
            let header: Vec<&str> = columns.clone().map(|(name, _)| name).collect();
            let mut grid = ruled(&header, width);
            for line in &comparison.lines {
                grid.add_row(columns.clone().map(|(_, cell)| cell(line)));
            }
            let numbers = (2..header.len()).filter(|&column| header[column] != "Verdict");
            right(&mut grid, numbers);
            grid.to_string()
        }
    };
    for (.., failure) in comparison.failures.iter() {
        let seed = failure
            .seed
            .map_or(String::new(), |seed| format!(" (seed {seed})"));
        text.push_str(&format!(
            "\n{}{seed}: FAILED: {}",
            failure.row, failure.cause
        ));
    }
    text
}

/// All rows there are, on a terminal of so many columns or for a file.
pub fn list(rows: &[&Row], width: Option<usize>) -> String {
    let paper = |row: &Row| numbers::percent(row.description.paper.error_percent);
    if width.is_some_and(|columns| columns < NARROW) {
        let entry = |row: &&Row| {
            format!(
                "{}: {}\n  paper {} %\n  {}",
                row.id(),
                row.description.name,
                paper(row),
                row.settings()
            )
        };
        return rows.iter().map(entry).collect::<Vec<_>>().join("\n");
    }
    let mut grid = ruled(["Row", "Classifier", "Paper %", "Data and settings"], width);
    for row in rows {
        grid.add_row([
            Cell::new(row.id()),
            Cell::new(row.description.name),
            Cell::new(paper(row)).set_alignment(CellAlignment::Right),
            Cell::new(row.settings()),
        ]);
    }
    grid.to_string()
}

/// An empty table, on a terminal of so many columns or for a file.
pub fn ruled(header: impl AsRef<[&'static str]>, width: Option<usize>) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_header(header.as_ref().iter().copied());
    if let Some(columns) = width {
        grid.set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(columns).unwrap_or(u16::MAX));
    }
    grid
}

/// Puts the cells of these columns to the right.
pub fn right(grid: &mut Grid, columns: impl IntoIterator<Item = usize>) {
    for column in columns {
        if let Some(column) = grid.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

#[cfg(test)]
mod tests {
    use experiments::ROWS;

    use super::*;

    #[test]
    fn a_list_can_be_read_whatever_the_width() {
        for columns in [1, 20, 40, 59, 60, 80, 200] {
            let text = list(ROWS, Some(columns));
            // Names are broken where lines are, in a table, but there are not endless lines.
            assert!(text.lines().count() < 20 * ROWS.len(), "{columns}: {text}");
            for line in text.lines().filter(|_| columns >= NARROW) {
                assert!(console::measure_text_width(line) <= columns, "{line}");
            }
            if columns < NARROW {
                assert!(text.contains("lenet5: LeNet-5\n  paper 0.95 %\n"), "{text}");
            }
        }
        let of_file = list(ROWS, None);
        for row in ROWS {
            let mut lines = of_file.lines();
            assert!(lines.any(|line| line.contains(row.id()) && line.contains(&row.settings())));
        }
    }

    #[test]
    fn a_long_stage_says_where_it_stands_and_then_now_and_then() {
        let display = Display::new(1);
        let live = display.line("svm-poly", 1);
        live.stage(Stage::Fitting);
        live.progress(3, 10);
        live.note("gap 0.02");
        let mut state = live.0.state.lock().unwrap();
        assert_eq!(state.text(), "training 3/10, gap 0.02");
        assert!(!state.is_due());
        state.begun = Instant::now().checked_sub(State::FIRST).unwrap();
        assert!(state.is_due());
        state.told = Some(Instant::now());
        assert!(!state.is_due());
        state.told = Instant::now().checked_sub(State::EVERY);
        assert!(state.is_due());
        drop(state);
        live.stage(Stage::Recognising);
        assert_eq!(live.0.state.lock().unwrap().text(), "recognising");
    }
}
