//! The page itself: what `web/` was built into, held in the program.
//!
//! In: a path. Out: the file of that name, or the page for any path without one, since the page finds its way by the part
//! behind `#`. Where the program was built without npm, a plain page says how to get the whole one.

use crate::answer::Problem;
use axum::response::{IntoResponse, Response};
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode, Uri};

/// A file of the page.
struct File {
    path: &'static str,
    media: &'static str,
    /// As it was built.
    plain: &'static [u8],
    /// The same under gzip; empty where that is not shorter.
    gzip: &'static [u8],
    tag: &'static str,
    /// True where the name holds a hash of the content.
    lasting: bool,
}

include!(concat!(env!("OUT_DIR"), "/ui.rs"));

/// Answers every path outside the API.
pub async fn page(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "expected GET for a page, but found another method")
            .into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let Some(file) = FILES.iter().find(|f| f.path == path) else {
        return Problem::missing("expected a file of the page or a route of /api/openapi.json, but found neither")
            .into_response();
    };
    let has = |name: header::HeaderName, text: &str| {
        headers.get_all(name).iter().any(|v| v.to_str().is_ok_and(|v| v.contains(text)))
    };
    let mut response = if has(header::IF_NONE_MATCH, file.tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if !file.gzip.is_empty() && has(header::ACCEPT_ENCODING, "gzip") {
        ([(header::CONTENT_ENCODING, "gzip")], file.gzip).into_response()
    } else {
        file.plain.into_response()
    };
    let lasting = if file.lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(lasting));
    answer.insert(header::ETAG, HeaderValue::from_static(file.tag));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}
