//! Fetching from mirrors, against servers on the loopback interface that do what real ones do.

use std::cell::RefCell;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use crate::common::server::{Reply, Server};
use crate::common::{Collection, gzip, names_in};
use mnist_io::acquire::{Failure, FetchError, Remote};
use mnist_io::{Locator, Mnist, MnistError, Progress, Source};
use tempfile::TempDir;

const STALL: Duration = Duration::from_secs(1);

fn locator<'a>(cache: &TempDir, bases: &[String]) -> Locator<'a> {
    Locator::new()
        .cache(Some(cache.path().to_owned()))
        .files(Collection::new().files)
        .fetch_from(bases.iter().cloned().map(Remote::Mirror))
        .stall_timeout(STALL)
}

/// What a single server fails with.
fn failure(server: &Server) -> FetchError {
    let cache = TempDir::new().unwrap();
    let error = Mnist::load(&locator(&cache, &[server.base()])).unwrap_err();
    assert_eq!(
        names_in(cache.path()),
        [""; 0],
        "nothing is left in the cache"
    );
    only_failure(error)
}

fn only_failure(error: MnistError) -> FetchError {
    let MnistError::NoSource { mut failures, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(failures.len(), 1, "{failures:?}");
    failures.remove(0).error
}

/// A server of the collection that replies in its own way to what is not a `.gz`.
fn raw_only(reply: impl Fn(Vec<u8>) -> Reply + Send + Sync + 'static) -> Server {
    let collection = Collection::new();
    Server::new(move |path| match collection.at(path) {
        Some(content) if !path.ends_with(".gz") => reply(content),
        _ => Reply::Status(404),
    })
}

/// A server of the collection that replies in its own way to what is a `.gz`.
fn gzip_only(reply: impl Fn(Vec<u8>) -> Reply + Send + Sync + 'static) -> Server {
    let collection = Collection::new();
    Server::new(move |path| match collection.at(path) {
        Some(content) if path.ends_with(".gz") => reply(content),
        _ => Reply::Status(404),
    })
}

fn assert_loads(locator: &Locator<'_>) -> Mnist {
    let mnist = Mnist::load(locator).unwrap();
    let collection = Collection::new();
    assert_eq!(
        mnist.train.as_images().as_slice(),
        &collection.contents[0][16..]
    );
    assert_eq!(
        mnist.train.labels().as_slice().unwrap(),
        &collection.contents[1][8..]
    );
    assert_eq!(
        mnist.test.as_images().as_slice(),
        &collection.contents[2][16..]
    );
    assert_eq!(
        mnist.test.labels().as_slice().unwrap(),
        &collection.contents[3][8..]
    );
    mnist
}

#[test]
fn gzipped_files_are_fetched_once_and_kept_raw() {
    let server = Server::of_collection();
    let cache = TempDir::new().unwrap();
    let locator = locator(&cache, &[server.base()]);
    let fetched = assert_loads(&locator);
    assert_eq!(fetched.source, Source::Fetched(cache.path().to_owned()));

    let Collection { files, contents } = Collection::new();
    for (file, content) in files.iter().zip(&contents) {
        assert_eq!(
            &std::fs::read(cache.path().join(file.name)).unwrap(),
            content
        );
    }
    assert_eq!(names_in(cache.path()).len(), 4);
    let gz = files.map(|file| format!("{}.gz", file.name));
    assert_eq!(server.requests(), gz);

    let cached = assert_loads(&locator);
    assert_eq!(cached.source, Source::Cache(cache.path().to_owned()));
    assert_eq!(cached.sha256, fetched.sha256);
    assert_eq!(server.requests().len(), 4, "the cache needs no server");
}

#[test]
fn a_mirror_may_have_raw_files_only() {
    let server = raw_only(Reply::Whole);
    let cache = TempDir::new().unwrap();
    assert_loads(&locator(&cache, &[format!("{}/", server.base())]));
    assert_eq!(server.requests().len(), 8);
}

#[test]
fn redirects_are_followed() {
    let target = Server::of_collection();
    let base = target.base();
    let server = Server::new(move |path| {
        let name = path.rsplit('/').next().unwrap();
        Reply::Redirect(format!("{base}/{name}"))
    });
    let cache = TempDir::new().unwrap();
    assert_loads(&locator(&cache, &[server.base()]));
    assert_eq!(target.requests().len(), 4);
}

#[test]
fn redirects_in_a_circle_end() {
    let server = Server::new(|path| Reply::Redirect(path.to_owned()));
    let error = failure(&server);
    assert!(matches!(error, FetchError::Connection(_)), "{error:?}");
}

#[test]
fn redirects_lead_to_no_file_of_this_machine() {
    let folder = TempDir::new().unwrap();
    Collection::new().write_to(folder.path());
    let base = format!("file://{}", folder.path().display());
    let server = Server::new(move |path| {
        let name = path.rsplit('/').next().unwrap();
        Reply::Redirect(format!("{base}/{name}"))
    });
    let error = failure(&server);
    assert!(matches!(error, FetchError::Connection(_)), "{error:?}");
}

#[test]
fn other_bytes_of_the_right_length_are_refused() {
    let server = gzip_only(|_| {
        let mut other = Collection::new().contents[0].clone();
        *other.last_mut().unwrap() ^= 1;
        Reply::Whole(gzip(&other))
    });
    let error = failure(&server);
    let expected = Collection::new().files[0].sha256;
    assert!(
        matches!(&error, FetchError::Contents { expected: e, found } if *e == expected && found != e),
        "{error:?}"
    );
}

#[test]
fn more_bytes_than_the_file_has_are_refused() {
    let server = raw_only(|mut content| {
        content.extend([0; 100_000]);
        Reply::Whole(content)
    });
    let error = failure(&server);
    assert!(
        matches!(error, FetchError::TooLong { expected: 240_016 }),
        "{error:?}"
    );
}

#[test]
fn a_page_instead_of_the_file_is_told_as_one() {
    let page = "<!DOCTYPE html><html>Please log in</html>";
    for page in [page.to_owned(), format!("\r\n {page}"), page.repeat(10_000)] {
        let server = Server::new(move |_| Reply::Whole(page.clone().into_bytes()));
        let error = failure(&server);
        assert!(
            matches!(&error, FetchError::NotAFile { what, begins }
                if *what == "a web page" && begins.starts_with("<!DOCTYPE") && begins.len() < 80),
            "{error:?}"
        );
    }
    let server = Server::new(|_| Reply::Whole(b"{\"error\": 17}".to_vec()));
    let error = failure(&server).to_string();
    assert_eq!(
        error,
        r#"something else instead of the file: it begins "{\"error\": 17}""#
    );
}

#[test]
fn whatever_one_form_is_refused_with_the_other_is_tried() {
    for status in [401, 403, 404, 406, 410, 451, 500, 503] {
        let collection = Collection::new();
        let server = Server::new(move |path| match collection.at(path) {
            Some(content) if !path.ends_with(".gz") => Reply::Whole(content),
            _ => Reply::Status(status),
        });
        let cache = TempDir::new().unwrap();
        assert_loads(&locator(&cache, &[server.base()]));
    }
    let collection = Collection::new();
    let server = Server::new(move |path| match collection.at(path) {
        Some(content) if !path.ends_with(".gz") => Reply::Whole(content),
        _ => Reply::Whole(b"<html>No such file</html>".to_vec()),
    });
    let cache = TempDir::new().unwrap();
    assert_loads(&locator(&cache, &[server.base()]));
}

#[test]
fn after_any_refusal_of_both_forms_the_next_mirror_is_tried() {
    let second = Server::of_collection();
    for status in [401, 403, 404, 410, 451, 500, 503] {
        let first = Server::new(move |_| Reply::Status(status));
        let cache = TempDir::new().unwrap();
        assert_loads(&locator(&cache, &[first.base(), second.base()]));
        assert_eq!(first.requests().len(), 2);
    }
    let first = Server::new(|_| Reply::Whole(b"<html>Welcome</html>".to_vec()));
    let cache = TempDir::new().unwrap();
    assert_loads(&locator(&cache, &[first.base(), second.base()]));
}

#[test]
fn a_refusal_is_told_rather_than_that_the_other_form_is_not_there() {
    let server = gzip_only(|_| Reply::Status(403));
    let error = failure(&server);
    assert!(matches!(error, FetchError::Status(403)), "{error:?}");
}

#[test]
fn a_mirror_that_is_no_address_is_told_as_such_and_the_next_one_is_tried() {
    for (base, told) in [
        ("file:///srv/mnist", "--data DIR"),
        ("mirror.example/mnist", "lacks http:// or https://"),
        ("/srv/mnist", "lacks http:// or https://"),
        ("localhost:8000", "lacks http:// or https://"),
        ("ftp://mirror.example/mnist", "only http:// and https://"),
        ("-K/etc/hosts", "lacks http:// or https://"),
        ("--output=http://mnist", "only http:// and https://"),
        ("http://", "no URL"),
        ("http:///mnist", "no URL"),
        ("http://:80/mnist", "no URL"),
        ("http://a b/mnist", "no URL"),
    ] {
        let cache = TempDir::new().unwrap();
        let error = only_failure(Mnist::load(&locator(&cache, &[base.to_owned()])).unwrap_err());
        assert!(
            matches!(&error, FetchError::Address(why) if why.contains(told)),
            "{base}: {error:?}"
        );
        let server = Server::of_collection();
        assert_loads(&locator(&cache, &[base.to_owned(), server.base()]));
    }
}

#[test]
fn what_never_ends_is_not_waited_for() {
    let page = b"<html>and so on</html>";
    for (piece, told) in [(&[0; 999][..], "longer than"), (page, "a web page")] {
        let server = Server::new(move |_| Reply::Endless(piece.to_vec()));
        let error = failure(&server).to_string();
        assert!(error.contains(told), "{error}");
        let start = Instant::now();
        while server.answering() > 0 {
            assert!(start.elapsed() < Duration::from_secs(60), "curl goes on");
            thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn a_raw_transfer_that_breaks_off_is_told_as_such() {
    let server = raw_only(|content| Reply::CutOff(content, 100_000));
    let error = failure(&server);
    let FetchError::CutOff { expected, found } = error else {
        panic!("{error:?}");
    };
    assert_eq!(expected, 240_016);
    assert!(found <= 100_000, "{found}");
}

#[test]
fn a_gzipped_transfer_that_breaks_off_is_told_as_such() {
    let server = gzip_only(|content| {
        let half = content.len() / 2;
        Reply::CutOff(content, half)
    });
    let error = failure(&server);
    assert!(
        matches!(error, FetchError::CutOff { expected: 240_016, found } if found < 240_016),
        "{error:?}"
    );
}

#[test]
fn a_gzip_file_that_was_cut_is_told_as_such() {
    let server = gzip_only(|mut content| {
        content.truncate(content.len() / 2);
        Reply::Whole(content)
    });
    let error = failure(&server);
    assert!(matches!(error, FetchError::CutOff { .. }), "{error:?}");
}

#[test]
fn a_damaged_gzip_file_is_told_as_such() {
    let server = gzip_only(|mut content| {
        let checksum = content.len() - 8;
        content[checksum] ^= 1;
        Reply::Whole(content)
    });
    let error = failure(&server);
    assert!(
        matches!(
            error,
            FetchError::Damaged {
                offset: 240_016,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn a_mirror_s_gzip_may_have_several_members_and_zeros_after_them() {
    let collection = Collection::new();
    let server = Server::new(move |path| {
        let raw = path.strip_suffix(".gz").and_then(|raw| collection.at(raw));
        raw.map_or(Reply::Status(404), |content| {
            let members: Vec<u8> = content.chunks(10_000).flat_map(gzip).collect();
            Reply::Whole([gzip(&[]), members, vec![0; 512]].concat())
        })
    });
    let cache = TempDir::new().unwrap();
    assert_loads(&locator(&cache, &[server.base()]));
}

#[test]
fn bytes_after_the_gzip_stream_are_refused_as_in_a_file() {
    let server = gzip_only(|mut content| {
        content.extend(b"more");
        Reply::Whole(content)
    });
    let error = failure(&server);
    assert!(
        matches!(&error, FetchError::Damaged { offset: 240_016, reason }
            if reason.contains("bytes after the end of the gzip stream")),
        "{error:?}"
    );
}

#[test]
fn a_status_other_than_200_is_told() {
    for status in [403, 404, 503] {
        let server = Server::new(move |_| Reply::Status(status));
        let error = failure(&server);
        assert!(
            matches!(error, FetchError::Status(found) if found == status),
            "{error:?}"
        );
    }
}

#[test]
fn a_server_that_goes_silent_is_given_up() {
    let servers = [
        Server::new(|_| Reply::Silence),
        gzip_only(|content| Reply::Stall(content, 0)),
        gzip_only(|content| Reply::Stall(content, 50_000)),
        raw_only(|content| Reply::Stall(content, 100_000)),
    ];
    thread::scope(|scope| {
        for server in &servers {
            scope.spawn(|| {
                let error = failure(server);
                assert!(matches!(error, FetchError::Stalled(_)), "{error:?}");
            });
        }
    });
}

#[test]
fn a_slow_server_is_not_given_up() {
    // All in all longer than the stall timeout, but something arrives all the time.
    let server = gzip_only(|content| {
        let piece = content.len().div_ceil(1_500);
        Reply::Trickle(content, piece)
    });
    let cache = TempDir::new().unwrap();
    assert_loads(&locator(&cache, &[server.base()]));
}

#[test]
fn nobody_listening_is_told() {
    let unused = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", unused.local_addr().unwrap());
    drop(unused);
    let cache = TempDir::new().unwrap();
    let error = only_failure(Mnist::load(&locator(&cache, &[base])).unwrap_err());
    assert!(matches!(error, FetchError::Connection(_)), "{error:?}");
}

#[test]
fn the_second_mirror_is_asked_only_for_what_the_first_did_not_give() {
    let collection = Collection::new();
    let first = Server::new(move |path| match collection.at(path) {
        Some(content) if !path.contains("t10k-images") => Reply::Whole(content),
        _ => Reply::Status(500),
    });
    let second = Server::of_collection();
    let cache = TempDir::new().unwrap();
    assert_loads(&locator(&cache, &[first.base(), second.base()]));
    assert_eq!(
        second.requests(),
        ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"]
    );
}

#[test]
fn when_all_fail_each_is_told_and_what_to_do() {
    let (first, second) = (
        Server::new(|_| Reply::Status(403)),
        Server::new(|_| Reply::Silence),
    );
    let cache = TempDir::new().unwrap();
    let error = Mnist::load(&locator(&cache, &[first.base(), second.base()])).unwrap_err();
    let message = error.to_string();
    for told in [
        &format!(
            "{}: train-images-idx3-ubyte: the server answers 403",
            first.base()
        ),
        &format!(
            "{}: train-images-idx3-ubyte: curl: (28) Operation too slow",
            second.base()
        ),
        "--data DIR",
        "MNIST_DIR",
        "MNIST_MIRROR",
        "t10k-labels-idx1-ubyte",
        &cache.path().display().to_string(),
    ] {
        assert!(message.contains(told), "{told} is not in: {message}");
    }
}

#[test]
fn a_damaged_file_in_the_cache_is_fetched_again_and_no_other() {
    let server = Server::of_collection();
    let cache = TempDir::new().unwrap();
    let locator = locator(&cache, &[server.base()]);
    assert_loads(&locator);

    let collection = Collection::new();
    let path = cache.path().join(collection.files[2].name);
    let mut damaged = collection.contents[2].clone();
    damaged[1000] ^= 1;
    for content in [&damaged[..], &damaged[..999], &[]] {
        std::fs::write(&path, content).unwrap();
        let repaired = assert_loads(&locator);
        assert_eq!(repaired.source, Source::Fetched(cache.path().to_owned()));
        assert_eq!(
            server.requests().last().unwrap(),
            "t10k-images-idx3-ubyte.gz"
        );
    }
    assert_eq!(server.requests().len(), 4 + 3);
}

#[test]
fn a_cache_that_cannot_be_written_is_told() {
    let server = Server::of_collection();
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "not a directory").unwrap();
    let locator = locator(&directory, &[server.base()]).cache(Some(file.clone()));
    let error = Mnist::load(&locator).unwrap_err();
    assert!(
        matches!(&error, MnistError::Cache { path, .. } if *path == file),
        "{error:?}"
    );
    assert_eq!(server.requests(), [""; 0]);
}

/// Keeps what it is told.
#[derive(Default)]
struct Events(RefCell<Vec<String>>);

impl Events {
    fn push(&self, event: String) {
        let mut events = self.0.borrow_mut();
        // How many pieces a transfer takes is up to the system; their sum is not.
        match (events.last_mut(), event.strip_prefix("received ")) {
            (Some(last), Some(more)) if last.starts_with("received ") => {
                let so_far: u64 = last["received ".len()..].parse().unwrap();
                *last = format!("received {}", so_far + more.parse::<u64>().unwrap());
            }
            _ => events.push(event),
        }
    }
}

impl Progress for Events {
    fn waiting(&self) {
        self.push("waiting".to_owned());
    }

    fn trying(&self, remote: &Remote) {
        self.push(format!("trying {remote}"));
    }

    fn started(&self, file: &str, bytes: Option<u64>) {
        self.push(format!("started {file} {bytes:?}"));
    }

    fn received(&self, bytes: u64) {
        self.push(format!("received {bytes}"));
    }

    fn finished(&self, file: &str) {
        self.push(format!("finished {file}"));
    }

    fn failed(&self, failure: &Failure) {
        self.push(format!("failed {failure}"));
    }
}

#[test]
fn progress_tells_sources_files_and_every_byte() {
    let (first, second) = (Server::new(|_| Reply::Status(503)), Server::of_collection());
    let cache = TempDir::new().unwrap();
    let events = Events::default();
    assert_loads(&locator(&cache, &[first.base(), second.base()]).progress(&events));

    let mut expected = vec![
        format!("trying {}", first.base()),
        format!(
            "failed {}: train-images-idx3-ubyte: the server answers 503",
            first.base()
        ),
        format!("trying {}", second.base()),
    ];
    let Collection { files, contents } = Collection::new();
    for (file, content) in files.iter().zip(&contents) {
        let bytes = gzip(content).len();
        expected.push(format!("started {} Some({bytes})", file.name));
        expected.push(format!("received {bytes}"));
        expected.push(format!("finished {}", file.name));
    }
    assert_eq!(*events.0.borrow(), expected);
}

#[test]
fn a_second_fetch_waits_for_the_first_and_finds_everything() {
    let collection = Collection::new();
    let server = Server::new(move |path| match collection.at(path) {
        Some(content) => Reply::Trickle(content, 2_000),
        None => Reply::Status(404),
    });
    let cache = TempDir::new().unwrap();
    let bases = [server.base()];
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_loads(&locator(&cache, &bases)));
        }
    });
    assert_eq!(server.requests().len(), 4, "{:?}", server.requests());
    assert_eq!(names_in(cache.path()).len(), 4);
}
