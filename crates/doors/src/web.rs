//! An address → its bytes, fetched politely and only when asked.
//!
//! Politely: `robots.txt` is kept to, a host is asked at most once in [`Polite::pause`], a page that has not changed is
//! not sent again, and nobody waits or stores without end. Safely: the addresses that a name stands for are looked at
//! when the connection is made, so that neither a redirect nor a name that changes its meaning leads into a private
//! network. Proxies of the environment are not used, because behind one these addresses cannot be seen.

mod guard;
mod post;
mod robots;

use crate::item::{Body, Item, fault};
use guard::Guard;
pub use post::{Hook, NotTaken, signature};
use report::{Fault, Given, MAX_BYTES};
use robots::Robots;
use std::collections::HashMap;
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use ureq::http::{Uri, header};
use ureq::unversioned::transport::DefaultConnector;

/// How this program names itself to servers.
pub const AGENT: &str = concat!("tarikh/", env!("CARGO_PKG_VERSION"));
/// More redirects are a ring.
const MOST_REDIRECTS: usize = 5;
/// What a site's robots.txt may hold, by its standard.
const ROBOTS_BYTES: u64 = 512 << 10;
/// A site's rules are asked for again after this, by their standard.
const ROBOTS_AGE: Duration = Duration::from_secs(24 * 3600);
/// How often a wait looks whether the work was stopped.
const GLANCE: Duration = Duration::from_millis(100);

/// How a client behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Polite {
    /// Time between two questions to one host; its robots.txt may ask for more.
    pub pause: Duration,
    /// Deadline of one answer, from looking up the name to the last byte.
    pub timeout: Duration,
    /// Addresses of the machine itself and of private networks may be asked.
    pub private: bool,
    /// Of these only the hosts named here (`host` or `host:port`), where any is named.
    pub private_hosts: Vec<String>,
}

impl Default for Polite {
    fn default() -> Polite {
        Polite {
            pause: Duration::from_secs(2),
            timeout: Duration::from_secs(30),
            private: false,
            private_hosts: Vec::new(),
        }
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

/// Why an address was not fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What to tell people.
    pub fault: Fault,
    /// The same question may have another answer later: the site is busy, the connection broke.
    pub passing: bool,
}

/// Fetches addresses, from any number of threads. It remembers what hosts allow and when they were asked, and asks each
/// one question at a time.
pub struct Client {
    agent: ureq::Agent,
    polite: Polite,
    hosts: Mutex<HashMap<String, Arc<Mutex<Host>>>>,
    stop: Option<Arc<AtomicBool>>,
}

#[derive(Default)]
struct Host {
    /// Its rules, and when they were asked for.
    robots: Option<(Robots, Instant)>,
    asked: Option<Instant>,
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
        let guard = Guard::new(polite.private, &polite.private_hosts);
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), guard);
        Client { agent, polite, hosts: Mutex::default(), stop: None }
    }

    /// The same, with a flag that ends every wait for a host's turn once it is set.
    pub fn with_stop(mut self, stop: Arc<AtomicBool>) -> Client {
        self.stop = Some(stop);
        self
    }

    /// The bytes at an address, unless they are those of `known`.
    pub fn get(&self, url: &str, known: &Version) -> Result<Answer, Fault> {
        self.ask(url, known).map_err(|r| r.fault)
    }

    /// The same, telling also whether it is worth asking again.
    pub fn ask(&self, url: &str, known: &Version) -> Result<Answer, Refusal> {
        let mut uri = parse(url)?;
        for _ in 0..=MOST_REDIRECTS {
            let host = self.host(&uri);
            let _turn = self.take_turn(&uri, &host)?;
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
        let message = format!("expected a page, but found more than {MOST_REDIRECTS} redirects");
        Err(fault(message, "open it in a browser").into())
    }

    /// The item at an address: a page, a feed, an archive.
    pub fn item(&self, url: &str) -> Item {
        match self.get(url, &Version::default()) {
            Err(fault) => Item::new(url, Body::Fault(fault)),
            Ok(Answer::Unchanged) => Item::skipped(url, "a page that has not changed"),
            Ok(Answer::Page { url: found, kind, bytes, .. }) => page(url, found, &kind, bytes),
        }
    }

    fn host(&self, uri: &Uri) -> Arc<Mutex<Host>> {
        self.hosts.lock().unwrap_or_else(|e| e.into_inner()).entry(site(uri)).or_default().clone()
    }

    /// Waits until the host may be asked again, and asks it once a day what it allows. Nobody else asks it until what is
    /// returned is let go.
    fn take_turn<'h>(&self, uri: &Uri, host: &'h Mutex<Host>) -> Result<MutexGuard<'h, Host>, Refusal> {
        let mut host = host.lock().unwrap_or_else(|e| e.into_inner());
        self.go_on()?;
        if host.robots.as_ref().is_none_or(|(_, asked)| asked.elapsed() > ROBOTS_AGE) {
            let robots = self.robots(&site(uri))?;
            host.robots = Some((robots, Instant::now()));
            host.asked = Some(Instant::now());
        }
        let Some((robots, _)) = &host.robots else { return Ok(host) };
        let path = uri.path_and_query().map_or("/", |p| p.as_str());
        if !robots.allows(path) {
            let hint = "the site asks programs not to fetch it: save the page in a browser and read the file";
            return Err(fault("expected a page that may be fetched, but robots.txt forbids it", hint).into());
        }
        let pause = self.polite.pause.max(robots.delay.min(Duration::from_secs(60)));
        while let Some(left) = host.asked.and_then(|asked| pause.checked_sub(asked.elapsed())) {
            self.go_on()?;
            std::thread::sleep(left.min(GLANCE));
        }
        host.asked = Some(Instant::now());
        Ok(host)
    }

    fn go_on(&self) -> Result<(), Refusal> {
        match &self.stop {
            Some(stop) if stop.load(Ordering::Relaxed) => {
                Err(Refusal { fault: fault("expected a page, but was stopped", ""), passing: true })
            }
            _ => Ok(()),
        }
    }

    fn robots(&self, host: &str) -> Result<Robots, Refusal> {
        let mut uri = parse(&format!("{host}/robots.txt"))?;
        for _ in 0..=MOST_REDIRECTS {
            let mut answer = self.agent.get(&uri).call().map_err(|e| broken(&e))?;
            match answer.status().as_u16() {
                200..300 => {
                    let mut text = Vec::new();
                    let reader = answer.body_mut().as_reader();
                    reader.take(ROBOTS_BYTES).read_to_end(&mut text).map_err(|e| Refusal {
                        fault: fault(format!("expected the rules of a site, but found {e}"), "try again later"),
                        passing: true,
                    })?;
                    return Ok(Robots::parse(&String::from_utf8_lossy(&text), "tarikh"));
                }
                300..400 => {
                    let to = answer.headers().get(header::LOCATION).and_then(|v| v.to_str().ok());
                    let Some(to) = to else { return Ok(Robots::default()) };
                    uri = parse(&joined(&uri, to))?;
                }
                status @ (429 | 500..) => {
                    let message = format!("expected the rules of a site in robots.txt, but found HTTP {status}");
                    let fault = fault(message, "a site that cannot say what it allows is left alone: try again later");
                    return Err(Refusal { fault, passing: true });
                }
                // A site without rules allows all.
                _ => return Ok(Robots::default()),
            }
        }
        Ok(Robots::default())
    }
}

/// The item in a page that was fetched; `asked` is the address it was asked under.
pub fn page(asked: &str, found: String, kind: &str, bytes: Vec<u8>) -> Item {
    // The media type tells a page; the last part of the address tells a table or a document.
    let path = found.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default().to_string();
    let name = crate::warc::ending(kind).map_or(last, str::to_string);
    let given = Given { url: Some(found), file: Some(asked.to_string()), ..Given::default() };
    Item { given, ..Item::new(asked, Body::Bytes { name, bytes: crate::warc::as_utf8(kind, bytes) }) }
}

/// Scheme and host: what rules and pauses hold for.
fn site(uri: &Uri) -> String {
    let site = format!("{}://{}", uri.scheme_str().unwrap_or("https"), uri.authority().map_or("", |a| a.as_str()));
    site.to_ascii_lowercase()
}

fn taken(answer: &mut ureq::http::Response<ureq::Body>, room: u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let read = answer.body_mut().as_reader().take(room + 1).read_to_end(&mut bytes);
    match read {
        Err(e) => {
            let fault = fault(format!("expected a whole page, but found {e}"), "try again later");
            Err(Refusal { fault, passing: true })
        }
        Ok(n) if n as u64 > room => {
            Err(fault(format!("expected a page of at most {} MB, but found a larger one", room >> 20), "").into())
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

fn refused(status: u16) -> Refusal {
    let passing = matches!(status, 408 | 425 | 429 | 500..);
    let hint = match status {
        401 | 403 => "the site wants a login or no programs: save the page in a browser and read the file",
        404 | 410 => "check the address",
        429 | 503 => "the site is busy: try again later, with a longer pause",
        _ => "try again later",
    };
    Refusal { fault: fault(format!("expected a page, but found HTTP {status}"), hint), passing }
}

fn broken(error: &ureq::Error) -> Refusal {
    let (fault, passing) = match error {
        ureq::Error::Timeout(_) => (fault("expected a page, but found no answer in time", "try again later"), true),
        ureq::Error::HostNotFound => (fault("expected a page, but found no such host", "check the address"), true),
        ureq::Error::Io(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
            (fault(format!("expected a public address, but found {e}"), "--allow-private lets it be fetched"), false)
        }
        other => (fault(format!("expected a page, but found {other}"), "check the address and the connection"), true),
    };
    Refusal { fault, passing }
}

/// What is wrong with an address stays wrong.
impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal { fault, passing: false }
    }
}

#[cfg(test)]
mod tests;
