//! `cargo xtask`: the workspace's commands.

mod commands;
mod support;

use std::process::ExitCode;

use clap::Parser;

use commands::Command;
use support::{exit, print};

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

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli
            .command
            .run()
            .unwrap_or_else(|error| exit::failure(&error)),
        // Help is a message of this kind, too.
        Err(message) => {
            let code = u8::try_from(message.exit_code()).unwrap_or(exit::FAULTY);
            match message.print().map_err(print::unprinted) {
                Err(error) if !message.use_stderr() => exit::failure(&error),
                _ => ExitCode::from(code),
            }
        }
    }
}
