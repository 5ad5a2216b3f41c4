//! A fetch that is killed, and the one after it.

use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::server::{Reply, Server};
use crate::common::{Collection, names_in};
use mnist_io::acquire::Remote;
use mnist_io::{Locator, Mnist};
use tempfile::TempDir;

const CACHE: &str = "MNIST_IO_TEST_CACHE";
const MIRROR: &str = "MNIST_IO_TEST_MIRROR";
const THIS_TEST: &str = "killed::killed_fetches_leave_nothing_behind";

fn fetch(cache: &Path, base: &str) -> Mnist {
    let locator = Locator::new()
        .cache(Some(cache.to_owned()))
        .files(Collection::new().files)
        .fetch_from([Remote::Mirror(base.to_owned())]);
    Mnist::load(&locator).unwrap()
}

/// Runs this very test in another process, which then only fetches.
fn fetch_in_a_process(cache: &Path, base: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", THIS_TEST])
        .env(CACHE, cache)
        .env(MIRROR, base)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn partial_files(cache: &Path) -> Vec<String> {
    let mut names = if cache.is_dir() {
        names_in(cache)
    } else {
        Vec::new()
    };
    names.retain(|name| name.ends_with(".mnist-io-partial"));
    names
}

#[test]
fn killed_fetches_leave_nothing_behind() {
    if let (Some(cache), Ok(base)) = (env::var_os(CACHE), env::var(MIRROR)) {
        fetch(Path::new(&cache), &base);
        return;
    }
    let directory = TempDir::new().unwrap();
    let cache = directory.path().join("cache");
    let collection = Collection::new();
    let files = collection.files;
    for kill in 0..5 {
        // The kill hits another file each time, the first two at different places of it.
        let victim = [0, 0, 1, 2, 3][kill];
        let collection = Collection::new();
        let server = Server::new(move |path| match collection.at(path) {
            Some(content) if path.contains(files[victim].name) => {
                let sent = content.len() * (kill + 1) / 6;
                Reply::Stall(content, sent)
            }
            Some(content) => Reply::Whole(content),
            None => Reply::Status(404),
        });
        let mut child = fetch_in_a_process(&cache, &server.base());
        let start = Instant::now();
        while !partial_files(&cache)
            .iter()
            .any(|name| name.starts_with(files[victim].name))
        {
            assert!(start.elapsed() < Duration::from_secs(60), "it never began");
            assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
            thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(partial_files(&cache).len(), 1, "only that of the last kill");
        let whole = names_in(&cache).len() - 1;
        assert_eq!(whole, victim, "files before the victim are complete");
    }

    let server = Server::of_collection();
    let mnist = fetch(&cache, &server.base());
    assert_eq!(
        mnist.train.as_images().as_slice(),
        &collection.contents[0][16..]
    );
    assert_eq!(
        mnist.test.as_images().as_slice(),
        &collection.contents[2][16..]
    );
    assert_eq!(server.requests(), ["t10k-labels-idx1-ubyte.gz"]);
    let mut names = files.map(|file| file.name);
    names.sort_unstable();
    assert_eq!(names_in(&cache), names);
}

#[test]
fn two_processes_may_fetch_at_once() {
    let directory = TempDir::new().unwrap();
    let cache = directory.path().join("cache");
    let collection = Collection::new();
    let server = Server::new(move |path| match collection.at(path) {
        Some(content) => Reply::Trickle(content, 2_000),
        None => Reply::Status(404),
    });
    let mut children = [(); 3].map(|()| fetch_in_a_process(&cache, &server.base()));
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(server.requests().len(), 4, "each file is fetched once");
    assert_eq!(names_in(&cache).len(), 4);
}
