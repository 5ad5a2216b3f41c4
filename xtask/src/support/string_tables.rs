//! The tables of strings, while they are measured.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use comfy_table::{Cell, CellAlignment};
use experiments::strings::{LeNet, STRING_ROWS, Set, StringJob, StringRow, examples};

use mnist_io::Mnist;
use report::results::files::{
    PAGE, STRING_CONSTANT, STRING_EXAMPLES, STRING_RECORDS, STRINGS, STRINGS_MARKDOWN,
};
use report::strings::{SetDescription, StringDescription, StringLine, StringOutcome, StringRun};
use report::{Strings, fingerprint, numbers, strings};

use super::display;
use super::output::Output;

/// The tables of a folder, which is ours as long as they are open.
pub struct StringTables {
    /// The folder.
    pub output: Output,
    /// What is in them.
    pub strings: Strings,
}

impl StringTables {
    /// The tables in the folder. Lines of other settings, or of older versions, go.
    ///
    /// # Errors
    /// If a table there is not ours, or is one of other data, or of more or fewer training images.
    pub fn open(output: Output, jobs: &[StringJob], data: &Mnist) -> anyhow::Result<Self> {
        for name in Strings::FILES.into_iter().chain([STRINGS_MARKDOWN, PAGE]) {
            output.file(name)?;
        }
        let mut strings = Strings::read(output.folder())?;
        let options = jobs[0].options;
        let quick = options.quick;
        for line in &strings.lines {
            if line.data_sha256 != data.sha256 || line.quick != quick {
                bail!(
                    "{}: holds results of data {:.12}{}, not of data {:.12}{}; name another folder \
                     with --out",
                    output.folder().join(STRINGS.name).display(),
                    line.data_sha256,
                    first_look(line.quick),
                    data.sha256,
                    first_look(quick),
                );
            }
        }
        let rows = STRING_ROWS.iter();
        let runs: Vec<_> = rows
            .flat_map(|row| {
                row.sets
                    .iter()
                    .map(move |&set| StringJob { row, set, options })
            })
            .map(|job| job.describe(data))
            .collect();
        strings.retain(|line| {
            runs.iter().any(|run| {
                (&line.row, &line.set, &line.settings) == (&run.row, &run.set, &run.settings)
                    && line.algorithm_version == run.algorithm_version
            })
        });
        Ok(Self { output, strings })
    }

    /// Where the raw outcomes are, and the networks of the readers.
    pub fn records(&self) -> PathBuf {
        self.output.folder().join(STRING_RECORDS)
    }

    /// Takes a job's outcome, without writing it.
    pub fn take(&mut self, job: &StringJob, outcome: &StringOutcome) {
        self.strings.take(&job.row.description, outcome);
    }

    /// Rewrites the files, each whole or not at all.
    pub fn write(&mut self) -> anyhow::Result<()> {
        let folder = self.output.folder();
        let sets = Set::ALL.map(Set::name);
        self.strings.write(folder, &descriptions(), &sets)?;
        let text = markdown(&self.strings);
        report::write_atomically(&folder.join(STRINGS_MARKDOWN), text.as_bytes())?;
        Ok(())
    }

    /// Whether the network of a run's reader is kept.
    pub fn has_network(&self, run: &StringRun) -> bool {
        self.network_path(run).is_file()
    }

    /// Keeps the network of a run's reader: the pictures are made with it.
    pub fn keep_network(&self, run: &StringRun, network: &LeNet) -> anyhow::Result<()> {
        std::fs::create_dir_all(self.records())?;
        network.save(self.network_path(run))?;
        Ok(())
    }

    fn network_path(&self, run: &StringRun) -> PathBuf {
        network_path(&self.records(), run)
    }

    /// Writes what the pictures show, as far as the networks are there that it takes; `run` is the
    /// run of a row on a set.
    pub fn write_examples(
        &self,
        run: impl Fn(&str, Set) -> Option<StringRun>,
        data: &Mnist,
        revision: &str,
    ) -> anyhow::Result<()> {
        let network = |row: &str, set: Set| LeNet::load(self.network_path(&run(row, set)?)).ok();
        let folder = self.output.folder();
        let found = examples(&network, data, revision);
        if let Some(found) = found.map_err(|error| anyhow!(error))? {
            STRING_EXAMPLES.write(folder, &found.pictures)?;
            STRING_CONSTANT.write(folder, &found.constants)?;
        }
        Ok(())
    }
}

/// The file of the network of a run's reader, beside its record.
pub fn network_path(records: &Path, run: &StringRun) -> PathBuf {
    records.join(format!("{}.safetensors", fingerprint(run)))
}

/// The text of the tables.
pub fn markdown(strings: &Strings) -> String {
    let quick = strings.lines.iter().any(|line| line.quick);
    let title = format!(
        "Strings of digits, read by graph transformers{}",
        first_look(quick)
    );
    strings::markdown(&title, strings, &descriptions(), &sets_described())
}

fn first_look(quick: bool) -> &'static str {
    match quick {
        true => ", a first look",
        false => "",
    }
}

/// What is known of each row.
pub fn descriptions() -> Vec<&'static StringDescription> {
    STRING_ROWS.iter().map(|row| &row.description).collect()
}

/// What is known of each set.
pub fn sets_described() -> Vec<SetDescription> {
    let described = Set::ALL.map(|set| SetDescription {
        name: set.name(),
        text: set.text(),
    });
    described.to_vec()
}

/// The row of that name.
pub fn row(id: &str) -> Option<&'static StringRow> {
    STRING_ROWS.iter().find(|row| row.id() == id)
}

/// A row's name, with the set that it reads.
pub fn name_of(job: &StringJob) -> String {
    format!("{} {}", job.row.id(), job.set.name())
}

/// One job's outcome in one line.
pub fn sentence(job: &StringJob, outcome: &StringOutcome) -> String {
    let line = StringLine::new(&job.row.description, outcome);
    format!(
        "{:>6.2} % of strings wrong; trained in {:.1} s, {:.0} µs a string",
        line.string_error_percent, line.train_seconds, line.read_microseconds
    )
}

/// The rows there are.
pub fn list(rows: &[&StringRow]) -> String {
    let mut grid = display::ruled(["Row", "Reader", "Sets", "Settings"], display::width());
    for row in rows {
        let sets: Vec<&str> = row.sets.iter().map(|set| set.name()).collect();
        grid.add_row([
            row.id(),
            row.description.name,
            &sets.join(", "),
            &row.recipe.settings(),
        ]);
    }
    grid.to_string()
}

/// The results, for a terminal or a file.
pub fn grid(strings: &Strings) -> String {
    const HEADER: [&str; 8] = [
        "Set",
        "Row",
        "Wrong %",
        "95 %",
        "Characters %",
        "Rejected for 1 %",
        "Train s",
        "µs/string",
    ];
    let mut grid = display::ruled(HEADER, display::width());
    for line in &strings.lines {
        let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
        let (low, high) = (line.error_low_percent, line.error_high_percent);
        grid.add_row([
            Cell::new(&line.set),
            Cell::new(&line.row),
            right(numbers::percent(line.string_error_percent)),
            right(format!("{low:.2}–{high:.2}")),
            right(numbers::percent(line.character_error_percent)),
            right(numbers::percent(line.reject_percent_for_one_percent_error)),
            right(format!("{:.1}", line.train_seconds)),
            right(format!("{:.0}", line.read_microseconds)),
        ]);
    }
    let mut text = grid.to_string();
    for row in descriptions() {
        for (claim, judgement) in strings.judgements(row) {
            if let Some(judgement) = judgement {
                let verdict = judgement.verdict();
                text.push_str(&format!("\n{}: {}: {verdict}", row.id, claim.text));
            }
        }
    }
    text
}

/// The file of a row's network for `cargo xtask read`: those that read the set paper, without being
/// told the length.
fn model(job: &StringJob) -> Option<String> {
    let is_kept = job.set == Set::Paper && job.row.recipe.can_be_kept();
    is_kept.then(|| format!("{}.safetensors", job.row.id()))
}

/// Whether the network of a job's reader is among the models, or need not be.
pub fn is_kept(models: &Output, job: &StringJob) -> bool {
    model(job).is_none_or(|name| models.folder().join(name).is_file())
}

/// Keeps the network of a job's reader among the models.
///
/// # Errors
/// If it cannot be written.
pub fn keep(
    models: &Output,
    job: &StringJob,
    run: &StringRun,
    network: &LeNet,
) -> anyhow::Result<()> {
    if let Some(name) = model(job) {
        experiments::strings::keep(network, run, &models.file(&name)?)?;
    }
    Ok(())
}
