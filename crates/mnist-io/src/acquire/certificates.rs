use std::env;

use ureq::tls::{Certificate, RootCerts};

use super::FetchError;

/// The variables that name other certificate authorities than the system's.
const VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// The certificate authorities of the system, among them a company's own, or those that
/// `SSL_CERT_FILE` or `SSL_CERT_DIR` names. A system without any, as a bare container, trusts
/// those that Mozilla does.
pub(super) fn authorities() -> Result<RootCerts, FetchError> {
    let found = rustls_native_certs::load_native_certs();
    if !found.certs.is_empty() {
        let certificates = found.certs.iter();
        return Ok(RootCerts::from(
            certificates.map(|authority| Certificate::from_der(authority).to_owned()),
        ));
    }
    let named = VARIABLES
        .into_iter()
        .find_map(|variable| Some((variable, env::var_os(variable)?)))
        .filter(|(_, value)| !value.is_empty());
    match named {
        None => Ok(RootCerts::WebPki),
        Some((variable, value)) => Err(FetchError::Authorities {
            variable,
            path: value.into(),
            reason: match found.errors.first() {
                Some(error) => error.to_string(),
                None => "no certificate in it".to_owned(),
            },
        }),
    }
}
