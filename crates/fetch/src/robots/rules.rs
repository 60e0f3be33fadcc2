//! What the text of a robots.txt says: RFC 9309, with the ways of writing it that are found in the wild.
//!
//! One reading of the text answers for this program and for the crawlers of AI, and no rule that makes no sense costs the
//! others.

use std::time::Duration;

use url::{Position, Url};

/// The longest wait between two requests that a site can ask for; some name hours.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// Ways of writing the names of lines, and what they mean.
const NAMES: [(&str, Name); 13] = [
    ("user-agent", Name::Agent),
    ("useragent", Name::Agent),
    ("user agent", Name::Agent),
    ("allow", Name::Allow),
    ("disallow", Name::Disallow),
    ("dissallow", Name::Disallow),
    ("disalow", Name::Disallow),
    ("dissalow", Name::Disallow),
    ("disallaw", Name::Disallow),
    ("diasllow", Name::Disallow),
    ("crawl-delay", Name::Delay),
    ("crawldelay", Name::Delay),
    ("content-signal", Name::Signal),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Agent,
    Allow,
    Disallow,
    Delay,
    Signal,
}

/// What a robots.txt says, group by group.
#[derive(Debug, Default)]
pub struct Rules {
    groups: Vec<Group>,
}

/// What is said to some programs.
#[derive(Debug, Default)]
struct Group {
    /// Their names in lower case; `*` for those that have no group of their own.
    agents: Vec<String>,
    /// Patterns of paths, and whether they are let in.
    rules: Vec<(String, bool)>,
    delay: Option<Duration>,
    /// Whether a line of `Content-Signal` says no to training.
    refuses_training: bool,
}

impl Rules {
    /// Reads a text.
    pub fn of(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        // What stands before any group is meant for all.
        let mut group = Group {
            agents: vec!["*".to_owned()],
            ..Group::default()
        };
        let mut groups = Vec::new();
        let mut names_agents = false;
        for (name, value) in text.split(['\n', '\r', '\0']).filter_map(line) {
            if name == Name::Agent {
                if !names_agents {
                    groups.push(std::mem::take(&mut group));
                }
                group.agents.push(product(value).to_ascii_lowercase());
            } else {
                group.take(name, value);
            }
            names_agents = name == Name::Agent;
        }
        groups.push(group);
        groups.retain(Group::says_something);
        Self { groups }
    }

    /// Whether a program may fetch an address, by the groups that name it, or by those for all where none does.
    pub fn allow(&self, program: &str, address: &Url) -> bool {
        self.of_program(program).allow(&path(address))
    }

    /// Whether a group names a program and does not let it fetch an address.
    pub fn name_and_refuse(&self, program: &str, address: &Url) -> bool {
        let named = self.naming(program);
        !named.groups.is_empty() && !named.allow(&path(address))
    }

    /// How long a program is asked to wait between two requests; no more than half a minute.
    pub fn delay(&self, program: &str) -> Option<Duration> {
        let said = self.of_program(program);
        said.groups.iter().find_map(|group| group.delay)
    }

    /// Whether a program is told that what it fetches is not for training.
    pub fn refuse_training(&self, program: &str) -> bool {
        let said = self.of_program(program);
        said.groups.iter().any(|group| group.refuses_training)
    }

    /// What is said to a program.
    fn of_program(&self, program: &str) -> Said<'_> {
        let named = self.naming(program);
        if named.groups.is_empty() {
            self.naming("*")
        } else {
            named
        }
    }

    /// The groups that have a name among theirs.
    fn naming(&self, name: &str) -> Said<'_> {
        let name = name.to_ascii_lowercase();
        let groups = self.groups.iter();
        Said {
            groups: groups
                .filter(|group| group.agents.contains(&name))
                .collect(),
        }
    }
}

/// The groups that speak to one program, which count as one.
struct Said<'a> {
    groups: Vec<&'a Group>,
}

impl Said<'_> {
    /// Whether they let a path pass: the longest pattern that fits decides, and of two as long the one that allows.
    fn allow(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let rules = self.groups.iter().flat_map(|group| &group.rules);
        let fitting = rules.filter(|(pattern, _)| fits(pattern, path));
        let decides = fitting.max_by_key(|(pattern, allows)| (pattern.len(), *allows));
        decides.is_none_or(|(_, allows)| *allows)
    }
}

impl Group {
    /// Takes in a line.
    fn take(&mut self, name: Name, value: &str) {
        match name {
            Name::Allow | Name::Disallow => {
                // An empty pattern fits nothing, as does one that no path can begin with.
                if value.starts_with(['/', '*']) {
                    self.rules.push((normal(value), name == Name::Allow));
                }
            }
            Name::Delay => {
                let seconds = value.parse().ok();
                let delay = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
                if let Some(delay) = delay {
                    self.delay.get_or_insert(delay.min(LONGEST_DELAY));
                }
            }
            Name::Signal => {
                let mut signals = value.split(',').filter_map(|signal| signal.split_once('='));
                self.refuses_training |= signals.any(|(name, value)| {
                    // A path may stand before the first.
                    let name = name.trim_end().rsplit(' ').next().unwrap_or_default();
                    name.eq_ignore_ascii_case("ai-train") && value.trim().eq_ignore_ascii_case("no")
                });
            }
            Name::Agent => {}
        }
    }

    /// Whether it matters. A group that only names programs does: they are let in.
    fn says_something(&self) -> bool {
        self.agents != ["*"]
            || self.refuses_training
            || self.delay.is_some()
            || !self.rules.is_empty()
    }
}

/// The name and the value of a line that means something here. Some lack the colon.
fn line(text: &str) -> Option<(Name, &str)> {
    let text = text.split('#').next()?.trim();
    let (name, value) = match text.split_once(':') {
        Some((name, value)) => (name.trim_end(), value),
        None => text.split_once(char::is_whitespace)?,
    };
    let known = NAMES
        .iter()
        .find(|(known, _)| name.eq_ignore_ascii_case(known));
    known.map(|(_, name)| (*name, value.trim()))
}

/// The name that robots.txt knows a program by: what stands in its `User-Agent` before its version.
pub fn product(user_agent: &str) -> &str {
    if user_agent.starts_with('*') {
        return "*";
    }
    let end = user_agent.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    &user_agent[..end.unwrap_or(user_agent.len())]
}

/// The part of an address that patterns are held to.
fn path(address: &Url) -> String {
    normal(&address[Position::BeforePath..Position::AfterQuery])
}

/// A path or pattern in the one way of writing it: RFC 9309, 2.2.2.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if let Some((escaped, behind)) = unescaped(byte, behind) {
            rest = behind;
            if escaped.is_ascii_alphanumeric() || b"-._~".contains(&escaped) {
                out.push(char::from(escaped));
            } else {
                push_escaped(&mut out, escaped);
            }
        } else if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            push_escaped(&mut out, byte);
        }
    }
    out
}

/// The byte that `%` and two digits stand for, and what is behind them.
fn unescaped(first: u8, behind: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, behind) = behind.split_at_checked(2)?;
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = value(digits[0])? << 4 | value(digits[1])?;
    (first == b'%').then_some((byte as u8, behind))
}

fn push_escaped(out: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// Whether a pattern fits the beginning of a path, or all of it if it ends in `$`; `*` stands for anything.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    // Each part where it is found first: that leaves the most to those behind it. The last one may have to end the path.
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_the_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests;
