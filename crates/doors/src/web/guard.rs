//! A name → the addresses it stands for, none of them private.
//!
//! What is looked at here is what the connection then uses: there is no second look-up that could answer otherwise.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Looks up names.
#[derive(Debug)]
pub struct Guard {
    names: DefaultResolver,
    private: bool,
    only: Vec<String>,
}

impl Guard {
    /// With `private`, any address will do: of every host, or of those in `only` where any is named.
    pub fn new(private: bool, only: &[String]) -> Guard {
        let only = only.iter().map(|host| host.to_ascii_lowercase()).collect();
        Guard { names: DefaultResolver::default(), private, only }
    }

    fn may_be_private(&self, uri: &Uri) -> bool {
        let host = uri.authority().map(|a| a.as_str().to_ascii_lowercase()).unwrap_or_default();
        self.private && (self.only.is_empty() || self.only.contains(&host))
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        // One private address among public ones is a trap, not a choice.
        match found.iter().find(|a| !self.may_be_private(uri) && !is_public(a.ip())) {
            Some(a) => Err(ureq::Error::Io(Error::new(ErrorKind::PermissionDenied, format!("the private {}", a.ip())))),
            None => Ok(found),
        }
    }
}

/// True for an address of the open internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(a == 0
        || a >= 240
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        // Shared by providers (100.64/10), protocol assignments (192.0.0/24), benchmarks (198.18/15).
        || a == 100 && (64..128).contains(&b)
        || a == 192 && b == 0 && c == 0
        || a == 198 && (b == 18 || b == 19))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    // An IPv4 address in IPv6 clothes: mapped, translated (64:ff9b::/96), 6to4.
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let v4 = |hi: u16, lo: u16| is_public_v4(Ipv4Addr::from((u32::from(hi) << 16) | u32::from(lo)));
    match s {
        [0x64, 0xff9b, 0, 0, 0, 0, hi, lo] => v4(hi, lo),
        [0x2002, hi, lo, ..] => v4(hi, lo),
        // Only 2000::/3 is given out; of it, documentation and Teredo are no hosts.
        _ => (0x2000..0x4000).contains(&s[0]) && !(s[0] == 0x2001 && (s[1] == 0xdb8 || s[1] == 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn private_addresses_in_every_dress() {
        for ip in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "::7f00:1",
        ] {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808", "172.32.0.1", "100.128.0.1"] {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
    }
}
