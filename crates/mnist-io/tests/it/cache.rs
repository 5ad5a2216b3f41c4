//! A cache that others filled or own.
#![cfg(unix)]

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::common::server::Server;
use crate::common::{Collection, copy_program, gzip, names_in};
use mnist_io::acquire::Remote;
use mnist_io::{Locator, Mnist, Source};
use tempfile::TempDir;

fn locator(cache: &Path, base: Option<String>) -> Locator<'static> {
    Locator::new()
        .cache(Some(cache.to_owned()))
        .files(Collection::new().files)
        .fetch_from(base.map(Remote::Mirror))
}

#[test]
fn a_cache_with_gzipped_files_only_is_read() {
    let cache = TempDir::new().unwrap();
    let collection = Collection::new();
    for (file, content) in collection.files.iter().zip(&collection.contents) {
        let path = cache.path().join(format!("{}.gz", file.name));
        fs::write(path, gzip(content)).unwrap();
    }
    let mnist = Mnist::load(&locator(cache.path(), None)).unwrap();
    assert_eq!(mnist.source, Source::Cache(cache.path().to_owned()));
    assert_eq!(mnist.train.len(), 400);
}

#[test]
fn what_a_cache_has_gzipped_is_not_fetched() {
    let server = Server::of_collection();
    let cache = TempDir::new().unwrap();
    let collection = Collection::new();
    let [good, damaged] = [0, 2].map(|i| (collection.files[i].name, &collection.contents[i]));
    fs::write(cache.path().join(format!("{}.gz", good.0)), gzip(good.1)).unwrap();
    let half = &gzip(damaged.1)[..5_000];
    fs::write(cache.path().join(format!("{}.gz", damaged.0)), half).unwrap();
    let locator = locator(cache.path(), Some(server.base()));
    for _ in 0..2 {
        assert_eq!(Mnist::load(&locator).unwrap().train.len(), 400);
        assert_eq!(
            server.requests(),
            [1, 2, 3].map(|i| format!("{}.gz", collection.files[i].name))
        );
    }
}

const CACHE: &str = "MNIST_IO_TEST_CACHE";
const MIRROR: &str = "MNIST_IO_TEST_MIRROR";
const KEPT: &str = "MNIST_IO_TEST_KEPT";

/// In the process of a user who does not own the cache: loads, and returns true.
fn is_the_other_user() -> bool {
    let (Some(cache), Ok(base)) = (env::var_os(CACHE), env::var(MIRROR)) else {
        return false;
    };
    let cache = Path::new(&cache);
    let mnist = Mnist::load(&locator(cache, Some(base))).unwrap();
    assert_eq!((mnist.train.len(), mnist.test.len()), (400, 100));
    let source = match env::var_os(KEPT) {
        Some(_) => Source::Fetched(cache.to_owned()),
        None => Source::NotKept(cache.to_owned()),
    };
    assert_eq!(mnist.source, source);
    true
}

/// Runs `test` as somebody who may write to `cache` only if everybody may. Whoever owns the
/// files and may do anything becomes nobody for it.
fn as_another_user(test: &str, cache: &Path, base: &str) -> Command {
    let folder = cache.parent().unwrap();
    fs::set_permissions(folder, PermissionsExt::from_mode(0o777)).unwrap();
    let program = folder.join("program");
    copy_program(&env::current_exe().unwrap(), &program);
    let mut command = Command::new(program);
    command.args(["--exact", test]).current_dir("/");
    if fs::metadata(folder).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    command.env(CACHE, cache).env(MIRROR, base);
    command
}

/// A cache that lacks one file, with a lock, none of which others may write.
fn incomplete(folder: &TempDir, mode: u32) -> std::path::PathBuf {
    let cache = folder.path().join("cache");
    fs::create_dir(&cache).unwrap();
    let collection = Collection::new();
    collection.write_to(&cache);
    fs::remove_file(cache.join(collection.files[2].name)).unwrap();
    fs::write(cache.join(".lock"), "").unwrap();
    for entry in fs::read_dir(&cache).unwrap() {
        fs::set_permissions(entry.unwrap().path(), PermissionsExt::from_mode(0o444)).unwrap();
    }
    fs::set_permissions(&cache, PermissionsExt::from_mode(mode)).unwrap();
    cache
}

#[test]
fn a_cache_that_cannot_be_written_is_read_and_what_it_lacks_fetched_for_now() {
    if is_the_other_user() {
        return;
    }
    let test = "cache::a_cache_that_cannot_be_written_is_read_and_what_it_lacks_fetched_for_now";
    let server = Server::of_collection();
    let folder = TempDir::new().unwrap();
    let cache = incomplete(&folder, 0o555);
    let status = as_another_user(test, &cache, &server.base()).status();
    assert!(status.unwrap().success());
    assert_eq!(server.requests(), ["t10k-images-idx3-ubyte.gz"]);
    assert_eq!(names_in(&cache).len(), 3);
    fs::set_permissions(&cache, PermissionsExt::from_mode(0o755)).unwrap();
}

#[test]
fn a_lock_that_another_user_made_is_taken() {
    if is_the_other_user() {
        return;
    }
    let test = "cache::a_lock_that_another_user_made_is_taken";
    let server = Server::of_collection();
    let folder = TempDir::new().unwrap();
    let cache = incomplete(&folder, 0o777);
    let status = as_another_user(test, &cache, &server.base())
        .env(KEPT, "")
        .status();
    assert!(status.unwrap().success());
    assert_eq!(server.requests(), ["t10k-images-idx3-ubyte.gz"]);
    assert_eq!(names_in(&cache).len(), 4);
}
