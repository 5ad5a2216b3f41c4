//! Which certificate authorities are trusted.

mod common;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use common::{Collection, process};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

/// A mirror over TLS, and the certificate of the authority that vouches for it, as PEM.
fn mirror() -> (String, String) {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["localhost".to_owned()])
        .unwrap()
        .signed_by(&key, &authority)
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(key.serialize_der().into()),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    thread::spawn(move || {
        for stream in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream?);
            thread::spawn(move || answer(&mut stream));
        }
        std::io::Result::Ok(())
    });
    (base, authority.pem())
}

fn answer(stream: &mut (impl Read + Write)) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        request.extend(byte);
    }
    let request = String::from_utf8_lossy(&request);
    let path = request.split(' ').nth(1).unwrap_or_default();
    let body = Collection::new().at(path).unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)?;
    stream.flush()
}

#[test]
fn an_authority_that_the_environment_names_is_trusted() {
    if process::is_the_other() {
        return;
    }
    let test = "an_authority_that_the_environment_names_is_trusted";
    let (base, authority) = mirror();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("authority.pem");
    fs::write(&file, &authority).unwrap();
    let (file, folder) = (file.to_str().unwrap(), folder.path().to_str().unwrap());
    for environment in [("SSL_CERT_FILE", file), ("SSL_CERT_DIR", folder)] {
        assert_eq!(process::fetch(test, &base, &[environment]), "400 images");
    }
}

#[test]
fn an_authority_that_nobody_names_is_not_trusted() {
    if process::is_the_other() {
        return;
    }
    let test = "an_authority_that_nobody_names_is_not_trusted";
    let (base, _) = mirror();
    let told = process::fetch(test, &base, &[]);
    assert!(
        told.contains("UnknownIssuer") && told.contains("SSL_CERT_FILE"),
        "{told}"
    );
}

#[test]
fn authorities_that_cannot_be_read_are_named() {
    if process::is_the_other() {
        return;
    }
    let test = "authorities_that_cannot_be_read_are_named";
    let folder = TempDir::new().unwrap();
    let [none, nowhere] = ["none.pem", "nowhere.pem"].map(|name| folder.path().join(name));
    fs::write(&none, "no certificate").unwrap();
    for file in [none, nowhere] {
        let file = file.to_str().unwrap();
        let told = process::fetch(test, "https://localhost:1", &[("SSL_CERT_FILE", file)]);
        let named = format!("the certificate authorities that SSL_CERT_FILE names, {file}: ");
        assert!(told.contains(&named), "{told}");
    }
}
