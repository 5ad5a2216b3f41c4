//! A terminal to run commands on.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt as _;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::support::xtask;

/// A terminal; dropping it is closing its window.
pub struct Terminal {
    /// Our end of it.
    window: OwnedFd,
    side: File,
}

impl Terminal {
    /// With so many rows and columns.
    pub fn open(rows: u16, columns: u16) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        // The commands of other tests must not keep it open.
        #[cfg(target_os = "linux")]
        let flags = flags | OpenptFlags::CLOEXEC;
        let window = openpt(flags).unwrap();
        grantpt(&window).unwrap();
        unlockpt(&window).unwrap();
        let path = ptsname(&window, Vec::new()).unwrap();
        let side = File::options()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NOCTTY.bits() as i32)
            .open(path.to_str().unwrap())
            .unwrap();
        let size = Winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&side, size).unwrap();
        Self { window, side }
    }

    /// The side that a command writes to.
    pub fn side(&self) -> Stdio {
        self.side.try_clone().unwrap().into()
    }

    /// Reads what it shows, so that it goes on showing, until `seen` is done.
    pub fn watch_until<T>(&self, seen: impl FnOnce() -> T) -> T {
        rustix::io::ioctl_fionbio(&self.window, true).unwrap();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut piece = [0; 4096];
                while !done.load(Ordering::Relaxed) {
                    if rustix::io::read(&self.window, &mut piece).is_err() {
                        std::thread::sleep(Duration::from_millis(5));
                    }
                }
            });
            let seen = seen();
            done.store(true, Ordering::Relaxed);
            seen
        })
    }

    /// Writes to it until it takes nothing more.
    pub fn fill(&self) {
        let mut side = self.side.try_clone().unwrap();
        // Left behind blocked, until the terminal is dropped.
        std::thread::spawn(move || while side.write(&[b'.'; 256]).is_ok() {});
        std::thread::sleep(Duration::from_millis(300));
    }

    /// What is shown, up to the end of the last command.
    fn shown(self) -> String {
        drop(self.side);
        let mut window = File::from(self.window);
        let (mut shown, mut piece) = (Vec::new(), [0; 4096]);
        // Its end is an error, once no side is open any more.
        while let Ok(n @ 1..) = window.read(&mut piece) {
            shown.extend_from_slice(&piece[..n]);
        }
        String::from_utf8(shown).unwrap()
    }
}

#[test]
fn the_list_can_be_read_on_a_terminal_of_any_width() {
    for (rows, columns, wanted) in [(0, 0, 80), (24, 20, 20), (24, 40, 40), (24, 100, 100)] {
        let terminal = Terminal::open(rows, columns);
        let mut command = xtask();
        command.args(["compare", "--list"]);
        let mut child = command.stdout(terminal.side()).spawn().unwrap();
        // The command has copies of it.
        drop(command);
        let shown = terminal.shown();
        assert!(child.wait().unwrap().success());
        let n_lines = shown.lines().count();
        assert!(n_lines < 400, "{columns} columns: {n_lines} lines");
        if wanted < 60 {
            assert!(shown.contains("lenet5: LeNet-5\r\n"), "{shown}");
        } else {
            assert!(
                shown
                    .lines()
                    .all(|line| line.trim_end().chars().count() <= wanted),
                "{shown}"
            );
        }
    }
}
