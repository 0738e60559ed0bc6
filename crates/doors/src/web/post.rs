//! A message → a webhook: posted once, with a key that lets the receiver drop a second copy, and signed where there is a
//! secret.
//!
//! The address is the user's own, so it may be private. Redirects are not followed: a receiver that moved is named anew.
//! Neither the address beyond its host nor the secret is ever shown.

use super::AGENT;
use crate::item::fault;
use hmac::{Hmac, Mac};
use report::Fault;
use sha2::Sha256;
use std::time::Duration;
use ureq::http::Uri;

/// Where messages are posted.
pub struct Hook {
    agent: ureq::Agent,
    uri: Uri,
    secret: Option<Vec<u8>>,
}

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct NotTaken {
    /// What to tell people.
    pub fault: Fault,
    /// The receiver could not be reached or is busy: it may take the same message later.
    pub passing: bool,
}

impl Hook {
    /// A hook at an address; with a secret, messages are signed.
    pub fn new(url: &str, secret: Option<&str>, timeout: Duration) -> Result<Hook, Fault> {
        // The address may hold a key: it is not repeated in the message.
        let uri = super::parse(url.trim()).map_err(|_| {
            fault("expected a webhook's address that begins with http:// or https://, but found another text", "")
        })?;
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(AGENT)
            .build();
        let secret = secret.map(|s| s.trim().as_bytes().to_vec()).filter(|s| !s.is_empty());
        Ok(Hook { agent: config.into(), uri, secret })
    }

    /// Scheme and host, to name the hook.
    pub fn name(&self) -> String {
        let host = self.uri.authority().map_or("", |a| a.as_str());
        format!("{}://{}", self.uri.scheme_str().unwrap_or("https"), host.rsplit('@').next().unwrap_or_default())
    }

    /// Posts JSON. `key` is the same for every try of the same message.
    pub fn post(&self, key: &str, body: &str) -> Result<(), NotTaken> {
        let mut request =
            self.agent.post(&self.uri).header("Content-Type", "application/json").header("Idempotency-Key", key);
        if let Some(secret) = &self.secret {
            request = request.header("X-Tarikh-Signature", format!("sha256={}", signature(secret, body.as_bytes())));
        }
        let status = match request.send(body) {
            Ok(answer) => answer.status().as_u16(),
            Err(ureq::Error::Timeout(_)) => return Err(not_taken("no answer in time", true)),
            Err(e) => return Err(not_taken(&e.to_string(), true)),
        };
        match status {
            200..300 => Ok(()),
            408 | 425 | 429 | 500.. => Err(not_taken(&format!("HTTP {status}"), true)),
            _ => Err(not_taken(&format!("HTTP {status}"), false)),
        }
    }
}

fn not_taken(found: &str, passing: bool) -> NotTaken {
    let hint = if passing { "it is sent again the next time" } else { "check the address and the receiver's log" };
    NotTaken { fault: fault(format!("expected the webhook to take a notice, but found {found}"), hint), passing }
}

/// HMAC-SHA-256 of the body in hexadecimal digits.
pub fn signature(secret: &[u8], body: &[u8]) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(body);
    mac.finalize().into_bytes().iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standard() {
        // The second case of RFC 4231.
        assert_eq!(
            signature(b"Jefe", b"what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_key_in_the_address_is_never_shown() {
        let hook =
            Hook::new("https://me:pass@hooks.example/T0/secret?key=1", None, Duration::from_secs(1)).map(|h| h.name());
        assert_eq!(hook, Ok("https://hooks.example".to_string()));
        let fault = Hook::new("hooks.example/secret", None, Duration::from_secs(1)).err().expect("a fault");
        assert!(!fault.message.contains("secret"));
    }
}
