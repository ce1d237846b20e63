//! The local HTTP server: files of the site in memory, and a stream of news for the page.

use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::site::{Found, News, State, media_type};
use crate::output::Content;
use crate::source::disk::read_attachment;

const RELOAD_SCRIPT: &str = include_str!("assets/apercu.js");
const RELOAD_STYLE: &str = include_str!("assets/apercu.css");
/// Put before the end of each page as it is served; the site's own bytes stay those of a build.
const RELOAD_TAGS: &str = "<link rel=\"stylesheet\" href=\"/__capitole/apercu.css\"><script type=\"module\" src=\"/__capitole/apercu.js\"></script>";
/// What a host would send: a page that breaks under it must break here first.
const POLICY: &str = "default-src 'self'";

/// Serves on `listener` until the process ends.
pub(super) fn serve(listener: TcpListener, state: Arc<State>) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let app = Router::new()
            .route(
                "/__capitole/apercu.js",
                get(|| async { ([(header::CONTENT_TYPE, media_type("x.js"))], RELOAD_SCRIPT) }),
            )
            .route(
                "/__capitole/apercu.css",
                get(|| async { ([(header::CONTENT_TYPE, media_type("x.css"))], RELOAD_STYLE) }),
            )
            .route("/__capitole/nouvelles", get(news))
            .fallback(file)
            .with_state(state);
        axum::serve(tokio::net::TcpListener::from_std(listener)?, app).await
    })
}

/// A page of another site must not read the preview through a name that it points at 127.0.0.1.
fn is_loopback_host(headers: &HeaderMap, port: u16) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return true };
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host == *name || host == format!("{name}:{port}"))
}

async fn news(Shared(state): Shared<Arc<State>>, headers: HeaderMap) -> Response {
    if !is_loopback_host(&headers, state.port) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let stream = WatchStream::new(state.news()).map(|news| {
        Ok::<_, Infallible>(match news {
            News::None => Event::default().event("attente").data(""),
            News::Site(number) => Event::default().event("site").data(number.to_string()),
            News::Trouble(text) => Event::default().event("erreur").data(text),
        })
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

async fn file(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    if !is_loopback_host(request.headers(), state.port) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = decode(request.uri().path().trim_start_matches('/'));
    let site = state.served();
    match site.find(&path) {
        Found::File(name, content) => answer(StatusCode::OK, name, content),
        Found::Folder => (StatusCode::FOUND, [(header::LOCATION, format!("/{path}/"))]).into_response(),
        Found::Missing(name, content) => answer(StatusCode::NOT_FOUND, name, content),
        Found::Nothing => {
            let page = format!(
                "<!doctype html><html lang=\"fr\"><title>Aperçu</title><h1>Rien à montrer encore</h1>{RELOAD_TAGS}</html>"
            );
            (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, media_type("x.html"))], page).into_response()
        }
    }
}

fn answer(status: StatusCode, name: &str, content: &Content) -> Response {
    let bytes = match content {
        Content::Bytes(bytes) => bytes.clone(),
        Content::Copy(path) => match read_attachment(path) {
            Ok(bytes) => bytes,
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let kind = media_type(name);
    let body = if kind.starts_with("text/html") { with_reload(&bytes) } else { bytes };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, Body::from(body)).into_response()
}

fn with_reload(page: &[u8]) -> Vec<u8> {
    let end = page.windows(7).rposition(|window| window == b"</body>").unwrap_or(page.len());
    [&page[..end], RELOAD_TAGS.as_bytes(), &page[end..]].concat()
}

/// Percent-decoding of a path; what is not UTF-8 after it matches no file.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = |at: usize| tail.get(at).and_then(|byte| (*byte as char).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, hex(0), hex(1)) {
            bytes.push((high * 16 + low) as u8);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded() {
        assert_eq!(decode("a%20b/%C3%A9"), "a b/é");
        assert_eq!(decode("100%"), "100%");
    }

    #[test]
    fn the_reload_tags_stand_before_the_end() {
        let page = with_reload(b"<body>x</body></html>");
        assert!(String::from_utf8_lossy(&page).ends_with("</script></body></html>"));
    }
}
