//! `cargo xtask`: the workspace's commands, one file each.

mod check;
mod compare;
mod curves;
mod data;
mod display;
mod environment;
mod interruption;
mod merge;
mod output;
mod page;
mod page_check;
mod portrait;
mod print;
mod readme;
mod schedule;
mod selection;
mod tables;
mod tidy;
mod validate;
mod versus;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use report::ReportError;

/// Re-measures the comparison of LeCun, Bottou, Bengio & Haffner, "Gradient-Based Learning
/// Applied to Document Recognition" (1998), on MNIST.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Compare(compare::Compare),
    Versus(versus::Versus),
    Merge(merge::Merge),
    Curves(curves::Curves),
    Portrait(portrait::Portrait),
    Page(page::Page),
    PageCheck(page_check::PageCheck),
    Validate(validate::Validate),
    Readme(readme::Readme),
    Tidy(tidy::Tidy),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help is a message of this kind, too.
        Err(message) => {
            let code = u8::try_from(message.exit_code()).unwrap_or(FAULTY);
            return match message.print().map_err(print::unprinted) {
                Err(error) if !message.use_stderr() => failure(&error),
                _ => ExitCode::from(code),
            };
        }
    };
    let result = match cli.command {
        Command::Compare(command) => command.run(),
        Command::Versus(command) => command.run(),
        Command::Merge(command) => command.run(),
        Command::Curves(command) => command.run(),
        Command::Portrait(command) => command.run(),
        Command::Page(command) => command.run(),
        Command::PageCheck(command) => command.run(),
        Command::Validate(command) => command.run(),
        Command::Readme(command) => command.run(),
        Command::Tidy(command) => command.run(),
    };
    result.unwrap_or_else(|error| failure(&error))
}

/// The exit code of a command that could not do its work.
const FAULTY: u8 = 2;

/// Says what is wrong, and what comes of it. A reader that has gone is nothing wrong.
fn failure(error: &anyhow::Error) -> ExitCode {
    if error.is::<print::Closed>() {
        return ExitCode::from(print::CLOSED);
    }
    print::note(format_args!("error: {}", print::causes(error.as_ref())));
    if let Some(ReportError::Io { error, .. }) = error.downcast_ref()
        && matches!(
            error.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded
        )
    {
        print::note(ROOM);
    }
    ExitCode::from(FAULTY)
}

/// How much a folder of results takes, of MNIST's ten thousand test images.
const ROOM: &str = "A comparison needs some 3 MB, and 0.3 MB more for each row and seed. What was \
                    finished is kept; with more room the same command continues";
