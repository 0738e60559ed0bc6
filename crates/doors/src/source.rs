//! What a user names → one item after the other, in order: what a folder holds comes sorted by name.
//!
//! Only names are listed beforehand; bytes are taken when their turn comes. What holds many reports is opened where it
//! stands, and so is what it holds, up to [`DEEPEST`] levels down.

use crate::columns::Columns;
use crate::item::{Body, Item, bounded, fault, unreadable};
use crate::kind::{self, ENDINGS, HEAD, Kind};
use crate::lines::{self, Lines};
use crate::table::Table;
use crate::warc::Warc;
use crate::zipped::Zip;
use crate::{feed, opml, unpack};
use report::MAX_BYTES;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

/// Archives in archives in archives: nobody packs reports deeper.
const DEEPEST: usize = 4;
/// What must be taken into memory whole although it holds many reports: feeds, lists, archives inside archives.
const LARGEST: u64 = 16 * MAX_BYTES as u64;

enum Source {
    Stdin,
    File(PathBuf),
    #[cfg(feature = "web")]
    Address(String),
}

/// Items that stand in one container.
type Inside = Box<dyn Iterator<Item = Item> + Send>;
/// Bytes of a file, or of what it unfolds into.
type Bytes = Box<dyn BufRead + Send>;

/// Everything the inputs name, in order.
pub struct Inputs {
    sources: std::vec::IntoIter<Source>,
    faults: std::vec::IntoIter<Item>,
    /// The containers that are open, the outermost first.
    open: Vec<Inside>,
    columns: Columns,
    count: usize,
    #[cfg(feature = "web")]
    web: Option<crate::web::Client>,
}

impl Inputs {
    /// Lists the inputs: files, folders, `-` for standard input.
    pub fn list(inputs: &[PathBuf]) -> Inputs {
        let (mut sources, mut faults) = (Vec::new(), Vec::new());
        for input in inputs {
            let text = input.to_string_lossy();
            if text == "-" {
                sources.push(Source::Stdin);
            } else if text.starts_with("http://") || text.starts_with("https://") {
                #[cfg(feature = "web")]
                sources.push(Source::Address(text.into_owned()));
                #[cfg(not(feature = "web"))]
                faults.push(Item::fault(text, "expected a file, but found an address", "this build fetches nothing"));
            } else {
                walk(input, true, &mut sources, &mut faults);
            }
        }
        let count = sources.len();
        Inputs {
            sources: sources.into_iter(),
            faults: faults.into_iter(),
            open: Vec::new(),
            columns: Columns::default(),
            count,
            #[cfg(feature = "web")]
            web: None,
        }
    }

    /// Bytes that came from elsewhere, as if they were a file of that name.
    pub fn bytes(name: &str, bytes: Vec<u8>) -> Inputs {
        let mut item = Item::new(name, Body::Bytes { name: name.to_string(), bytes });
        item.given.file = Some(name.to_string());
        let mut inputs = Inputs::list(&[]);
        inputs.open.push(Box::new(std::iter::once(item)));
        inputs
    }

    /// The same, with the columns of tables named by the user.
    pub fn with_columns(mut self, columns: Columns) -> Inputs {
        self.columns = columns;
        self
    }

    /// The same, with the client that fetches addresses; without one they are refused.
    #[cfg(feature = "web")]
    pub fn with_web(mut self, client: crate::web::Client) -> Inputs {
        self.web = Some(client);
        self
    }

    /// How many files were listed; one that holds many reports counts as one.
    pub fn files(&self) -> usize {
        self.count
    }

    /// Opens an item where it holds many; gives it back where it holds one.
    fn enter(&mut self, item: Item) -> Option<Item> {
        let Item { name, body: Body::Bytes { name: own, bytes }, given, notes } = item else { return Some(item) };
        let kind = kind::of(&own, &bytes[..bytes.len().min(HEAD)]);
        if !holds_many(kind) {
            return Some(Item { name, body: Body::Bytes { name: own, bytes }, given, notes });
        }
        if self.open.len() > DEEPEST {
            let message = format!("expected a file, but found archives nested deeper than {DEEPEST}");
            return Some(Item::fault(name, message, "unpack the outer ones first"));
        }
        self.push(&name, &own, kind, Box::new(Cursor::new(bytes)))
    }

    /// Opens a file.
    fn file(&mut self, path: PathBuf) -> Option<Item> {
        let name = path.display().to_string();
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(e) => return Some(Item::new(name, Body::Fault(unreadable(&e)))),
        };
        let mut head = Vec::new();
        if let Err(e) = file.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            return Some(Item::new(name, Body::Fault(unreadable(&e))));
        }
        let kind = kind::of(&name, &head);
        if !holds_many(kind) {
            return Some(Item::new(name, Body::File(path)));
        }
        if kind == Kind::Zip {
            return match File::open(&path).map(BufReader::new) {
                Ok(file) => self.zip(&name, file),
                Err(e) => Some(Item::new(name, Body::Fault(unreadable(&e)))),
            };
        }
        #[cfg(feature = "parquet")]
        if kind == Kind::Parquet {
            return match crate::parquet::Rows::open(&name, &path, &self.columns) {
                Ok(rows) => self.inside(rows),
                Err(fault) => Some(Item::new(name, Body::Fault(fault))),
            };
        }
        self.push(&name, &name, kind, Box::new(BufReader::with_capacity(1 << 16, Cursor::new(head).chain(file))))
    }

    fn inside(&mut self, items: impl Iterator<Item = Item> + Send + 'static) -> Option<Item> {
        self.open.push(Box::new(items));
        None
    }

    fn zip(&mut self, name: &str, reader: impl Read + std::io::Seek + Send + 'static) -> Option<Item> {
        match Zip::open(name, reader) {
            Ok(members) => self.inside(members),
            Err(fault) => Some(Item::new(name, Body::Fault(fault))),
        }
    }

    /// Opens a container; gives a fault where it cannot be opened.
    fn push(&mut self, name: &str, own: &str, kind: Kind, mut reader: Bytes) -> Option<Item> {
        match kind {
            Kind::Lines => self.inside(Lines { name: name.to_string(), number: 0, reader: Some(reader) }),
            Kind::Warc => self.inside(Warc { name: name.to_string(), number: 0, reader: Some(reader) }),
            Kind::Table => {
                let columns = self.columns.clone();
                self.inside(Table::open(name.to_string(), reader, columns))
            }
            Kind::Gzip => {
                let mut inner: Bytes = Box::new(BufReader::with_capacity(1 << 16, unpack::gunzip(reader)));
                let own = own.strip_suffix(".gz").or_else(|| own.strip_suffix(".GZ")).unwrap_or(own).to_string();
                let head = match inner.fill_buf() {
                    Ok(head) => head[..head.len().min(HEAD)].to_vec(),
                    Err(e) => return Some(Item::new(name, Body::Fault(unreadable(&e)))),
                };
                let kind = kind::of(&own, &head);
                if !holds_many(kind) {
                    return Some(match bounded(inner) {
                        Ok(bytes) => {
                            let base = own.rsplit('/').next().unwrap_or_default().to_string();
                            let mut item = Item::new(name, Body::Bytes { name: base, bytes });
                            item.given.file = Some(name.to_string());
                            item
                        }
                        Err(e) => Item::new(name, Body::Fault(unreadable(&e))),
                    });
                }
                if kind == Kind::Gzip {
                    let hint = "unpack it once and read what comes out";
                    return Some(Item::fault(name, "expected a file, but found one that is packed twice", hint));
                }
                self.push(name, &own, kind, inner)
            }
            Kind::Parquet => {
                let (message, hint) = if cfg!(feature = "parquet") {
                    ("expected a file, but found a Parquet file inside an archive", "take it out of the archive first")
                } else {
                    (
                        "expected a file, but found a Parquet file",
                        "this build reads none: `cargo install --path crates/cli --features parquet`",
                    )
                };
                Some(Item::fault(name, message, hint))
            }
            Kind::Zip | Kind::Feed | Kind::Opml | Kind::Json => {
                let mut bytes = Vec::new();
                match (&mut reader).take(LARGEST + 1).read_to_end(&mut bytes) {
                    Err(e) => return Some(Item::new(name, Body::Fault(unreadable(&e)))),
                    Ok(n) if n as u64 > LARGEST => {
                        let message =
                            format!("expected a file of at most {} MB, but found a larger one", LARGEST >> 20);
                        return Some(Item::fault(name, message, "split it"));
                    }
                    Ok(_) => {}
                }
                match kind {
                    Kind::Zip => self.zip(name, Cursor::new(bytes)),
                    Kind::Feed => self.inside(feed::items(name, &bytes).into_iter()),
                    Kind::Json => self.inside(lines::of_value(name, &bytes).into_iter()),
                    _ => Some(list_of_feeds(name, &bytes)),
                }
            }
            Kind::Text | Kind::Mail | Kind::Docx | Kind::Pdf => None,
        }
    }
}

/// A list of feeds holds no report; it says where to fetch some.
fn list_of_feeds(name: &str, bytes: &[u8]) -> Item {
    match opml::addresses(bytes) {
        Err(fault) => Item::new(name, Body::Fault(fault)),
        Ok(feeds) => Item::new(
            name,
            Body::Fault(fault(
                format!("expected reports, but found a list of {} feeds", feeds.len()),
                "name the address of a feed in it: `tarikh add RECORD https://…`",
            )),
        ),
    }
}

fn holds_many(kind: Kind) -> bool {
    !matches!(kind, Kind::Text | Kind::Mail | Kind::Docx | Kind::Pdf)
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(top) = self.open.last_mut() {
                match top.next() {
                    None => {
                        self.open.pop();
                    }
                    Some(item) => {
                        if let Some(item) = self.enter(item) {
                            return Some(item);
                        }
                    }
                }
                continue;
            }
            if let Some(item) = self.faults.next() {
                return Some(item);
            }
            let item = match self.sources.next()? {
                Source::Stdin => {
                    let mut reader: Bytes = Box::new(BufReader::with_capacity(1 << 16, std::io::stdin()));
                    let name = "standard input";
                    match reader.fill_buf().map(|head| kind::of("", &head[..head.len().min(HEAD)])) {
                        Err(e) => Some(Item::new(name, Body::Fault(unreadable(&e)))),
                        Ok(kind) if holds_many(kind) => self.push(name, "", kind, reader),
                        Ok(_) => Some(match bounded(reader) {
                            Ok(bytes) => Item::new(name, Body::Bytes { name: String::new(), bytes }),
                            Err(e) => Item::new(name, Body::Fault(unreadable(&e))),
                        }),
                    }
                }
                Source::File(path) => self.file(path),
                #[cfg(feature = "web")]
                Source::Address(url) => {
                    let item = match &self.web {
                        Some(client) => client.item(&url),
                        None => Item::fault(url, "expected a file, but found an address", "nothing is fetched here"),
                    };
                    self.enter(item)
                }
            };
            if item.is_some() {
                return item;
            }
        }
    }
}

/// Lists a file, or what a folder holds. Links to folders are not followed, so that a ring of them ends.
fn walk(path: &Path, named: bool, sources: &mut Vec<Source>, faults: &mut Vec<Item>) {
    let mut fail = |e: &std::io::Error| faults.push(Item::new(path.display().to_string(), Body::Fault(unreadable(e))));
    let meta = match if named { std::fs::metadata(path) } else { std::fs::symlink_metadata(path) } {
        Ok(meta) => meta,
        Err(e) => return fail(&e),
    };
    if !meta.is_dir() {
        sources.push(Source::File(path.to_path_buf()));
        return;
    }
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(e) => return fail(&e),
    };
    let mut inside: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    inside.sort();
    for entry in inside {
        let hidden = entry.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        let ending = entry.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let folder = std::fs::symlink_metadata(&entry).is_ok_and(|m| m.is_dir());
        if folder || ENDINGS.contains(&ending.as_str()) {
            walk(&entry, false, sources, faults);
        } else {
            let what = if ending.is_empty() {
                "a file without an ending".to_string()
            } else {
                format!("a file ending in .{ending}")
            };
            faults.push(Item::skipped(entry.display().to_string(), what));
        }
    }
}
