//! Which networks are not the public internet.
//!
//! The registries of special addresses say it: <https://www.iana.org/assignments/iana-ipv4-special-registry> and
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>. The standard library tells only some of them yet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::{Ipv4Net, Ipv6Net};

/// What is not public of IPv4, and what it is.
const V4: [(&str, &str); 15] = [
    ("0.0.0.0/8", "this host itself (RFC 791)"),
    ("10.0.0.0/8", "a private network (RFC 1918)"),
    ("100.64.0.0/10", "the network of a carrier (RFC 6598)"),
    ("127.0.0.0/8", "this machine (RFC 1122)"),
    ("169.254.0.0/16", "the local link (RFC 3927)"),
    ("172.16.0.0/12", "a private network (RFC 1918)"),
    ("192.0.0.0/24", "a network of protocols (RFC 6890)"),
    ("192.0.2.0/24", "a network for documentation (RFC 5737)"),
    ("192.88.99.0/24", "a relay to IPv6 (RFC 7526)"),
    ("192.168.0.0/16", "a private network (RFC 1918)"),
    ("198.18.0.0/15", "a network for benchmarks (RFC 2544)"),
    ("198.51.100.0/24", "a network for documentation (RFC 5737)"),
    ("203.0.113.0/24", "a network for documentation (RFC 5737)"),
    ("224.0.0.0/4", "a group of hosts (RFC 5771)"),
    ("240.0.0.0/4", "a reserved network (RFC 1112)"),
];

/// What is not public of the part of IPv6 that is given out, and what it is.
const V6: [(&str, &str); 4] = [
    ("2001::/23", "a network of protocols (RFC 2928)"),
    ("2001:db8::/32", "a network for documentation (RFC 3849)"),
    ("2002::/16", "a relay to IPv4 (RFC 7526)"),
    ("3fff::/20", "a network for documentation (RFC 9637)"),
];

/// The part of IPv6 that is given out: RFC 4291, 2.4.
const GIVEN_OUT: &str = "2000::/3";

/// What lies outside of it, where it has a name of its own.
const V6_OUTSIDE: [(&str, &str); 5] = [
    ("::/128", "no address at all (RFC 4291)"),
    ("::1/128", "this machine (RFC 4291)"),
    ("fc00::/7", "a private network (RFC 4193)"),
    ("fe80::/10", "the local link (RFC 4291)"),
    ("ff00::/8", "a group of hosts (RFC 4291)"),
];

/// IPv4 as a translator has it within IPv6: RFC 6052, 2.1.
const TRANSLATED: &str = "64:ff9b::/96";

type Named<N> = Vec<(N, &'static str)>;

/// The tables, read.
struct Networks {
    v4: Named<Ipv4Net>,
    v6: Named<Ipv6Net>,
    v6_outside: Named<Ipv6Net>,
    given_out: Ipv6Net,
    translated: Ipv6Net,
}

static NETWORKS: LazyLock<Networks> = LazyLock::new(|| Networks {
    v4: read(&V4),
    v6: read(&V6),
    v6_outside: read(&V6_OUTSIDE),
    given_out: network(GIVEN_OUT),
    translated: network(TRANSLATED),
});

fn read<N: std::str::FromStr>(table: &[(&str, &'static str)]) -> Named<N> {
    let rows = table.iter();
    rows.map(|(text, name)| (network(text), *name)).collect()
}

/// A network of the tables.
fn network<N: std::str::FromStr>(text: &str) -> N {
    // The tables are part of the program; any test that looks at one address reads them all.
    text.parse().ok().expect("the tables hold networks")
}

/// The IPv4 address that one of IPv6 stands for (`::ffff:127.0.0.1`, `64:ff9b::7f00:1`); any other as it is.
pub(super) fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None if NETWORKS.translated.contains(&v6) => {
                // The last 32 bits.
                Ipv4Addr::from_bits(v6.to_bits() as u32).into()
            }
            None => address,
        },
        IpAddr::V4(_) => address,
    }
}

/// What is at an address that is not of the public internet; `None` for one that is.
pub(super) fn not_public(address: IpAddr) -> Option<&'static str> {
    match plain(address) {
        IpAddr::V4(v4) => {
            let table = NETWORKS.v4.iter();
            named(table.map(|(net, name)| (net.contains(&v4), *name)))
        }
        IpAddr::V6(v6) => not_public_v6(v6),
    }
}

fn not_public_v6(v6: Ipv6Addr) -> Option<&'static str> {
    let is_given_out = NETWORKS.given_out.contains(&v6);
    let table = if is_given_out {
        &NETWORKS.v6
    } else {
        &NETWORKS.v6_outside
    };
    let name = named(table.iter().map(|(net, name)| (net.contains(&v6), *name)));
    name.or((!is_given_out).then_some("a reserved network (RFC 4291)"))
}

/// The name of the first network that holds an address.
fn named(mut table: impl Iterator<Item = (bool, &'static str)>) -> Option<&'static str> {
    table.find_map(|(holds, name)| holds.then_some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_public_is_known_to_its_ends() {
        for address in [
            "0.0.0.0",
            "0.255.255.255",
            "10.0.0.0",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.9",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::2",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::192.168.1.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:1ff:ffff::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "3fff:fff:ffff::1",
            "5f00::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(not_public(address.parse().unwrap()).is_some(), "{address}");
        }
    }

    #[test]
    fn what_is_public_passes() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "203.0.112.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2001:200::1",
            "2001:db7::1",
            "2606:4700::1111",
            "2a00::1",
            "3ffe::1",
        ] {
            assert_eq!(not_public(address.parse().unwrap()), None, "{address}");
        }
    }
}
