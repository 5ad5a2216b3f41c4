//! Proxies, by the variables and rules that curl has.
//!
//! `http_proxy` is for http, `https_proxy` for https, `all_proxy` for whatever has none of its
//! own, each in capitals too; `no_proxy` lists the hosts that are asked directly. A proxy may be
//! `http://`, `https://`, `socks4://`, `socks4a://`, `socks5://` or `socks5h://`.
//!
//! ureq asks every HTTP proxy for a tunnel (CONNECT). Many allow that to port 443 only, and
//! expect a plain request to be made in full (`GET http://host/path`): that is added here.

use std::net::IpAddr;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use thiserror::Error;
use ureq::http::Uri;
use ureq::http::uri::Scheme;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};
use ureq::{Proxy, ProxyProtocol, config::Config};

/// The proxies that the environment names.
#[derive(Clone, Debug, Default)]
pub(super) struct Proxies {
    http: Option<Named>,
    https: Option<Named>,
    /// Hosts to ask directly.
    except: Vec<String>,
}

/// The value of a variable that names a proxy.
#[derive(Clone, Debug)]
struct Named {
    variable: &'static str,
    /// `None` if the value is not the address of one.
    proxy: Option<Proxy>,
}

/// The proxy is at fault, or cannot be told from who is.
#[derive(Debug, Error)]
#[error("the proxy {proxy}: {reason}")]
pub(super) struct ProxyFailure {
    /// Its address without user and password, and the variable that names it.
    pub(super) proxy: String,
    pub(super) reason: String,
}

impl Proxies {
    pub(super) fn from_env() -> Self {
        Self::from(|variable| std::env::var(variable).ok())
    }

    fn from(get: impl Fn(&str) -> Option<String>) -> Self {
        // A variable that is set to nothing is as good as none.
        let first = |variables: &[&'static str]| {
            variables.iter().find_map(|&variable| {
                let value = get(variable)?;
                let value = value.trim();
                (!value.is_empty()).then(|| (variable, value.to_owned()))
            })
        };
        let named = |variables: &[&'static str]| {
            first(variables).map(|(variable, value)| Named {
                variable,
                proxy: Proxy::new(&value).ok(),
            })
        };
        let all = ["all_proxy", "ALL_PROXY"];
        let except = first(&["no_proxy", "NO_PROXY"]).map(|(_, value)| value);
        Self {
            http: named(&["http_proxy", "HTTP_PROXY"]).or_else(|| named(&all)),
            https: named(&["https_proxy", "HTTPS_PROXY"]).or_else(|| named(&all)),
            except: except
                .unwrap_or_default()
                .split(|c: char| c == ',' || c.is_whitespace())
                .filter(|entry| !entry.is_empty())
                .map(str::to_ascii_lowercase)
                .collect(),
        }
    }

    /// The proxy to ask for `uri`.
    fn of(&self, uri: &Uri) -> Option<&Named> {
        let host = uri.host()?.trim_matches(['[', ']']).to_ascii_lowercase();
        if self.except.iter().any(|entry| excepts(entry, &host)) {
            return None;
        }
        if uri.scheme() == Some(&Scheme::HTTPS) {
            self.https.as_ref()
        } else {
            self.http.as_ref()
        }
    }

    /// The failure of the proxy for `uri`, if there is one.
    pub(super) fn failure(&self, uri: &Uri, reason: &str) -> Option<ProxyFailure> {
        self.of(uri).map(|named| named.failure(reason))
    }
}

impl Named {
    fn failure(&self, reason: impl ToString) -> ProxyFailure {
        let proxy = match &self.proxy {
            Some(proxy) => format!(
                "{}://{}:{} ({})",
                proxy.uri().scheme_str().unwrap_or("http"),
                proxy.host(),
                proxy.port(),
                self.variable
            ),
            None => self.variable.to_owned(),
        };
        ProxyFailure {
            proxy,
            reason: reason.to_string(),
        }
    }
}

/// Whether an entry of `no_proxy` speaks of a host: its name, that of a domain it is in, a range
/// of addresses, or `*`.
fn excepts(entry: &str, host: &str) -> bool {
    if entry == "*" {
        return true;
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        let entry = entry.trim_matches(['[', ']']);
        let (range, bits) = match entry.split_once('/') {
            Some((range, bits)) => (range, bits.parse().ok()),
            None => (entry, Some(u32::MAX)),
        };
        return match (range.parse(), bits) {
            (Ok(range), Some(bits)) => is_in_range(address, range, bits),
            _ => false,
        };
    }
    let entry = entry.trim_start_matches("*.").trim_matches('.');
    let host = host.trim_end_matches('.');
    host.strip_suffix(entry)
        .is_some_and(|rest| !entry.is_empty() && (rest.is_empty() || rest.ends_with('.')))
}

/// Whether the first `bits` of two addresses of one kind are the same.
fn is_in_range(address: IpAddr, range: IpAddr, bits: u32) -> bool {
    let (difference, width) = match (address, range) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits() ^ b.to_bits()), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits() ^ b.to_bits(), 128),
        _ => return false,
    };
    let free = u32::saturating_sub(width, bits);
    free >= 128 || difference >> free == 0
}

/// Connects to whoever is to be asked for an address: its own server, or a proxy.
#[derive(Debug)]
pub(super) struct ByProxy {
    proxies: Proxies,
    direct: Arc<DefaultConnector>,
    http: Config,
    https: Config,
}

impl ByProxy {
    /// `config` gives the configuration for a proxy.
    pub(super) fn new(proxies: Proxies, config: impl Fn(Option<Proxy>) -> Config) -> Self {
        let of = |named: &Option<Named>| config(named.as_ref().and_then(|n| n.proxy.clone()));
        Self {
            http: of(&proxies.http),
            https: of(&proxies.https),
            proxies,
            direct: Arc::default(),
        }
    }

    fn connect_through(
        &self,
        proxy: &Proxy,
        details: &ConnectionDetails<'_>,
    ) -> Result<Option<Box<dyn Transport>>, ureq::Error> {
        let resolver = DefaultResolver::default();
        // The way to the proxy itself leads through no proxy.
        let direct = Arc::clone(&self.direct);
        let connect: Arc<dyn Fn(&ConnectionDetails<'_>) -> _ + Send + Sync> =
            Arc::new(move |details: &ConnectionDetails<'_>| {
                direct
                    .connect(details, None)?
                    .ok_or(ureq::Error::ConnectionFailed)
            });
        let in_full = !details.needs_tls() && proxy.protocol() == ProxyProtocol::Http;
        let (uri, config) = match (in_full, details.needs_tls()) {
            (true, _) => (proxy.uri(), details.config),
            (false, true) => (details.uri, &self.https),
            (false, false) => (details.uri, &self.http),
        };
        let addrs = if in_full || proxy.resolve_target() {
            resolver.resolve(uri, details.config, details.timeout)?
        } else {
            resolver.empty()
        };
        let details = ConnectionDetails {
            uri,
            addrs,
            config,
            resolver: &resolver,
            request_level: true,
            now: details.now,
            timeout: details.timeout,
            current_time: Arc::clone(&details.current_time),
            run_connector: connect,
            register_shutdown: Arc::clone(&details.register_shutdown),
        };
        self.direct.connect(&details, None)
    }
}

impl Connector<()> for ByProxy {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let Some(named) = self.proxies.of(details.uri) else {
            return self.direct.connect(details, None);
        };
        let failed = |reason: String| ureq::Error::Other(Box::new(named.failure(reason)));
        let Some(proxy) = &named.proxy else {
            return Err(failed("its value is not the address of a proxy".into()));
        };
        let transport = self
            .connect_through(proxy, details)
            .map_err(|error| failed(error.to_string()))?;
        let in_full = !details.needs_tls() && proxy.protocol() == ProxyProtocol::Http;
        Ok(transport.map(|transport| match in_full {
            true => Box::new(InFull::new(transport, details.uri, proxy)) as Box<dyn Transport>,
            false => transport,
        }))
    }
}

/// Leaves it to [`ByProxy`] to resolve names where a proxy is to be asked, which may know more.
#[derive(Debug)]
pub(super) struct ResolveDirect(pub(super) Proxies);

impl Resolver for ResolveDirect {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        match self.0.of(uri) {
            Some(_) => Ok(self.empty()),
            None => DefaultResolver::default().resolve(uri, config, timeout),
        }
    }
}

/// A connection to an HTTP proxy, to which requests are made in full.
#[derive(Debug)]
struct InFull {
    proxy: Box<dyn Transport>,
    /// `http://host:port`, which goes before the path.
    origin: String,
    /// A line of the header that names the user, or nothing.
    authorization: String,
}

impl InFull {
    fn new(transport: Box<dyn Transport>, uri: &Uri, proxy: &Proxy) -> Self {
        let host = uri.host().unwrap_or_default();
        let port = uri.port().map_or(String::new(), |port| format!(":{port}"));
        let authorization = proxy.username().map_or(String::new(), |user| {
            let password = proxy.password().unwrap_or_default();
            let credentials = BASE64_STANDARD.encode(format!("{user}:{password}"));
            format!("Proxy-Authorization: Basic {credentials}\r\n")
        });
        Self {
            proxy: transport,
            origin: format!("http://{host}{port}"),
            authorization,
        }
    }

    /// The request in full, if it is the beginning of one.
    fn in_full(&self, request: &[u8]) -> Option<Vec<u8>> {
        let path = request.strip_prefix(b"GET ")?;
        if !path.starts_with(b"/") {
            return None;
        }
        let line = path.windows(2).position(|end| end == b"\r\n")? + 2;
        let (line, rest) = path.split_at(line);
        let (origin, authorization) = (self.origin.as_bytes(), self.authorization.as_bytes());
        Some([b"GET ", origin, line, authorization, rest].concat())
    }
}

impl Transport for InFull {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.proxy.buffers()
    }

    fn transmit_output(
        &mut self,
        mut amount: usize,
        timeout: NextTimeout,
    ) -> Result<(), ureq::Error> {
        let request = self.proxy.buffers().output()[..amount].to_vec();
        if let Some(request) = self.in_full(&request) {
            amount = request.len();
            let output = self.proxy.buffers().output();
            let room = output.len();
            output
                .get_mut(..amount)
                .ok_or(ureq::Error::LargeResponseHeader(amount, room))?
                .copy_from_slice(&request);
        }
        self.proxy.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.proxy.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.proxy.is_open()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variable and the host of the proxy that is asked for an address.
    fn asked(environment: &[(&str, &str)], address: &str) -> Option<(&'static str, String)> {
        let proxies = Proxies::from(|variable| {
            let found = environment.iter().find(|(name, _)| *name == variable);
            found.map(|(_, value)| (*value).to_owned())
        });
        let named = proxies.of(&address.parse().unwrap())?;
        let host = named.proxy.as_ref().map_or("none", |proxy| proxy.host());
        Some((named.variable, host.to_owned()))
    }

    #[test]
    fn each_scheme_has_the_proxy_that_curl_would_ask() {
        let all = [
            ("http_proxy", "http://a:1"),
            ("https_proxy", "http://b:2"),
            ("ALL_PROXY", "socks5://c:3"),
        ];
        for (environment, http, https) in [
            (&all[..0], None, None),
            (&all[..1], Some("http_proxy"), None),
            (&all[1..2], None, Some("https_proxy")),
            (&all[2..], Some("ALL_PROXY"), Some("ALL_PROXY")),
            (&all[1..], Some("ALL_PROXY"), Some("https_proxy")),
            (&all[..], Some("http_proxy"), Some("https_proxy")),
            (
                &[("http_proxy", ""), ("HTTP_PROXY", "a")],
                Some("HTTP_PROXY"),
                None,
            ),
            (&[("https_proxy", "no proxy")], None, Some("https_proxy")),
        ] {
            let variable = |address| asked(environment, address).map(|(variable, _)| variable);
            assert_eq!(variable("http://mnist/a"), http, "{environment:?}");
            assert_eq!(variable("https://mnist/a"), https, "{environment:?}");
        }
    }

    #[test]
    fn hosts_in_no_proxy_are_asked_directly() {
        let through = |no_proxy, host: &str| {
            let environment = [("ALL_PROXY", "a"), ("no_proxy", no_proxy)];
            asked(&environment, &format!("http://{host}/mnist")).is_some()
        };
        for (no_proxy, host) in [
            ("*", "anything"),
            ("localhost,mnist.org", "mnist.org"),
            ("localhost, mnist.org", "MNIST.org:8080"),
            ("mnist.org", "data.mnist.org"),
            (".mnist.org", "data.mnist.org"),
            (".mnist.org", "mnist.org"),
            ("*.mnist.org", "data.mnist.org"),
            ("127.0.0.1", "127.0.0.1:80"),
            ("10.0.0.0/8", "10.1.2.3"),
            ("0.0.0.0/0", "10.1.2.3"),
            ("::1", "[::1]:80"),
            ("fd00::/8", "[fd12::1]"),
        ] {
            assert!(!through(no_proxy, host), "{no_proxy}: {host}");
        }
        for (no_proxy, host) in [
            ("", "mnist.org"),
            (",", "mnist.org"),
            ("mnist.org", "notmnist.org"),
            ("mnist.org", "mnist.org.example"),
            ("127.0.0.1", "127.0.0.2"),
            ("10.0.0.0/8", "11.1.2.3"),
            ("10.0.0.0/x", "10.1.2.3"),
            ("0.1", "127.0.0.1"),
            ("fd00::/8", "[fe12::1]"),
        ] {
            assert!(through(no_proxy, host), "{no_proxy}: {host}");
        }
    }

    #[test]
    fn a_failure_names_the_proxy_without_its_password() {
        let proxies = Proxies::from(|variable| {
            (variable == "https_proxy").then(|| "http://user:secret@proxy".to_owned())
        });
        let uri = "https://mnist/data".parse().unwrap();
        assert_eq!(
            proxies.failure(&uri, "gone").unwrap().to_string(),
            "the proxy http://proxy:80 (https_proxy): gone"
        );
    }
}
