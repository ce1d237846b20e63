//! The local HTTP server: files of the site, a stream of news for the page, and what is wrong.

use std::convert::Infallible;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::Sender;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::oneshot;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::engine::{Message, Question};
use super::problems;
use super::site::{Found, media_type};
use super::state::State;
use super::{Editor, Options};
use crate::address::decode;
use crate::output::Content;
use crate::photo;
use crate::source::disk::read_attachment;

const SCRIPT: &str = include_str!("assets/apercu.js");
const STYLE: &str = include_str!("assets/apercu.css");
/// What a host would send: a page that breaks under it must break here first.
const POLICY: &str = "default-src 'self'";
/// Names the bytes of a page, in its head and in the header of an answer; those of an image in the header alone.
const MARK: &str = "x-capitole-page";

/// What answers need.
pub(super) struct Server {
    pub(super) state: Arc<State>,
    pub(super) engine: Sender<Message>,
    pub(super) root: std::path::PathBuf,
    pub(super) editor: Editor,
}

impl Server {
    pub(super) fn new(state: Arc<State>, engine: Sender<Message>, options: &Options) -> Self {
        let root = std::path::absolute(&options.root).unwrap_or_else(|_| options.root.clone());
        // Whoever looks from another machine has no use for the paths of this one, and no business with them.
        let editor = if options.host.is_loopback() { options.editor.clone() } else { Editor::NONE };
        Self { state, engine, root, editor }
    }
}

type Shown = Shared<Arc<Server>>;

/// Serves on `listener` until the process ends.
pub(super) fn serve(listener: TcpListener, server: Server) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let app = Router::new()
            .route("/__capitole/apercu.js", get(|| async { answer(StatusCode::OK, "apercu.js", SCRIPT.into()) }))
            .route("/__capitole/apercu.css", get(|| async { answer(StatusCode::OK, "apercu.css", STYLE.into()) }))
            .route("/__capitole/nouvelles", get(news))
            .route("/__capitole/problemes", get(wrong))
            .fallback(file)
            .layer(middleware::from_fn(only_known_hosts))
            .with_state(Arc::new(server));
        axum::serve(tokio::net::TcpListener::from_std(listener)?, app).await
    })
}

/// A page of another site must not read the preview through a name that it points here: this machine is asked for by
/// « localhost » or by an address.
async fn only_known_hosts(request: Request, next: Next) -> Response {
    if is_known_host(request.headers()) { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}

fn is_known_host(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST) else { return true };
    let Ok(host) = host.to_str() else { return false };
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok()
}

async fn news(Shared(server): Shown) -> Response {
    let stream = WatchStream::new(server.state.news()).map(|news| {
        let data = serde_json::to_string(&news).unwrap_or_default();
        Ok::<_, Infallible>(Event::default().event("site").data(data))
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

/// What is wrong now, as a part of a page.
async fn wrong(Shared(server): Shown) -> Response {
    let fragment = problems::fragment(server.state.troubled().as_ref(), &server.root, &server.editor);
    answer(StatusCode::OK, "problemes.html", fragment.into_bytes())
}

async fn file(Shared(server): Shown, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = decode(request.uri().path().trim_start_matches('/'));
    let (reply, answered) = oneshot::channel();
    if server.engine.send(Message::Get(Question { path: path.clone(), answer: reply })).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let style = server.state.news().borrow().style().to_owned();
    match answered.await {
        Ok(Found::File(name, content)) => content_answer(StatusCode::OK, &name, &content, &style),
        Ok(Found::Folder) => (StatusCode::FOUND, [(header::LOCATION, format!("/{path}/"))]).into_response(),
        Ok(Found::Missing(content)) => content_answer(StatusCode::NOT_FOUND, "404.html", &content, &style),
        Ok(Found::Nothing) | Err(_) => {
            let fragment = problems::fragment(server.state.troubled().as_ref(), &server.root, &server.editor);
            let page = problems::page(&fragment, &tags(""));
            answer(StatusCode::INTERNAL_SERVER_ERROR, "problemes.html", page.into_bytes())
        }
    }
}

fn content_answer(status: StatusCode, name: &str, content: &Content, style: &str) -> Response {
    let bytes = match content {
        Content::Bytes(bytes) => bytes.clone(),
        Content::Copy(path) => match read_attachment(path) {
            Ok(bytes) => bytes,
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
        Content::Photo(path) => match read_attachment(path) {
            Ok(bytes) => photo::silent(&bytes).unwrap_or(bytes),
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let is_page = media_type(name).starts_with("text/html");
    if !is_page && !media_type(name).starts_with("image/") {
        return answer(status, name, bytes);
    }
    let mark = mark(&bytes, if is_page { style } else { "" });
    let bytes = if is_page { with_tags(&bytes, &tags(&mark)) } else { bytes };
    let mut response = answer(status, name, bytes);
    if let Ok(mark) = mark.parse() {
        response.headers_mut().insert(MARK, mark);
    }
    response
}

fn answer(status: StatusCode, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type(name)),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Body::from(bytes)).into_response()
}

/// A name of the page's bytes that stays the same when nothing but the style sheet changes.
fn mark(page: &[u8], style: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut rest = page;
    while let Some(at) = find(rest, style.as_bytes()) {
        hasher.update(&rest[..at]);
        rest = &rest[at + style.len()..];
    }
    hasher.update(rest);
    hasher.finalize().to_hex()[..16].to_owned()
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() { None } else { bytes.windows(part.len()).position(|window| window == part) }
}

/// What is put before the end of each page as it is served; the site's own bytes stay those of a build.
fn tags(mark: &str) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"/__capitole/apercu.css\"><script type=\"module\" src=\"/__capitole/apercu.js\" data-page=\"{mark}\" id=\"capitole-apercu\"></script>"
    )
}

fn with_tags(page: &[u8], tags: &str) -> Vec<u8> {
    let end = page.windows(7).rposition(|window| window == b"</body>").unwrap_or(page.len());
    [&page[..end], tags.as_bytes(), &page[end..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_stand_before_the_end() {
        let page = with_tags(b"<body>x</body></html>", &tags("m"));
        assert!(String::from_utf8_lossy(&page).ends_with("</script></body></html>"));
    }

    #[test]
    fn a_page_whose_style_alone_changed_keeps_its_mark() {
        assert_eq!(mark(b"<a href=s-1.css>x", "s-1.css"), mark(b"<a href=s-2.css>x", "s-2.css"));
        assert_ne!(mark(b"<a href=s-1.css>x", "s-1.css"), mark(b"<a href=s-1.css>y", "s-1.css"));
        assert_eq!(mark(b"x", "").len(), 16);
    }

    #[test]
    fn names_that_may_lead_anywhere_are_refused() {
        let host = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().expect("a header"));
            is_known_host(&headers)
        };
        for known in ["localhost", "localhost:4300", "127.0.0.1:4300", "[::1]:4300", "192.168.1.5"] {
            assert!(host(known), "{known}");
        }
        for other in ["ailleurs.invalid", "localhost.invalid:80", "127.0.0.1.invalid", ""] {
            assert!(!host(other), "{other}");
        }
    }
}
