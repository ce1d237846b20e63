//! One question to one server, by ureq, to public addresses only.

use crate::system::in_french;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use super::address;
use super::judge::{Answer, Failure, Method};

/// A whole question and its answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Says who asks.
const NAME: &str = concat!("capitole/", env!("CARGO_PKG_VERSION"), " (link check)");

/// Asks servers.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
}

impl Default for Client {
    fn default() -> Self {
        Self::new(address::is_public, TIMEOUT)
    }
}

impl Client {
    /// A client that connects to the addresses that `is_allowed` takes: in tests, this machine's own.
    pub fn new(is_allowed: fn(IpAddr) -> bool, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            // Redirects are followed one by one, each judged.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .proxy(None)
            .user_agent(NAME)
            .build();
        Self {
            agent: Agent::with_parts(
                config,
                DefaultConnector::default(),
                Guard { is_allowed, inner: DefaultResolver::default() },
            ),
        }
    }

    /// Asks for an address.
    pub(super) fn ask(&self, method: Method, url: &str) -> Result<Answer, Failure> {
        let answer = match method {
            Method::Head => self.agent.head(url).call(),
            Method::Get => self.agent.get(url).call(),
        };
        let answer = answer.map_err(|error| failure(&error))?;
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Answer { status: answer.status().as_u16(), location })
    }
}

fn failure(error: &Error) -> Failure {
    match error {
        Error::Timeout(_) => Failure::Timeout,
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Failure::Timeout,
        Error::Io(error) if is_private(error) => Failure::Private,
        Error::HostNotFound => Failure::Connection("hôte introuvable".to_owned()),
        Error::ConnectionFailed => Failure::Connection("connexion impossible".to_owned()),
        Error::Tls(_) | Error::Rustls(_) => Failure::Connection("certificat refusé".to_owned()),
        Error::Io(error) => Failure::Connection(in_french(error)),
        Error::BadUri(_) | Error::Http(_) => Failure::Unasked,
        other => Failure::Connection(other.to_string()),
    }
}

fn is_private(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<NotPublic>)
}

/// Resolves names, and refuses those that lead to an address which is not allowed: what is resolved here is what is
/// connected to, so that a name cannot lead elsewhere meanwhile.
#[derive(Debug)]
struct Guard {
    is_allowed: fn(IpAddr) -> bool,
    inner: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if found.iter().all(|address| (self.is_allowed)(address.ip())) {
            return Ok(found);
        }
        Err(Error::Io(io::Error::new(io::ErrorKind::PermissionDenied, NotPublic)))
    }
}

/// An address that is not public.
#[derive(Debug)]
struct NotPublic;

impl std::fmt::Display for NotPublic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("adresse non publique")
    }
}

impl std::error::Error for NotPublic {}
