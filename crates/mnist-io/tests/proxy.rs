//! Fetching through proxies, as the environment names them.

mod common;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use common::server::{Reply, Server};
use common::{Collection, process};

/// A mirror that only a proxy can reach.
const BEHIND: &str = "http://mnist.invalid/data";

/// A proxy that answers whole requests for `mnist.invalid` and refuses tunnels, as many do.
fn plain_proxy() -> Server {
    let collection = Collection::new();
    Server::new(
        move |address| match address.strip_prefix("http://mnist.invalid/data/") {
            Some(name) => collection.at(name).map_or(Reply::Status(404), Reply::Whole),
            None => Reply::Status(405),
        },
    )
}

fn address(server: &Server) -> String {
    server.base().trim_end_matches("/data").to_owned()
}

/// An address that nobody listens to.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[test]
fn a_plain_http_mirror_is_asked_through_the_proxy_without_a_tunnel() {
    if process::is_the_other() {
        return;
    }
    let test = "a_plain_http_mirror_is_asked_through_the_proxy_without_a_tunnel";
    let proxy = plain_proxy();
    for variable in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        let environment = [(variable, &*address(&proxy)), ("https_proxy", "gone:1")];
        assert_eq!(process::fetch(test, BEHIND, &environment), "400 images");
    }
    let bare = address(&proxy).replace("http://", "");
    assert_eq!(
        process::fetch(test, BEHIND, &[("http_proxy", &bare)]),
        "400 images"
    );
}

#[test]
fn an_http_proxy_learns_who_asks() {
    if process::is_the_other() {
        return;
    }
    let test = "an_http_proxy_learns_who_asks";
    let proxy = plain_proxy();
    let with_user = address(&proxy).replace("http://", "http://user:pass@");
    process::fetch(test, BEHIND, &[("http_proxy", &with_user)]);
    let headers = proxy.headers();
    assert!(
        headers.contains("Proxy-Authorization: Basic dXNlcjpwYXNz"),
        "{headers}"
    );
    assert!(
        headers.to_lowercase().contains("host: mnist.invalid"),
        "{headers}"
    );
}

#[test]
fn the_proxy_for_https_is_not_asked_for_http_nor_that_of_excepted_hosts() {
    if process::is_the_other() {
        return;
    }
    let test = "the_proxy_for_https_is_not_asked_for_http_nor_that_of_excepted_hosts";
    let mirror = Server::of_collection();
    let gone = nobody();
    for environment in [
        &[("https_proxy", &*gone)][..],
        &[("http_proxy", &*gone), ("no_proxy", "127.0.0.1")],
        &[("ALL_PROXY", &*gone), ("NO_PROXY", "localhost,127.0.0.0/8")],
    ] {
        assert_eq!(
            process::fetch(test, &mirror.base(), environment),
            "400 images"
        );
    }
}

#[test]
fn a_proxy_that_is_gone_is_named() {
    if process::is_the_other() {
        return;
    }
    let test = "a_proxy_that_is_gone_is_named";
    let gone = nobody();
    for (scheme, variable, base) in [
        ("http", "http_proxy", BEHIND),
        ("http", "https_proxy", "https://mnist.invalid/data"),
        ("socks5h", "ALL_PROXY", BEHIND),
        ("socks5h", "all_proxy", "https://mnist.invalid/data"),
    ] {
        let proxy = format!("{scheme}://{gone}");
        let told = process::fetch(test, base, &[(variable, &proxy)]);
        let named = format!("the proxy {proxy} ({variable}): ");
        assert!(told.contains(&named), "{named} is not in {told}");
    }
    let told = process::fetch(test, BEHIND, &[("http_proxy", "ftp://proxy")]);
    assert!(told.contains("the proxy http_proxy: its value"), "{told}");
}

#[test]
fn a_proxy_that_refuses_is_named() {
    if process::is_the_other() {
        return;
    }
    let test = "a_proxy_that_refuses_is_named";
    let proxy = Server::new(|_| Reply::Status(407));
    for (variable, base) in [
        ("http_proxy", BEHIND),
        ("https_proxy", "https://mnist.invalid/data"),
    ] {
        let told = process::fetch(test, base, &[(variable, &address(&proxy))]);
        let named = format!("the proxy {} ({variable}): ", address(&proxy));
        assert!(told.contains(&named) && told.contains("407"), "{told}");
    }
}

/// A SOCKS proxy of version 5, to which every name is this machine.
fn socks_proxy(mirror: &Server) -> String {
    let mirror = address(mirror).replace("http://", "");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mirror = mirror.clone();
            thread::spawn(move || tunnel(client?, &mirror));
        }
    });
    format!("socks5h://{address}")
}

fn tunnel(mut client: TcpStream, mirror: &str) -> std::io::Result<()> {
    let mut start = [0; 2];
    client.read_exact(&mut start)?;
    client.read_exact(&mut vec![0; start[1].into()])?;
    client.write_all(&[5, 0])?;
    let mut request = [0; 5];
    client.read_exact(&mut request)?;
    assert_eq!(request[..4], [5, 1, 0, 3], "to a name");
    client.read_exact(&mut vec![0; usize::from(request[4]) + 2])?;
    client.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 0])?;
    let mut server = TcpStream::connect(mirror)?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || std::io::copy(&mut from, &mut to));
    std::io::copy(&mut server, &mut client)?;
    client.shutdown(std::net::Shutdown::Both)
}

#[test]
fn a_socks_proxy_is_asked() {
    if process::is_the_other() {
        return;
    }
    let mirror = Server::of_collection();
    let proxy = socks_proxy(&mirror);
    let told = process::fetch("a_socks_proxy_is_asked", BEHIND, &[("ALL_PROXY", &proxy)]);
    assert_eq!(told, "400 images");
    assert_eq!(mirror.requests().len(), 4);
}
