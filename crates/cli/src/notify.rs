//! `--notify`: where notices of saved filters are sent, with which secret, and what is said of it.

use crate::message;
use anyhow::{Context, Result};
use clap::Args;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tarikh::Record;
use tarikh::doors::web::Hook;
use tarikh::notify::{PAUSES, send};

/// Deadline of one answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Flags of notices.
#[derive(Args, Debug)]
pub struct Notify {
    /// Sends what is new to the record's saved filters (`tarikh filter save`) to a webhook, as JSON by POST. `@FILE` takes
    /// the address from a file, where it holds a key. It may be a private address.
    #[arg(long, value_name = "URL|@FILE")]
    pub notify: Option<String>,
    /// File with a secret by which messages are signed (X-Tarikh-Signature: HMAC-SHA-256 of the body); the variable
    /// TARIKH_NOTIFY_SECRET is read where it is not given.
    #[arg(long, value_name = "FILE", requires = "notify")]
    pub notify_secret_file: Option<PathBuf>,
}

impl Notify {
    /// The webhook, where one is named.
    pub fn open(&self) -> Result<Option<Hook>> {
        let Some(named) = &self.notify else { return Ok(None) };
        let read = |path: &str| std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"));
        let url = match named.strip_prefix('@') {
            Some(path) => read(path)?,
            None => named.clone(),
        };
        let secret = match &self.notify_secret_file {
            Some(path) => Some(read(&path.to_string_lossy())?),
            None => std::env::var("TARIKH_NOTIFY_SECRET").ok(),
        };
        Ok(Some(Hook::new(&url, secret.as_deref(), TIMEOUT)?))
    }
}

/// Sends what waits and says so; false where something is left.
pub fn tell(record: &mut Record, hook: &Hook, stop: &AtomicBool) -> bool {
    let sent = match send(record, hook, &PAUSES, stop) {
        Ok(sent) => sent,
        Err(e) => {
            eprintln!("error: {e}");
            return false;
        }
    };
    if let Some(why) = &sent.why {
        message::print_fault(&hook.name(), &why.fault);
    }
    if sent.taken + sent.left > 0 {
        eprintln!("{} notices sent to {}, {} left for the next time", sent.taken, hook.name(), sent.left);
    }
    sent.left == 0
}
