//! What browsers are told: the number of the site, its style sheet, and what is wrong.

use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;
use tokio::sync::watch;

use crate::diagnostic::Diagnostic;

/// Why the last change is not shown.
#[derive(Debug, Clone)]
pub(super) enum Trouble {
    /// The content has errors.
    Content(Arc<Vec<Diagnostic>>),
    /// A broken theme, an unreadable folder: a sentence says it.
    Other(String),
}

/// The news that a page waits for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(super) struct News {
    /// Grows with each site and each index.
    site: u64,
    /// Path of the style sheet.
    style: String,
    /// Grows with each trouble; none when all is well.
    trouble: Option<u64>,
}

impl News {
    /// Path of the style sheet.
    pub(super) fn style(&self) -> &str {
        &self.style
    }
}

/// Shared between the engine and the server.
#[derive(Debug)]
pub(super) struct State {
    trouble: RwLock<Option<Trouble>>,
    news: watch::Sender<News>,
}

impl State {
    pub(super) fn new() -> Self {
        Self { trouble: RwLock::default(), news: watch::Sender::new(News::default()) }
    }

    pub(super) fn news(&self) -> watch::Receiver<News> {
        self.news.subscribe()
    }

    /// What is wrong now.
    pub(super) fn troubled(&self) -> Option<Trouble> {
        self.trouble.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// There is a new site, and nothing is wrong.
    pub(super) fn publish(&self, style: &str) {
        *self.trouble.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.news.send_modify(|news| {
            news.site += 1;
            style.clone_into(&mut news.style);
            news.trouble = None;
        });
    }

    /// The site has a new index.
    pub(super) fn renew(&self) {
        self.news.send_modify(|news| news.site += 1);
    }

    /// The last change is not shown.
    pub(super) fn trouble(&self, trouble: Trouble) {
        *self.trouble.write().unwrap_or_else(PoisonError::into_inner) = Some(trouble);
        self.news.send_modify(|news| news.trouble = Some(news.trouble.unwrap_or(news.site) + 1));
    }
}
