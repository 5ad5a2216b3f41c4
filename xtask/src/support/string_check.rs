//! New tables of strings against the committed ones.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use experiments::strings::StringJob;
use mnist_io::Mnist;
use report::results::files::STRINGS;
use report::strings::StringLine;

use super::string_tables::name_of;
use super::{environment, print};

/// The committed table of strings.
pub struct Committed {
    path: PathBuf,
    lines: Vec<StringLine>,
}

impl Committed {
    pub fn read(data: &Mnist) -> anyhow::Result<Self> {
        let folder = environment::results_of(data)?;
        let path = folder.join(STRINGS.name);
        let lines = STRINGS.read(&folder)?;
        if lines.is_empty() {
            bail!("{}: holds nothing to compare with", path.display());
        }
        Ok(Self { path, lines })
    }

    /// Says which rows differ, and fails if one does.
    pub fn judge(&self, new: &[StringLine], jobs: &[StringJob]) -> ExitCode {
        let faults = faults(&self.lines, new, jobs);
        for fault in &faults {
            print::note(format_args!("check: {fault}"));
        }
        if faults.is_empty() {
            print::say(format_args!(
                "Check: every row lies inside its interval in {}",
                self.path.display()
            ));
        }
        ExitCode::from(u8::from(!faults.is_empty()))
    }
}

fn faults(committed: &[StringLine], new: &[StringLine], jobs: &[StringJob]) -> Vec<String> {
    let of = |lines: &[StringLine], job: &StringJob| {
        let mut lines = lines.iter();
        let own = (job.row.id(), job.set.name());
        lines.find(|line| (&*line.row, &*line.set) == own).cloned()
    };
    let fault = |job: &StringJob| match (of(committed, job), of(new, job)) {
        (_, None) => None,
        (None, Some(_)) => Some(format!("{}: is not in the committed table", name_of(job))),
        (Some(old), Some(new)) => {
            let interval = old.error_low_percent..=old.error_high_percent;
            (!interval.contains(&new.string_error_percent)).then(|| {
                format!(
                    "{}: {:.2} % of strings wrong, outside {:.2} to {:.2} %, the interval of the \
                     committed {:.2} %",
                    name_of(job),
                    new.string_error_percent,
                    old.error_low_percent,
                    old.error_high_percent,
                    old.string_error_percent,
                )
            })
        }
    };
    jobs.iter().filter_map(fault).collect()
}
