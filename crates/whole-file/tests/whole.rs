//! Tests the state of a file after every kind of write, also after failed ones.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;

use tempfile::TempDir;
use whole_file::{SUFFIX, Unfinished, write};

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_made_and_then_replaced() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    for content in [b"first".as_slice(), b"", b"second"] {
        write(&path, content).unwrap();
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    assert_eq!(names_in(folder.path()), ["file"]);
    let error = write(&folder.path().join("no folder/file"), b"").unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn files_whose_names_differ_after_the_dot_are_written_side_by_side() {
    let folder = TempDir::new().unwrap();
    let seeds = 0..16;
    thread::scope(|scope| {
        for seed in seeds.clone() {
            let path = folder.path().join(format!("mlp.seed{seed}"));
            scope.spawn(move || {
                for round in 0..20 {
                    write(&path, format!("{seed} {round}").as_bytes()).unwrap();
                }
            });
        }
    });
    for seed in seeds {
        let path = folder.path().join(format!("mlp.seed{seed}"));
        assert_eq!(fs::read_to_string(path).unwrap(), format!("{seed} 19"));
    }
    assert_eq!(names_in(folder.path()).len(), 16);
}

#[test]
fn one_file_written_by_many_threads_is_whole_at_every_moment() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    write(&path, &[0; 10_000]).unwrap();
    thread::scope(|scope| {
        for writer in 1..=4 {
            let path = &path;
            scope.spawn(move || {
                for _ in 0..20 {
                    write(path, &[writer; 10_000]).unwrap();
                }
            });
        }
        for _ in 0..200 {
            let found = fs::read(&path).unwrap();
            assert_eq!(found.len(), 10_000);
            assert!(found.iter().all(|&byte| byte == found[0]));
        }
    });
    assert_eq!(names_in(folder.path()), ["file"]);
}

/// The name of the variable that makes this program a writer to that file, until it is killed.
#[cfg(unix)]
const WRITE_TO: &str = "WHOLE_FILE_WRITES_TO";

#[cfg(unix)]
#[test]
fn a_writer_that_is_killed_leaves_the_old_content_or_the_new() {
    if let Some(path) = std::env::var_os(WRITE_TO) {
        for byte in (1..=u8::MAX).cycle() {
            write(Path::new(&path), &vec![byte; 1 << 22]).unwrap();
        }
    }
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    write(&path, &[0; 1 << 22]).unwrap();
    let mut written = 0;
    for delay in 1..=20 {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "a_writer_that_is_killed_leaves_the_old_content_or_the_new",
        ]);
        let mut writer = command.env(WRITE_TO, &path).spawn().unwrap();
        thread::sleep(std::time::Duration::from_millis(7 * delay));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let content = fs::read(&path).unwrap();
        assert_eq!(content.len(), 1 << 22);
        assert!(
            content.iter().all(|byte| *byte == content[0]),
            "a part of each"
        );
        written += usize::from(content[0] != 0);
    }
    assert!(written > 0, "killed before anything was written");
}

#[test]
fn what_is_not_finished_changes_nothing_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    write(&path, b"good").unwrap();
    let mut file = Unfinished::new(&path).unwrap();
    file.write_all(b"ha").unwrap();
    assert!(names_in(folder.path()).iter().any(|n| n.ends_with(SUFFIX)));
    drop(file);
    assert_eq!(names_in(folder.path()), ["file"]);
    assert_eq!(fs::read(&path).unwrap(), b"good");
}

#[test]
fn a_folder_is_not_replaced_and_nothing_is_left_beside_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("folder");
    fs::create_dir(&path).unwrap();
    write(&path, b"content").unwrap_err();
    assert_eq!(names_in(folder.path()), ["folder"]);
}

#[test]
fn a_name_as_long_as_names_may_be_is_written() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("n".repeat(255));
    write(&path, b"content").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"content");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    use std::process::{Command, Stdio};

    use super::*;

    const FULL_DISK: &str = "WHOLE_FILE_TEST_FULL_DISK";

    #[test]
    fn a_full_disk_leaves_the_old_content_and_nothing_else() {
        if let Some(folder) = std::env::var_os(FULL_DISK) {
            write(&Path::new(&folder).join("file"), &[1; 1 << 20]).unwrap_err();
            return;
        }
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("file");
        write(&path, b"good").unwrap();
        // Runs this test again in another process, which may not write files larger than a few
        // kilobytes. For the writer this is like a full disk.
        let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" --exact \"$1\"";
        let status = Command::new("sh")
            .args(["-c", script])
            .arg(std::env::current_exe().unwrap())
            .arg("unix::a_full_disk_leaves_the_old_content_and_nothing_else")
            .env(FULL_DISK, folder.path())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
        assert_eq!(fs::read(&path).unwrap(), b"good");
        assert_eq!(names_in(folder.path()), ["file"]);
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn permissions_are_those_of_any_new_file_or_of_the_file_that_is_replaced() {
        let folder = TempDir::new().unwrap();
        let [usual, ours] = ["usual", "ours"].map(|name| folder.path().join(name));
        fs::write(&usual, "").unwrap();
        write(&ours, b"").unwrap();
        assert_eq!(mode(&ours), mode(&usual));

        fs::set_permissions(&ours, PermissionsExt::from_mode(0o640)).unwrap();
        write(&ours, b"other").unwrap();
        assert_eq!(mode(&ours), 0o640);
    }

    #[test]
    fn a_link_still_leads_to_the_file() {
        let folder = TempDir::new().unwrap();
        let [file, link] = ["far/file", "link"].map(|name| folder.path().join(name));
        fs::create_dir(folder.path().join("far")).unwrap();
        write(&file, b"first").unwrap();
        symlink("far/file", &link).unwrap();
        write(&link, b"second").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"second");
        assert_eq!(names_in(folder.path()), ["far", "link"]);
    }

    #[test]
    fn a_device_is_written_to_and_stays_a_device() {
        let null = Path::new("/dev/null");
        write(null, b"content").unwrap();
        assert!(fs::metadata(null).unwrap().file_type().is_char_device());
    }
}

#[test]
fn only_what_was_left_unfinished_here_has_such_a_name() {
    let folder = TempDir::new().unwrap();
    let unfinished = Unfinished::new(&folder.path().join("table.csv")).unwrap();
    let names = names_in(folder.path());
    assert_eq!(names.len(), 1);
    assert!(whole_file::is_unfinished(names[0].as_ref()), "{names:?}");
    drop(unfinished);
    for name in [
        "film.partial",
        "model.tar.partial",
        "a.b-c-de.partial",
        ".Ab3xYz.partial",
    ] {
        assert!(!whole_file::is_unfinished(name.as_ref()), "{name}");
    }
}
