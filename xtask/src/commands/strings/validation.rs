use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use anyhow::bail;
use experiments::strings::{STRING_ROWS, Set, StringJob, validate_strings};
use mnist_io::Mnist;
use report::Trial;
use report::results::files::STRING_VALIDATION;

use crate::support::display::Display;
use crate::support::output::Output;
use crate::support::schedule::side_by_side;
use crate::support::string_tables::name_of;
use crate::support::{environment, interruption, print};

/// Tries the settings of the rows that have others to choose from.
pub(super) fn run(
    mut jobs: Vec<StringJob>,
    folder: PathBuf,
    data: &Mnist,
    threads: usize,
) -> anyhow::Result<ExitCode> {
    jobs.retain(|job| !job.row.others.is_empty());
    if jobs.is_empty() {
        bail!("nothing to try: the rows that were named have one recipe each");
    }
    let output = Output::open(folder)?;
    let path = output.file(STRING_VALIDATION.name)?;
    interruption::listen(output.folder().to_owned())?;
    let display = Display::new(jobs.len());
    let environment = environment::environment();
    let trials = Mutex::new(STRING_VALIDATION.read(output.folder())?);
    let failed = Mutex::new(false);
    let jobs: Vec<_> = (1..).zip(jobs).collect();
    side_by_side(jobs, threads, &AtomicBool::new(false), |(number, job)| {
        let live = display.line(&name_of(&job), number);
        let tried = validate_strings(&job, &data.train, &environment, &live);
        let written = tried.map_err(anyhow::Error::from).and_then(|new| {
            let mut all = trials.lock().expect("no holder panics");
            replace(&mut all, &new);
            STRING_VALIDATION.write(output.folder(), all.iter())?;
            Ok(new)
        });
        match written {
            Ok(new) => {
                let percents = new.iter().map(Trial::error_percent);
                let told = percents.map(|percent| format!("{percent:.2} %"));
                live.finish(&told.collect::<Vec<_>>().join(", "));
            }
            Err(error) => {
                live.finish(&format!("FAILED: {}", print::causes(error.as_ref())));
                *failed.lock().expect("no holder panics") = true;
            }
        }
    });
    print::say(format_args!("Trials: {}", path.display()));
    let failed = failed.into_inner().expect("no holder panics");
    Ok(ExitCode::from(u8::from(failed)))
}

/// Puts trials in the place of those of the same settings and seed, and all in the order of the rows
/// and sets: which job ends first is chance.
fn replace(all: &mut Vec<Trial>, new: &[Trial]) {
    let key = |trial: &Trial| (trial.row.clone(), trial.settings.clone(), trial.seed);
    all.retain(|old| new.iter().all(|new| key(new) != key(old)));
    all.extend_from_slice(new);
    all.sort_by_key(|trial| {
        let of_set = |set: &Set| trial.settings.starts_with(&format!("{}; ", set.name()));
        (
            STRING_ROWS.iter().position(|row| row.id() == trial.row),
            Set::ALL.iter().position(of_set),
            trial.seed,
        )
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(row: &str, set: &str, seed: u64, errors: usize) -> Trial {
        Trial {
            row: row.into(),
            settings: format!("{set}; as always"),
            chosen: true,
            errors,
            train_images: 125,
            validation_images: 5,
            seed: Some(seed),
            train_seconds: 1.0,
            machine: String::new(),
            revision: String::new(),
        }
    }

    #[test]
    fn trials_take_the_place_of_those_of_the_same_settings_and_seed_in_the_order_of_the_rows() {
        let mut all = vec![
            trial("sdnn-dforward", "paper", 1, 0),
            trial("hos-dforward", "tight", 1, 1),
            trial("hos-dforward", "paper", 1, 2),
        ];
        let new = [
            trial("hos-dforward", "paper", 2, 3),
            trial("hos-dforward", "paper", 1, 4),
        ];
        replace(&mut all, &new);
        let errors: Vec<usize> = all.iter().map(|trial| trial.errors).collect();
        assert_eq!(errors, [4, 3, 1, 0]);
    }
}
