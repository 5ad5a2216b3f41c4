//! What the program `curl` receives from an address.
//!
//! It knows the user's proxies and certificate authorities, and the settings in `.curlrc`. These
//! count, but for those that would change what arrives here.

use std::io::{self, BufRead as _, BufReader, Cursor, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::FetchError;

/// What every header begins with, and none of the files.
const HEADER: &[u8] = b"HTTP/";

/// The body that an address, or wherever it redirects to, answers with status 200, and its length
/// if the server tells. The first piece that is read of it has five bytes, if it has so many.
///
/// Here and in the body, an error is a [`FetchError`], or tells by `UnexpectedEof` that the
/// transfer broke off.
pub(super) fn get(address: &str, stall: Duration) -> io::Result<(Option<u64>, impl Read)> {
    let mut output = Output::of(address, stall)?;
    let mut header = None;
    // A proxy's consent and each redirection have a header of their own.
    let begins = loop {
        let mut begins = Vec::new();
        let length = HEADER.len() as u64;
        output.by_ref().take(length).read_to_end(&mut begins)?;
        if begins != HEADER {
            break begins;
        }
        header = Some(output.header()?);
    };
    Err(io::Error::other(match header {
        Some((200, length)) => return Ok((length, Cursor::new(begins).chain(output))),
        Some((status, _)) => FetchError::Status(status),
        None => FetchError::Connection("curl: no answer in HTTP".to_owned()),
    }))
}

/// What curl writes; it is stopped when this is dropped.
struct Output {
    curl: Child,
    written: BufReader<ChildStdout>,
    /// Reads what curl complains of, so that it never waits for a reader.
    complaint: Option<JoinHandle<String>>,
}

impl Output {
    fn of(address: &str, stall: Duration) -> io::Result<Self> {
        let redirections = match address.to_ascii_lowercase().starts_with("https:") {
            true => "=https",
            false => "=http,https",
        };
        let seconds = stall.as_millis().div_ceil(1000).max(1);
        let mut curl = Command::new("curl")
            .args(["--silent", "--show-error", "--globoff", "--location"])
            .args(["--proto", "=http,https", "--proto-redir", redirections])
            .args(["--connect-timeout", "5", "--speed-limit", "1"])
            .args(["--speed-time", &seconds.to_string()])
            .args([
                "--user-agent",
                concat!("mnist-io/", env!("CARGO_PKG_VERSION")),
            ])
            // To standard output at once: headers, the body and nothing else.
            .args(["--include", "--no-buffer", "--no-remote-header-name"])
            .args(["--output", "-", "--write-out", "", "--url", address])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                let program = "curl";
                io::Error::other(FetchError::Start { program, error })
            })?;
        let stdout = curl.stdout.take().expect("it is piped");
        let mut stderr = curl.stderr.take().expect("it is piped");
        Ok(Self {
            curl,
            written: BufReader::new(stdout),
            complaint: Some(thread::spawn(move || {
                let mut said = Vec::new();
                let _ = stderr.read_to_end(&mut said);
                String::from_utf8_lossy(&said).into_owned()
            })),
        })
    }

    /// Reads the rest of a header: its status, and the length of the body.
    fn header(&mut self) -> io::Result<(u16, Option<u64>)> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|text| text.parse().ok());
        let mut length = None;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                return Ok((status.unwrap_or_default(), length));
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().ok();
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        self.written.read_until(b'\n', &mut line)?;
        Ok(String::from_utf8_lossy(&line).trim().to_owned())
    }

    /// Whether curl is content, once it has ended.
    fn end(&mut self) -> io::Result<()> {
        let status = self.curl.wait()?;
        let said = self.complaint.take().and_then(|said| said.join().ok());
        let said = said.unwrap_or_default();
        let said = said.lines().find(|line| line.starts_with("curl: "));
        let told = said.map_or_else(|| format!("curl: {status}"), str::to_owned);
        match status.code() {
            // Settings may make a failure of a status, which the header tells.
            Some(0 | 22) => Ok(()),
            Some(18) => Err(io::ErrorKind::UnexpectedEof.into()),
            code => Err(io::Error::other(failure(code, told))),
        }
    }
}

impl Read for Output {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.written.read(buffer)?;
        if read == 0 && !buffer.is_empty() {
            self.end()?;
        }
        Ok(read)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        let _ = self.curl.kill();
        let _ = self.curl.wait();
    }
}

fn failure(code: Option<i32>, told: String) -> FetchError {
    match code {
        Some(3) => FetchError::Address("it is no URL"),
        Some(28) => FetchError::Stalled(told),
        Some(35 | 60 | 77) => FetchError::Certificate(told),
        _ => FetchError::Connection(told),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_certificate_that_is_not_trusted_the_way_out_is_told() {
        let told = "curl: (60) SSL certificate problem: self-signed certificate";
        let error = failure(Some(60), told.to_owned());
        assert!(matches!(error, FetchError::Certificate(_)), "{error:?}");
        let message = error.to_string();
        assert!(
            message.starts_with(told) && message.contains("SSL_CERT_FILE"),
            "{message}"
        );
    }
}
