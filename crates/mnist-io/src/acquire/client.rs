use std::time::Duration;

use ureq::http::header::CONTENT_TYPE;
use ureq::http::uri::Scheme;
use ureq::http::{StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy, ResponseExt as _};

use super::proxy::{ByProxy, Proxies, ProxyFailure, ResolveDirect};
use super::{FetchError, certificates};

/// How long it may take to resolve a name, and then to connect.
const CONNECT: Duration = Duration::from_secs(5);

/// The scheme of an address that files can be fetched from.
pub(super) fn check_address(base: &str) -> Result<Scheme, FetchError> {
    let Some((scheme, _)) = base.split_once("://") else {
        return Err(FetchError::Address("it lacks http:// or https:// in front"));
    };
    let uri = base.parse::<Uri>().ok();
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => uri
            .and_then(|uri| uri.host().and(uri.scheme()).cloned())
            .ok_or(FetchError::Address("it is no URL")),
        "file" => Err(FetchError::Address(
            "a folder is named without file://, by --data DIR or MNIST_DIR",
        )),
        _ => Err(FetchError::Address("only http:// and https:// are spoken")),
    }
}

/// Asks servers, through the proxies that the environment names.
pub(super) struct Client {
    agent: Agent,
    proxies: Proxies,
    stall: Duration,
}

impl Client {
    /// For addresses of `scheme`, and where they redirect to.
    pub(super) fn new(scheme: Scheme, stall: Duration) -> Result<Self, FetchError> {
        let authorities = match certificates::authorities() {
            Err(error) if scheme == Scheme::HTTPS => return Err(error),
            found => found.unwrap_or(RootCerts::WebPki),
        };
        let tls = TlsConfig::builder().root_certs(authorities).build();
        let config = |proxy: Option<Proxy>| {
            Agent::config_builder()
                .proxy(proxy)
                .tls_config(tls.clone())
                .timeout_resolve(Some(CONNECT))
                .timeout_connect(Some(CONNECT))
                .timeout_recv_response(Some(stall))
                .timeout_per_read(Some(stall))
                .http_status_as_error(false)
                .user_agent(concat!("mnist-io/", env!("CARGO_PKG_VERSION")))
                .build()
        };
        let proxies = Proxies::from_env();
        Ok(Self {
            agent: Agent::with_parts(
                config(None),
                ByProxy::new(proxies.clone(), config),
                ResolveDirect(proxies.clone()),
            ),
            proxies,
            stall,
        })
    }

    /// The body of what an address answers with status 200, and what the server calls it.
    pub(super) fn get(&self, address: &str) -> Result<(Body, Option<String>), FetchError> {
        let response = self
            .agent
            .get(address)
            .call()
            .map_err(|error| self.failure(error))?;
        match response.status() {
            StatusCode::OK => (),
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                let failure = self.proxies.failure(
                    response.get_uri(),
                    "it wants a user's name and password (status 407)",
                );
                return Err(failure.map_or(FetchError::Status(407), FetchError::from));
            }
            status => return Err(FetchError::Status(status.as_u16())),
        }
        let kind = response.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).map(str::to_owned);
        Ok((response.into_body(), kind))
    }

    fn failure(&self, error: ureq::Error) -> FetchError {
        let told = error.to_string();
        match error {
            ureq::Error::Timeout(ureq::Timeout::RecvResponse | ureq::Timeout::PerRead) => {
                FetchError::Stalled(self.stall)
            }
            ureq::Error::Other(inner) => match inner.downcast::<ProxyFailure>() {
                Ok(failure) => FetchError::from(*failure),
                Err(_) => FetchError::Connection(told),
            },
            _ if told.contains("certificate") => FetchError::Certificate(told),
            _ => FetchError::Connection(told),
        }
    }
}

impl From<ProxyFailure> for FetchError {
    fn from(ProxyFailure { proxy, reason }: ProxyFailure) -> Self {
        Self::Proxy { proxy, reason }
    }
}
