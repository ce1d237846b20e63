//! What the answers to an address mean.

use serde::{Deserialize, Serialize};

use super::address;

/// Redirects followed.
const REDIRECTS: usize = 5;

/// What is known of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "etat", content = "detail", rename_all = "kebab-case")]
pub enum Verdict {
    /// It answers, or only refuses robots.
    Alive,
    /// It answers, for good, at another address.
    Moved(String),
    /// It answers with this status.
    Dead(u16),
    /// It leads from one address to another without end.
    Circle,
    /// No connection could be made, for this reason.
    Unreachable(String),
    /// No answer in time.
    Slow,
    /// It is, or leads to, an address that is not public; no connection was made.
    Private,
    /// It could not be judged: too many questions, or an address that the client does not know to ask for.
    Unknown,
}

impl Verdict {
    /// Whether nothing at all came back.
    pub(super) const fn is_silence(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Slow)
    }
}

/// How an address is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Whether it is there.
    Head,
    /// The whole of it, of which only the beginning is read.
    Get,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// Status.
    pub(super) status: u16,
    /// Where it is said to be.
    pub(super) location: Option<String>,
}

/// Why nothing came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// Too long.
    Timeout,
    /// The address is not public.
    Private,
    /// The client cannot ask for such an address.
    Unasked,
    /// No connection, for this reason.
    Connection(String),
}

/// Asks for an address, and for those that it leads to.
pub(super) fn judge(url: &str, ask: &dyn Fn(Method, &str) -> Result<Answer, Failure>) -> Verdict {
    let mut at = url.to_owned();
    let mut is_permanent = true;
    for _ in 0..=REDIRECTS {
        let answer = match once(&at, ask) {
            Ok(answer) => answer,
            Err(Failure::Timeout) => return Verdict::Slow,
            Err(Failure::Private) => return Verdict::Private,
            Err(Failure::Unasked) => return Verdict::Unknown,
            Err(Failure::Connection(reason)) => return Verdict::Unreachable(reason),
        };
        match (answer.status, answer.location) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                is_permanent &= matches!(answer.status, 301 | 308);
                let Some(next) = address::join(&at, &location) else { return Verdict::Unknown };
                at = next;
            }
            (200..=399, _) if at != url && is_permanent => return Verdict::Moved(at),
            // A site that asks for a name, or refuses robots, is there for a person.
            (200..=399 | 401 | 403 | 405 | 406 | 451 | 999, _) => return Verdict::Alive,
            (429, _) => return Verdict::Unknown,
            (status, _) => return Verdict::Dead(status),
        }
    }
    Verdict::Circle
}

/// Some servers refuse `HEAD`, or answer it as they would not answer a person: they are asked again.
fn once(url: &str, ask: &dyn Fn(Method, &str) -> Result<Answer, Failure>) -> Result<Answer, Failure> {
    let answer = ask(Method::Head, url)?;
    if matches!(answer.status, 403..=405 | 500 | 501) { ask(Method::Get, url) } else { Ok(answer) }
}
