//! Who may ask, and what a browser may do with the answer.
//!
//! In: every request. Out: the request, or a refusal. A page of another site must not read the record by making its name
//! resolve to this machine (the `Host` is checked), nor write to it (every request but GET must come from our own page:
//! `Origin` and `Sec-Fetch-Site` are checked, and a body must be JSON, which no form can send). Whoever reaches us over
//! another address than the loopback needs the token. The answers forbid scripts that are not ours.

use crate::answer::Problem;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode, Uri};
use std::net::IpAddr;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// Name of the cookie that holds the token.
const COOKIE: &str = "tarikh";

/// What a page may load and run: only what we send. Map workers are made from blobs; styles are set by our own scripts.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self' blob:; child-src 'self' blob:; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is let through.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// The secret that every request must bring, where one is set.
    pub token: Option<String>,
    /// Names, beside those of the loopback, under which the server may be asked.
    pub hosts: Vec<String>,
    /// True where any address in numbers is taken: the server listens beyond the loopback.
    pub open: bool,
}

/// Checks a request, and closes the answer to other sites.
pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.look(&request) {
        Ok(None) => next.run(request).await,
        Ok(Some(answer)) => answer,
        Err(problem) => problem.into_response(),
    };
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(), camera=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    response
}

impl Guard {
    /// Nothing where a request may pass; an answer of our own where it brought the token in its address.
    fn look(&self, request: &Request) -> Result<Option<Response>, Problem> {
        let (headers, uri) = (request.headers(), request.uri());
        let host = self.host(headers, uri)?;
        self.origin(request.method(), headers, &host)?;
        let Some(token) = &self.token else { return Ok(None) };
        let brought = |text: &str| bool::from(text.as_bytes().ct_eq(token.as_bytes()));
        if let Some(value) = text(headers, header::AUTHORIZATION)
            && value.strip_prefix("Bearer ").is_some_and(brought)
        {
            return Ok(None);
        }
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut cookies = cookies.flat_map(|v| v.split(';')).filter_map(|c| c.trim().split_once('='));
        if cookies.any(|(name, value)| name == COOKIE && brought(value)) {
            return Ok(None);
        }
        let given = uri.query().unwrap_or_default().split('&').find_map(|p| p.strip_prefix("token="));
        if request.method() == Method::GET && uri.path() == crate::api::feed::PATH && given.is_some_and(brought) {
            return Ok(None);
        }
        if request.method() == Method::GET && uri.path() == "/" && given.is_some_and(brought) {
            // The address with the token goes out of sight, into a cookie that no other site's page can send.
            let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
            return Ok(Some(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()));
        }
        Err(Problem::new(
            StatusCode::UNAUTHORIZED,
            "expected the token of this server, but found none or another\nhint: open the address that `tarikh serve` printed, or send `Authorization: Bearer TOKEN`",
        ))
    }

    /// The host and port a request was sent to, where we go by that name.
    fn host(&self, headers: &HeaderMap, uri: &Uri) -> Result<String, Problem> {
        let given = uri.authority().map(|a| a.as_str()).or_else(|| text(headers, header::HOST)).unwrap_or_default();
        let name = given.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let name = name.map_or(given, |(name, _)| name).trim_start_matches('[').trim_end_matches(']');
        let by_number = name.parse::<IpAddr>();
        let ours = name.eq_ignore_ascii_case("localhost")
            || by_number.is_ok_and(|ip| ip.is_loopback() || self.open)
            || self.hosts.iter().any(|h| h.eq_ignore_ascii_case(name));
        if ours && headers.get_all(header::HOST).iter().count() <= 1 {
            return Ok(given.to_ascii_lowercase());
        }
        Err(Problem::barred(format!(
            "expected a request for this machine, but found one for \"{}\"\nhint: open http://127.0.0.1, or start `tarikh serve` with --allow-host NAME",
            name.chars().filter(|c| c.is_ascii_graphic()).take(60).collect::<String>()
        )))
    }

    /// Only our own page may change anything.
    fn origin(&self, method: &Method, headers: &HeaderMap, host: &str) -> Result<(), Problem> {
        if matches!(*method, Method::GET | Method::HEAD) {
            return Ok(());
        }
        let from_here = |origin: &str| {
            let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            rest.is_some_and(|r| r.eq_ignore_ascii_case(host))
        };
        let origin = headers.get(header::ORIGIN).map(|v| v.to_str().is_ok_and(from_here));
        let site = text(headers, HeaderName::from_static("sec-fetch-site"));
        if origin == Some(false) || site.is_some_and(|s| s != "same-origin" && s != "none") {
            return Err(Problem::barred(
                "expected a request from this server's own page, but found one from another site",
            ));
        }
        let kind = text(headers, header::CONTENT_TYPE).unwrap_or_default();
        if kind.split(';').next().is_none_or(|k| !k.trim().eq_ignore_ascii_case("application/json")) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "expected a body of application/json, but found another or none",
            ));
        }
        Ok(())
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// A token of 128 random bits.
pub fn new_token() -> Result<String, String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| format!("expected random numbers from the system, but found: {e}"))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
