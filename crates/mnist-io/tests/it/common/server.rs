use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::Collection;

/// How an address is answered.
pub(crate) enum Reply {
    Whole(Vec<u8>),
    /// Announces all of it, sends so many bytes, and closes the connection.
    CutOff(Vec<u8>, usize),
    /// Announces all of it, sends so many bytes, and then nothing.
    Stall(Vec<u8>, usize),
    /// Accepts the request and never answers.
    Silence,
    /// So many bytes every millisecond.
    Trickle(Vec<u8>, usize),
    /// Again and again, until the client hangs up.
    Endless(Vec<u8>),
    Status(u16),
    Redirect(String),
}

/// A web server on the loopback interface, until it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    reply: Box<dyn Fn(&str) -> Reply + Send + Sync>,
    requests: Mutex<Vec<String>>,
    answering: AtomicUsize,
    closed: AtomicBool,
}

impl Server {
    pub(crate) fn new(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            reply: Box::new(reply),
            requests: Mutex::default(),
            answering: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
        });
        let server = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if server.closed.load(Ordering::SeqCst) {
                    return;
                }
                let server = Arc::clone(&server);
                // A client that hangs up or is killed is part of the tests.
                server.answering.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || {
                    let answered = stream.and_then(|stream| server.answer(stream));
                    server.answering.fetch_sub(1, Ordering::SeqCst);
                    answered
                });
            }
        });
        Self { address, shared }
    }

    /// Serves the collection, both raw and gzipped.
    pub(crate) fn of_collection() -> Self {
        let collection = Collection::new();
        Self::new(move |path| collection.at(path).map_or(Reply::Status(404), Reply::Whole))
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}/data", self.address)
    }

    /// The last parts of the addresses that were asked for, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// How many requests are being answered.
    pub(crate) fn answering(&self) -> usize {
        self.shared.answering.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        self.requests.lock().unwrap().push(name);
        match (self.reply)(&path) {
            Reply::Whole(body) => {
                announce(&mut stream, &body)?;
                stream.write_all(&body)
            }
            Reply::CutOff(body, n) => {
                announce(&mut stream, &body)?;
                stream.write_all(&body[..n])
            }
            Reply::Stall(body, n) => {
                announce(&mut stream, &body)?;
                stream.write_all(&body[..n])?;
                self.wait_until_closed();
                Ok(())
            }
            Reply::Silence => {
                self.wait_until_closed();
                Ok(())
            }
            Reply::Trickle(body, n) => {
                announce(&mut stream, &body)?;
                for piece in body.chunks(n) {
                    stream.write_all(piece)?;
                    thread::sleep(Duration::from_millis(1));
                }
                Ok(())
            }
            Reply::Endless(piece) => {
                write!(stream, "HTTP/1.1 200 OK\r\n\r\n")?;
                loop {
                    stream.write_all(&piece)?;
                }
            }
            Reply::Status(status) => write!(
                stream,
                "HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            ),
            Reply::Redirect(to) => write!(
                stream,
                "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            ),
        }
    }

    fn wait_until_closed(&self) {
        while !self.closed.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn announce(stream: &mut TcpStream, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
}
