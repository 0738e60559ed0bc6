//! An address → its bytes, fetched politely and only when asked.
//!
//! Politely: `robots.txt` is kept to, a host is asked at most once in [`Polite::pause`], a page that has not changed is
//! not sent again, and nobody waits or stores without end. Safely: the addresses that a name stands for are looked at
//! when the connection is made, so that neither a redirect nor a name that changes its meaning leads into a private
//! network. Proxies of the environment are not used, because behind one these addresses cannot be seen.

mod guard;
mod robots;

use crate::item::{Body, Item, fault};
use guard::Guard;
use report::{Fault, Given, MAX_BYTES};
use robots::Robots;
use std::collections::HashMap;
use std::io::Read;
use std::time::{Duration, Instant};
use ureq::http::{Uri, header};
use ureq::unversioned::transport::DefaultConnector;

/// How this program names itself to servers.
pub const AGENT: &str = concat!("tarikh/", env!("CARGO_PKG_VERSION"));
/// More redirects are a ring.
const MOST_REDIRECTS: usize = 5;
/// What a site's robots.txt may hold, by its standard.
const ROBOTS_BYTES: u64 = 512 << 10;

/// How a client behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Polite {
    /// Time between two questions to one host; its robots.txt may ask for more.
    pub pause: Duration,
    /// Deadline of one answer, from looking up the name to the last byte.
    pub timeout: Duration,
    /// Addresses of the machine itself and of private networks may be asked.
    pub private: bool,
}

impl Default for Polite {
    fn default() -> Polite {
        Polite { pause: Duration::from_secs(2), timeout: Duration::from_secs(30), private: false }
    }
}

/// What a server said of a version of a page, to ask whether there is a newer one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// `ETag`.
    pub tag: Option<String>,
    /// `Last-Modified`.
    pub changed: Option<String>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The page, and where it was found in the end.
    Page {
        /// The address after redirects.
        url: String,
        /// Its media type.
        kind: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// Its version.
        version: Version,
    },
    /// It has not changed since.
    Unchanged,
}

/// Fetches addresses. It remembers what hosts allow and when they were asked.
pub struct Client {
    agent: ureq::Agent,
    polite: Polite,
    hosts: HashMap<String, Host>,
}

struct Host {
    robots: Robots,
    asked: Instant,
}

impl Client {
    /// A client; nothing is asked yet.
    pub fn new(polite: Polite) -> Client {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(polite.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(AGENT)
            .build();
        let guard = Guard::new(polite.private);
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), guard);
        Client { agent, polite, hosts: HashMap::new() }
    }

    /// The bytes at an address, unless they are those of `known`.
    pub fn get(&mut self, url: &str, known: &Version) -> Result<Answer, Fault> {
        let mut uri = parse(url)?;
        for _ in 0..=MOST_REDIRECTS {
            self.ask_leave(&uri)?;
            let mut request = self.agent.get(&uri);
            if let Some(tag) = &known.tag {
                request = request.header(header::IF_NONE_MATCH, tag);
            }
            if let Some(day) = &known.changed {
                request = request.header(header::IF_MODIFIED_SINCE, day);
            }
            let mut answer = request.call().map_err(|e| broken(&e))?;
            let words =
                |name: header::HeaderName| answer.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_string);
            let status = answer.status().as_u16();
            match status {
                200 => {
                    let (kind, tag, changed) =
                        (words(header::CONTENT_TYPE), words(header::ETAG), words(header::LAST_MODIFIED));
                    let bytes = taken(&mut answer, MAX_BYTES as u64)?;
                    let version = Version { tag, changed };
                    return Ok(Answer::Page { url: uri.to_string(), kind: kind.unwrap_or_default(), bytes, version });
                }
                304 => return Ok(Answer::Unchanged),
                301 | 302 | 303 | 307 | 308 => {
                    let to = words(header::LOCATION)
                        .ok_or_else(|| fault("expected a page, but found a redirect to nowhere", ""))?;
                    uri = parse(&joined(&uri, &to))?;
                }
                _ => return Err(refused(status)),
            }
        }
        Err(fault(format!("expected a page, but found more than {MOST_REDIRECTS} redirects"), "open it in a browser"))
    }

    /// The item at an address: a page, a feed, an archive.
    pub fn item(&mut self, url: &str) -> Item {
        match self.get(url, &Version::default()) {
            Err(fault) => Item::new(url, Body::Fault(fault)),
            Ok(Answer::Unchanged) => Item::skipped(url, "a page that has not changed"),
            Ok(Answer::Page { url: found, kind, bytes, .. }) => {
                // The media type tells a page; the last part of the address tells a table or a document.
                let path = found.split(['?', '#']).next().unwrap_or_default();
                let last = path.rsplit('/').next().unwrap_or_default().to_string();
                let name = crate::warc::ending(&kind).map_or(last, str::to_string);
                let given = Given { url: Some(found), file: Some(url.to_string()), ..Given::default() };
                Item { given, ..Item::new(url, Body::Bytes { name, bytes }) }
            }
        }
    }

    /// Waits until the host may be asked again, and asks it once what it allows.
    fn ask_leave(&mut self, uri: &Uri) -> Result<(), Fault> {
        let host = format!("{}://{}", uri.scheme_str().unwrap_or("https"), uri.authority().map_or("", |a| a.as_str()));
        if !self.hosts.contains_key(&host) {
            let robots = self.robots(&host)?;
            self.hosts.insert(host.clone(), Host { robots, asked: Instant::now() });
        }
        let Some(known) = self.hosts.get_mut(&host) else { return Ok(()) };
        let path = uri.path_and_query().map_or("/", |p| p.as_str());
        if !known.robots.allows(path) {
            let hint = "the site asks programs not to fetch it: save the page in a browser and read the file";
            return Err(fault("expected a page that may be fetched, but robots.txt forbids it", hint));
        }
        let pause = self.polite.pause.max(known.robots.delay.min(Duration::from_secs(60)));
        std::thread::sleep(pause.saturating_sub(known.asked.elapsed()));
        known.asked = Instant::now();
        Ok(())
    }

    fn robots(&self, host: &str) -> Result<Robots, Fault> {
        let mut uri = parse(&format!("{host}/robots.txt"))?;
        for _ in 0..=MOST_REDIRECTS {
            let mut answer = self.agent.get(&uri).call().map_err(|e| broken(&e))?;
            match answer.status().as_u16() {
                200..300 => {
                    let mut text = Vec::new();
                    let reader = answer.body_mut().as_reader();
                    reader.take(ROBOTS_BYTES).read_to_end(&mut text).map_err(|e| {
                        fault(format!("expected the rules of a site, but found {e}"), "try again later")
                    })?;
                    return Ok(Robots::parse(&String::from_utf8_lossy(&text), "tarikh"));
                }
                300..400 => {
                    let to = answer.headers().get(header::LOCATION).and_then(|v| v.to_str().ok());
                    let Some(to) = to else { return Ok(Robots::default()) };
                    uri = parse(&joined(&uri, to))?;
                }
                // A site that cannot say what it allows is left alone; one that has no rules allows all.
                500.. => return Ok(Robots::nothing()),
                _ => return Ok(Robots::default()),
            }
        }
        Ok(Robots::default())
    }
}

fn taken(answer: &mut ureq::http::Response<ureq::Body>, room: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read = answer.body_mut().as_reader().take(room + 1).read_to_end(&mut bytes);
    match read {
        Err(e) => Err(fault(format!("expected a whole page, but found {e}"), "try again later")),
        Ok(n) if n as u64 > room => {
            Err(fault(format!("expected a page of at most {} MB, but found a larger one", room >> 20), ""))
        }
        Ok(_) => Ok(bytes),
    }
}

fn parse(url: &str) -> Result<Uri, Fault> {
    let uri: Option<Uri> = url.trim().parse().ok();
    let uri =
        uri.filter(|u| matches!(u.scheme_str(), Some("http" | "https")) && u.host().is_some_and(|h| !h.is_empty()));
    uri.ok_or_else(|| {
        fault(format!("expected an address that begins with http:// or https://, but found \"{url}\""), "")
    })
}

/// Where a redirect leads, seen from `from`.
fn joined(from: &Uri, to: &str) -> String {
    let to = to.split('#').next().unwrap_or_default();
    let (scheme, host) = (from.scheme_str().unwrap_or("https"), from.authority().map_or("", |a| a.as_str()));
    if to.starts_with("http://") || to.starts_with("https://") || to.split_once("://").is_some() {
        to.to_string()
    } else if to.starts_with("//") {
        format!("{scheme}:{to}")
    } else if to.starts_with('/') {
        format!("{scheme}://{host}{to}")
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{host}{folder}/{to}")
    }
}

fn refused(status: u16) -> Fault {
    let hint = match status {
        401 | 403 => "the site wants a login or no programs: save the page in a browser and read the file",
        404 | 410 => "check the address",
        429 | 503 => "the site is busy: try again later, with a longer pause",
        _ => "try again later",
    };
    fault(format!("expected a page, but found HTTP {status}"), hint)
}

fn broken(error: &ureq::Error) -> Fault {
    match error {
        ureq::Error::Timeout(_) => fault("expected a page, but found no answer in time", "try again later"),
        ureq::Error::HostNotFound => fault("expected a page, but found no such host", "check the address"),
        ureq::Error::Io(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
            fault(format!("expected a public address, but found {e}"), "--allow-private lets it be fetched")
        }
        other => fault(format!("expected a page, but found {other}"), "check the address and the connection"),
    }
}

#[cfg(test)]
mod tests;
