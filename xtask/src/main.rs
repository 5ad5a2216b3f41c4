//! `cargo xtask`: the workspace's commands, one file each.

mod check;
mod compare;
mod curves;
mod data;
mod display;
mod environment;
mod merge;
mod page;
mod page_check;
mod portrait;
mod readme;
mod schedule;
mod selection;
mod tables;
mod tidy;
mod validate;
mod versus;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    let result = match Cli::parse().command {
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
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}
