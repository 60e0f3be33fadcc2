//! Reads questions. Groups are kept on a stack of our own, so that no input sets how deep the program's own goes.

use super::fields::{Field, named};
use super::{Form, MAX_CHARS, MAX_DEPTH, MAX_WORDS, Node, Notice, Query, Text, dates};
use crate::schema::Zone;
use khabar_words::stem::primary;
use khabar_words::{Kind, units};

/// Letters before an asterisk at least.
const MIN_PREFIX: usize = 2;

/// Quotation marks that open, each with those that close it. Straight and curly ones are mixed when typing.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' | '“' | '”' | '„' | '‟' | '＂' | '〝' | '〞' => {
            Some(&['"', '“', '”', '„', '‟', '＂', '〝', '〞'])
        }
        '«' | '»' => Some(&['«', '»']),
        '‹' | '›' => Some(&['‹', '›']),
        '「' => Some(&['」']),
        '『' => Some(&['』']),
        _ => None,
    }
}

/// A group that is being read.
struct Group {
    field: Field,
    negated: bool,
    /// All of these, and of each any.
    items: Vec<Vec<Node>>,
    /// The next item is an alternative to the last.
    or: bool,
}

impl Group {
    fn new(field: Field, negated: bool) -> Self {
        Self {
            field,
            negated,
            items: Vec::new(),
            or: false,
        }
    }

    fn push(&mut self, node: Node) {
        match self.items.last_mut() {
            Some(last) if self.or => last.push(node),
            _ => self.items.push(vec![node]),
        }
        self.or = false;
    }

    fn close(self) -> Node {
        let all = self.items.into_iter().map(|any| one_or(any, Node::Any));
        let node = one_or(all.collect(), Node::All);
        if self.negated {
            Node::Not(Box::new(node))
        } else {
            node
        }
    }
}

/// The node itself where there is but one.
fn one_or(mut nodes: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Node {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => several(nodes),
    }
}

struct Parser {
    /// Never empty.
    groups: Vec<Group>,
    /// Brackets open beyond the deepest that counts.
    ignored: usize,
    /// What the next item is looked for in, where that was said.
    field: Option<Field>,
    negated: bool,
    words: usize,
    notices: Vec<Notice>,
}

/// Reads a question.
pub fn parse(text: &str) -> (Query, Vec<Notice>) {
    let mut parser = Parser {
        groups: vec![Group::new(Field::Zone(Zone::All), false)],
        ignored: 0,
        field: None,
        negated: false,
        words: 0,
        notices: Vec::new(),
    };
    let text = match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => {
            parser.note(Notice::TooLong);
            &text[..end]
        }
        None => text,
    };
    parser.read(text);
    let root = parser.finish();
    let root = match root {
        Node::All(nodes) => Node::All(nodes),
        node => Node::All(vec![node]),
    };
    (Query { root }, parser.notices)
}

impl Parser {
    fn read(&mut self, text: &str) {
        let mut rest = text.trim_start();
        while let Some(c) = rest.chars().next() {
            let behind = &rest[c.len_utf8()..];
            rest = match c {
                '(' | '（' => {
                    self.open();
                    behind
                }
                ')' | '）' => {
                    self.end_group();
                    behind
                }
                '|' | '｜' => {
                    self.or();
                    behind
                }
                '-' | '−' | '+' => {
                    // A dash between blanks is none that is meant.
                    self.negated |= c != '+' && behind.starts_with(|c: char| !c.is_whitespace());
                    behind
                }
                c if closing(c).is_some() => self.phrase(closing(c).unwrap_or_default(), behind),
                _ => self.chunk(rest),
            }
            .trim_start();
        }
    }

    /// What stands between two blanks, or signs that mean something; gives back what is behind it.
    fn chunk<'a>(&mut self, rest: &'a str) -> &'a str {
        let mut before = ' ';
        let end = rest.char_indices().find_map(|(at, c)| {
            let behind = rest[at + c.len_utf8()..].chars().next();
            // Hebrew acronyms have a quotation mark inside.
            let is_hebrew = |c: char| ('א'..='ת').contains(&c);
            let inside = is_hebrew(before) && behind.is_some_and(is_hebrew);
            before = c;
            let is_end = c.is_whitespace()
                || matches!(c, '(' | ')' | '（' | '）' | '|' | '｜')
                || closing(c).is_some();
            (is_end && !inside).then_some(at)
        });
        let (chunk, behind) = rest.split_at(end.unwrap_or(rest.len()));
        match chunk {
            "OR" => self.or(),
            "AND" => {}
            "NOT" => self.negated = true,
            _ => {
                if let Some((name, _)) = chunk.split_once([':', '：'])
                    && let Some(field) = named(name)
                    && self.field.is_none()
                {
                    self.field = Some(field);
                    let colon = rest[name.len()..].chars().next().map_or(0, char::len_utf8);
                    return &rest[name.len() + colon..];
                }
                self.words(chunk, false);
            }
        }
        behind
    }

    fn phrase<'a>(&mut self, closing: &[char], rest: &'a str) -> &'a str {
        if let Some((phrase, behind)) = rest.split_once(closing) {
            self.words(phrase, true);
            behind
        } else {
            if !rest.trim().is_empty() {
                self.note(Notice::OpenQuote);
                self.words(rest, true);
            }
            ""
        }
    }

    fn words(&mut self, text: &str, quoted: bool) {
        let field = self.field.take().unwrap_or(self.group().field);
        let negated = std::mem::take(&mut self.negated);
        if self.words >= MAX_WORDS {
            // Signs alone leave nothing out.
            if text.contains(char::is_alphanumeric) {
                self.note(Notice::TooManyWords);
            }
            return;
        }
        let node = match field {
            Field::Zone(zone) => self.text(zone, text, quoted),
            Field::Source => {
                self.words += 1;
                let name = text.trim();
                (!name.is_empty()).then(|| Node::Source {
                    name: name.to_owned(),
                    ids: Vec::new(),
                })
            }
            Field::Language => {
                self.words += 1;
                let tag = primary(text).map(Node::Language);
                if tag.is_none() {
                    self.note(Notice::NotALanguage(excerpt(text)));
                }
                tag
            }
            Field::Before | Field::After | Field::On => {
                self.words += 1;
                let stretch = dates::stretch(text.trim());
                if stretch.is_none() {
                    self.note(Notice::NotADate(excerpt(text)));
                }
                stretch.map(|stretch| Node::Time {
                    from: (field != Field::Before).then_some(stretch.begin),
                    before: match field {
                        Field::Before => Some(stretch.begin),
                        Field::On => stretch.end,
                        _ => None,
                    },
                })
            }
        };
        match node {
            Some(node) if negated => self.group().push(Node::Not(Box::new(node))),
            Some(node) => self.group().push(node),
            None => {}
        }
    }

    fn text(&mut self, zone: Zone, text: &str, quoted: bool) -> Option<Node> {
        let mut units = units(text);
        let left = MAX_WORDS - self.words;
        let is_cut = units.len() > left;
        if is_cut {
            units.truncate(left);
            self.note(Notice::TooManyWords);
        }
        self.words += units.len();
        let last = units.last()?;
        let form = if quoted {
            Form::Phrase
        } else if !is_cut && text.ends_with(['*', '＊']) && last.kind == Kind::Word {
            if last.word.chars().count() >= MIN_PREFIX {
                Form::Prefix
            } else {
                let word = last.word.clone();
                self.note(Notice::ShortPrefix(word));
                Form::Words
            }
        } else {
            Form::Words
        };
        Some(Node::Text(Text { zone, form, units }))
    }

    fn open(&mut self) {
        if self.groups.len() > MAX_DEPTH {
            self.ignored += 1;
            return self.note(Notice::TooDeep);
        }
        let field = self.field.take().unwrap_or(self.group().field);
        let negated = std::mem::take(&mut self.negated);
        self.groups.push(Group::new(field, negated));
    }

    fn end_group(&mut self) {
        (self.field, self.negated) = (None, false);
        if self.ignored > 0 {
            self.ignored -= 1;
        } else if self.groups.len() > 1
            && let Some(group) = self.groups.pop()
            && !group.items.is_empty()
        {
            let node = group.close();
            self.group().push(node);
        }
    }

    fn or(&mut self) {
        (self.field, self.negated) = (None, false);
        let group = self.group();
        group.or = !group.items.is_empty();
    }

    fn group(&mut self) -> &mut Group {
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    /// Each kind of notice once, but for those that name what they are about.
    fn note(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    fn finish(&mut self) -> Node {
        self.ignored = 0;
        if self.groups.len() > 1 {
            self.note(Notice::OpenGroup);
        }
        while self.groups.len() > 1 {
            self.end_group();
        }
        let root = Group::new(Field::Zone(Zone::All), false);
        std::mem::replace(self.group(), root).close()
    }
}

/// What a notice shows of what was typed.
fn excerpt(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A question as it was understood, in few signs.
    fn understood(text: &str) -> String {
        fn write(node: &Node) -> String {
            let list = |nodes: &[Node]| nodes.iter().map(write).collect::<Vec<_>>().join(" ");
            match node {
                Node::All(nodes) => format!("({})", list(nodes)),
                Node::Any(nodes) => format!("[{}]", list(nodes)),
                Node::Not(node) => format!("-{}", write(node)),
                Node::Source { name, .. } => format!("source:{name}"),
                Node::Language(tag) => format!("lang:{tag}"),
                Node::Time { from, before } => {
                    let day = |time: &Option<i64>| {
                        time.map_or(String::new(), |time| (time / 86_400).to_string())
                    };
                    format!("{}..{}", day(from), day(before))
                }
                Node::Text(text) => {
                    let words: Vec<_> = text.units.iter().map(|unit| unit.word.as_str()).collect();
                    let zone = Zone::EACH[text.zone as usize].1;
                    let zone = if text.zone == Zone::All {
                        String::new()
                    } else {
                        format!("{zone}:")
                    };
                    match text.form {
                        Form::Words => format!("{zone}{}", words.join("+")),
                        Form::Phrase => format!("{zone}\"{}\"", words.join(" ")),
                        Form::Prefix => format!("{zone}{}*", words.join("+")),
                    }
                }
            }
        }
        let (query, _) = Query::parse(text);
        let written = write(&query.root);
        written[1..written.len() - 1].to_owned()
    }

    fn notices(text: &str) -> Vec<Notice> {
        Query::parse(text).1
    }

    #[test]
    fn questions_are_understood() {
        for (text, expected) in [
            ("", ""),
            ("harbour repairs", "harbour repairs"),
            ("\"Port Amal\" storm", "\"port amal\" storm"),
            (
                "“port amal” «port amal» „port amal“ 「東京」 “a\"",
                "\"port amal\" \"port amal\" \"port amal\" \"東 京\" \"a\"",
            ),
            ("a -b −c NOT d - e +f", "a -b -c -d e f"),
            ("a OR b c | d e", "[a b] [c d] e"),
            ("OR a OR OR b OR", "[a b]"),
            ("a AND b or c", "a b or c"),
            ("(a b) OR (c d)", "[(a b) (c d)]"),
            ("-(a OR b) c", "-[a b] c"),
            ("() (()) a", "a"),
            (
                "title:harbour by:\"Lina Haddad\" said:(a b)",
                "title:harbour by:\"lina haddad\" (said:a said:b)",
            ),
            ("عنوان:الميناء المصدر:\"ساحل\"", "title:الميناء source:ساحل"),
            ("Titre：eau -tag:x", "title:eau -tag:x"),
            (
                "source:Courier lang:en-GB lang:AR",
                "source:Courier lang:en lang:ar",
            ),
            (
                "source:(\"The Courier\" OR Ledger)",
                "[source:The Courier source:Ledger]",
            ),
            (
                "after:2026-03-02 before:٢٠٢٦-٠٣-٠٣ on:۲۰۲۶-۰۳-۰۲",
                "20514.. ..20515 20514..20515",
            ),
            ("harb* e-mail* 東京*", "harb* e+mail* 東+京"),
            (
                "foo:bar https://news.example/x",
                "foo+bar https+news+example+x",
            ),
            ("by: Haddad by:", "by:haddad"),
            ("ما الميناء؟ مدرسة، ...", "ما الميناء مدرسه"),
            ("צה\"ל \"שלום\"", "צהל \"שלום\""),
            ("a)b(c", "a b c"),
            ("title:by:x", "title:by+x"),
        ] {
            assert_eq!(understood(text), expected, "{text}");
        }
    }

    #[test]
    fn what_was_left_out_is_said() {
        assert_eq!(notices("harbour (a OR b) \"c d\" on:2026"), []);
        assert_eq!(notices("\"open"), [Notice::OpenQuote]);
        assert_eq!(notices("(open"), [Notice::OpenGroup]);
        assert_eq!(
            notices("on:march x"),
            [Notice::NotADate("march".to_owned())]
        );
        assert_eq!(notices("lang:١"), [Notice::NotALanguage("١".to_owned())]);
        assert_eq!(notices("a*"), [Notice::ShortPrefix("a".to_owned())]);
        assert_eq!(
            notices(&"w ".repeat(10_000)),
            [Notice::TooLong, Notice::TooManyWords]
        );
        assert_eq!(notices(&"東".repeat(60)), [Notice::TooManyWords]);
        let fifty = "w ".repeat(50);
        for all in [
            format!("({fifty})"),
            format!("({fifty}) OR"),
            format!("{fifty} …"),
            format!("({fifty}\"\")"),
        ] {
            assert_eq!(notices(&all), [], "{all}");
        }
        for more in ["x", "\"x\"", "lang:en", "source:x", "on:2026"] {
            let text = format!("({fifty}{more})");
            assert_eq!(notices(&text), [Notice::TooManyWords], "{text}");
        }
        assert_eq!(
            notices(&"(".repeat(100)),
            [Notice::TooDeep, Notice::OpenGroup]
        );
        let deep = format!("{}x{}", "(a ".repeat(40), ")".repeat(40));
        assert_eq!(notices(&deep), [Notice::TooDeep]);
        assert!(notices(&"on:x ".repeat(500)).len() <= 3);
    }

    #[test]
    fn outlets_are_bound_by_name() {
        let (mut query, _) = Query::parse("source:a -source:b (x OR source:c)");
        assert_eq!(query.source_names(), ["a", "b", "c"]);
        query.bind_sources(|name| if name == "c" { vec![3, 4] } else { vec![] });
        let Node::All(nodes) = &query.root else {
            panic!("{query:?}")
        };
        assert!(
            matches!(&nodes[2], Node::Any(any) if matches!(&any[1], Node::Source { ids, .. } if ids == &[3, 4]))
        );
    }

    #[test]
    fn whether_words_are_asked_for() {
        assert!(Query::parse(" ").0.is_empty());
        assert!(!Query::parse("-x lang:ar").0.has_words());
        assert!(Query::parse("(a OR lang:ar)").0.has_words());
    }
}
