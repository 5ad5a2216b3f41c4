//! The commands, a file each.

mod calibrate;
mod compare;
mod curves;
pub mod datasets;
mod demo;
mod growth;
mod merge;
pub mod page;
mod page_check;
mod read;
pub mod readme;
pub mod recognise;
mod strings;
mod studies;
mod tidy;
pub mod validate;
mod versus;

use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub enum Command {
    Compare(compare::Compare),
    Recognise(recognise::Recognise),
    Read(read::Read),
    Demo(demo::Demo),
    Versus(versus::Versus),
    Merge(merge::Merge),
    Datasets(datasets::Datasets),
    Curves(curves::Curves),
    Growth(growth::Growth),
    Strings(strings::Strings),
    Studies(studies::Studies),
    Page(page::Page),
    PageCheck(page_check::PageCheck),
    Validate(validate::Validate),
    Calibrate(calibrate::Calibrate),
    Readme(readme::Readme),
    Tidy(tidy::Tidy),
}

impl Command {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Compare(command) => command.run(),
            Self::Recognise(command) => command.run(),
            Self::Read(command) => command.run(),
            Self::Demo(command) => command.run(),
            Self::Versus(command) => command.run(),
            Self::Merge(command) => command.run(),
            Self::Datasets(command) => command.run(),
            Self::Curves(command) => command.run(),
            Self::Growth(command) => command.run(),
            Self::Strings(command) => command.run(),
            Self::Studies(command) => command.run(),
            Self::Page(command) => command.run(),
            Self::PageCheck(command) => command.run(),
            Self::Validate(command) => command.run(),
            Self::Calibrate(command) => command.run(),
            Self::Readme(command) => command.run(),
            Self::Tidy(command) => command.run(),
        }
    }
}
