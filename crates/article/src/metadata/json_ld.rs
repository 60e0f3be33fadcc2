//! Linked data in `<script type="application/ld+json">`, read as browsers' users meet it: often broken.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::text;

/// An object of linked data.
pub type Node = Map<String, Value>;

/// Scripts longer than this many bytes are not read.
const LONGEST_SCRIPT: usize = 4 << 20;
/// Objects beyond this number are not kept.
const MOST_NODES: usize = 2_000;

/// All linked data of a page: its objects, freed from arrays and `@graph`.
#[derive(Debug, Clone, Default)]
pub struct JsonLd {
    nodes: Vec<Node>,
    by_id: HashMap<String, usize>,
    /// Scripts that could not be read even after mending.
    pub broken: usize,
}

impl JsonLd {
    /// Reads one script and adds its objects.
    pub fn add(&mut self, script: &str) {
        if script.len() > LONGEST_SCRIPT {
            self.broken += 1;
            return;
        }
        let values = parse(script);
        if values.is_empty() && !script.trim().is_empty() {
            self.broken += 1;
        }
        // Of lists only what holds objects is gone through: a list may have millions of numbers.
        let holds = |value: &Value| value.is_object() || value.is_array();
        let mut open: Vec<Value> = values.into_iter().rev().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items.into_iter().rev().filter(holds)),
                Value::Object(mut node) => {
                    for key in ["mainEntity", "mainEntityOfPage", "@graph"] {
                        // What a page is about is an object in its own right, wherever it was written.
                        let own = match node.get(key) {
                            Some(Value::Array(_)) => key == "@graph",
                            Some(Value::Object(inner)) => key == "@graph" || inner.len() > 2,
                            _ => false,
                        };
                        if own && let Some(inner) = node.remove(key) {
                            open.push(inner);
                        }
                    }
                    if self.nodes.len() < MOST_NODES && !node.is_empty() {
                        if let Some(id) = node.get("@id").and_then(Value::as_str)
                            && node.len() > 1
                        {
                            self.by_id.entry(id.to_owned()).or_insert(self.nodes.len());
                        }
                        self.nodes.push(node);
                    }
                }
                _ => {}
            }
        }
    }

    /// The objects, in the order of the page.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The objects of one of these types, in the order of the page. Types are compared without `http://schema.org/`.
    pub fn of_type<'a>(&'a self, types: &'a [&str]) -> impl Iterator<Item = &'a Node> {
        self.nodes.iter().filter(move |node| is_a(node, types))
    }

    /// The object a value is or points at by `@id`; `None` for text and numbers.
    pub fn object<'a>(&'a self, value: &'a Value) -> Option<&'a Node> {
        let node = value.as_object()?;
        if node.len() > 2 {
            return Some(node);
        }
        let pointed = node
            .get("@id")
            .and_then(Value::as_str)
            .and_then(|id| self.by_id.get(id));
        Some(pointed.map_or(node, |&at| &self.nodes[at]))
    }

    /// The object that describes the report or page itself: of the most telling type; among several of it the one
    /// whose address or headline is the page's. `url` is the address of the page, `titles` its headlines in markup.
    pub fn report(&self, urls: &[&str], titles: &[&str]) -> Option<&Node> {
        let keys: Vec<String> = titles.iter().map(|t| text::key(t)).collect();
        let mut best: Option<(i32, &Node)> = None;
        for node in &self.nodes {
            let Some(rank) = types(node).filter_map(rank).max() else {
                continue;
            };
            let mut score = i32::from(rank) * 10;
            if ["url", "@id", "mainEntityOfPage"]
                .iter()
                .filter_map(|k| address(node.get(*k)?))
                .any(|a| urls.iter().any(|u| same_address(a, u)))
            {
                score += 25;
            }
            if let Some(title) = string(node, "headline").or_else(|| string(node, "name")) {
                let title = text::key(&title);
                if !title.is_empty()
                    && keys
                        .iter()
                        .any(|k| *k == title || (title.len() > 15 && k.starts_with(&title)))
                {
                    score += 30;
                }
            }
            if ["datePublished", "articleBody", "author"]
                .iter()
                .any(|k| node.contains_key(*k))
            {
                score += 5;
            }
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, node));
            }
        }
        best.map(|(_, node)| node)
    }
}

/// Whether the type of a `<script>` says that linked data is in it.
pub fn is_type(kind: &str) -> bool {
    kind.to_ascii_lowercase().contains("ld+json")
}

/// Whether a type is one of news.
pub fn is_news(kind: &str) -> bool {
    rank(kind) == Some(9)
}

/// How surely a type names the report itself.
fn rank(kind: &str) -> Option<u8> {
    Some(match kind {
        "LiveBlogPosting"
        | "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "ReviewNewsArticle"
        | "BackgroundNewsArticle"
        | "AskPublicNewsArticle" => 9,
        "Article"
        | "BlogPosting"
        | "TechArticle"
        | "ScholarlyArticle"
        | "Report"
        | "SatiricalArticle"
        | "AdvertiserContentArticle"
        | "SocialMediaPosting"
        | "MedicalScholarlyArticle" => 8,
        "DiscussionForumPosting" | "Recipe" | "Review" | "HowTo" | "JobPosting" | "Question" => 7,
        "Product"
        | "ProductGroup"
        | "Book"
        | "Movie"
        | "Course"
        | "Event"
        | "SoftwareApplication"
        | "PodcastEpisode"
        | "VideoObject"
        | "CreativeWork"
        | "Vehicle"
        | "Dataset" => 5,
        "WebPage" | "ItemPage" | "QAPage" | "FAQPage" | "AboutPage" | "MedicalWebPage"
        | "CollectionPage" | "ProfilePage" => 3,
        _ => return None,
    })
}

/// The types of an object, without `http://schema.org/`.
pub fn types(node: &Node) -> impl Iterator<Item = &str> {
    let (one, many): (Option<&str>, &[Value]) = match node.get("@type") {
        Some(Value::String(one)) => (Some(one), &[]),
        Some(Value::Array(many)) => (None, many),
        _ => (None, &[]),
    };
    one.into_iter()
        .chain(many.iter().filter_map(Value::as_str))
        .map(|t| t.rsplit(['/', ':', '#']).next().unwrap_or(t).trim())
}

/// Whether an object is of one of these types.
pub fn is_a(node: &Node, kinds: &[&str]) -> bool {
    types(node).any(|t| kinds.contains(&t))
}

/// A property as the text a reader would see: of a string, of a number, of the first item of a list, of the `@value`
/// or `name` of an object. `None` where it is missing or empty.
pub fn string(node: &Node, key: &str) -> Option<String> {
    as_string(node.get(key)?)
}

/// As [`string`], of a value.
pub fn as_string(value: &Value) -> Option<String> {
    let mut value = value;
    // A value may lie in a list in an object; nothing real goes deeper.
    for _ in 0..4 {
        match value {
            Value::String(s) => return Some(text::plain(s)).filter(|s| !s.is_empty()),
            Value::Number(n) => return Some(n.to_string()),
            Value::Array(items) => value = items.first()?,
            Value::Object(inner) => value = inner.get("@value").or_else(|| inner.get("name"))?,
            _ => return None,
        }
    }
    None
}

/// The items of a property that may be one or many.
pub fn items<'a>(node: &'a Node, key: &str) -> &'a [Value] {
    match node.get(key) {
        Some(Value::Array(items)) => items,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// The address a value is or has: of a string, of `@id` or `url` of an object.
pub fn address(value: &Value) -> Option<&str> {
    match value {
        Value::String(s) => Some(s.trim()),
        Value::Object(node) => ["url", "@id", "contentUrl"]
            .iter()
            .find_map(|k| node.get(*k)?.as_str())
            .map(str::trim),
        Value::Array(items) => items.first().and_then(|first| {
            if first.is_array() {
                None
            } else {
                address(first)
            }
        }),
        _ => None,
    }
    .filter(|s| !s.is_empty())
}

/// Whether two addresses are the same but for scheme, `www.`, query, fragment and a last slash.
pub fn same_address(a: &str, b: &str) -> bool {
    fn core(url: &str) -> &str {
        let url = url.split(['?', '#']).next().unwrap_or(url);
        let url = url.split_once("://").map_or(url, |(_, rest)| rest);
        url.trim_start_matches("www.").trim_end_matches('/')
    }
    !core(a).is_empty() && core(a) == core(b)
}

/// The values of a script: as it is, or mended where it is not JSON.
fn parse(script: &str) -> Vec<Value> {
    let bare = bare(script);
    if let Ok(value) = serde_json::from_str(bare) {
        return vec![value];
    }
    let mended = mend(bare);
    // Several values one after the other are read as far as they go.
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(&mended).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => break,
        }
    }
    values
}

/// The script without what is wrapped around it: comments, CDATA marks, a closing semicolon.
fn bare(script: &str) -> &str {
    let mut s = script.trim_start_matches(['\u{feff}', '\0']).trim();
    loop {
        let before = s.len();
        for open in [
            "<!--",
            "//<![CDATA[",
            "// <![CDATA[",
            "/*<![CDATA[*/",
            "/* <![CDATA[ */",
            "<![CDATA[",
            "//",
        ] {
            s = s.strip_prefix(open).unwrap_or(s).trim_start();
        }
        for close in [
            "-->",
            "//]]>",
            "// ]]>",
            "/*]]>*/",
            "/* ]]> */",
            "]]>",
            "//",
            ";",
        ] {
            s = s.strip_suffix(close).unwrap_or(s).trim_end();
        }
        if s.len() == before {
            return s;
        }
    }
}

/// JSON as people break it, mended: line breaks and other controls inside strings escaped, backslashes that escape
/// nothing doubled, commas before a closing bracket dropped, comments between values dropped, `&quot;` for the
/// quotation marks of the whole resolved.
fn mend(script: &str) -> String {
    let resolved;
    let script = if !script.contains('"') && script.contains("&quot;") {
        resolved = html_escape::decode_html_entities(script).into_owned();
        &resolved
    } else {
        script
    };
    let mut out = String::with_capacity(script.len() + 16);
    let mut chars = script.chars().peekable();
    let mut in_string = false;
    // Where a comma stands in `out` with nothing but white space after it.
    let mut comma: Option<usize> = None;
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                '\\' => match chars.peek() {
                    Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') => {
                        out.push(c);
                        out.extend(chars.next());
                    }
                    Some('\'') => {}
                    _ => out.push_str("\\\\"),
                },
                '"' => {
                    in_string = false;
                    out.push(c);
                }
                '\n' | '\r' | '\t' => out.push(' '),
                c if c < ' ' => {}
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                comma = None;
                out.push(c);
            }
            ',' => {
                // Two commas in a row are one.
                if comma.is_none() {
                    comma = Some(out.len());
                    out.push(c);
                }
            }
            '}' | ']' => {
                if let Some(at) = comma.take() {
                    out.truncate(at);
                }
                out.push(c);
            }
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut last = ' ';
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '/' if chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        break;
                    }
                }
            }
            ';' => {}
            c if c.is_whitespace() || c < ' ' => out.push(' '),
            c => {
                comma = None;
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> JsonLd {
        let mut ld = JsonLd::default();
        ld.add(script);
        ld
    }

    #[test]
    fn broken_json_is_mended() {
        for script in [
            r#"{"@type":"NewsArticle","headline":"A"}"#,
            r#"<!-- {"@type":"NewsArticle","headline":"A"} -->"#,
            "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"A\"}\n//]]>",
            r#"{"@type":"NewsArticle","headline":"A",}"#,
            r#"{"@type":"NewsArticle",,"headline":"A", "keywords":["x",],};"#,
            "{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"articleBody\":\"one\ntwo\tthree\"}",
            r#"{"@type":"NewsArticle","headline":"A","alternativeHeadline":"It\'s \d"}"#,
            "{\"@type\":\"NewsArticle\", /* note */ \"headline\":\"A\" // more\n }",
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A&quot;}",
            "{\"@type\":\"NewsArticle\",\"headline\":\"A\"}\n{\"@type\":\"BreadcrumbList\"}",
            r#"[[{"@graph":[{"@type":"WebSite"},{"@type":["Thing","http://schema.org/NewsArticle"],"headline":"A"}]}]]"#,
            r#"{"@type":"WebPage","name":"x","mainEntity":{"@type":"NewsArticle","headline":"A","url":"b"}}"#,
        ] {
            let ld = read(script);
            let report = ld.report(&[], &[]).unwrap_or_else(|| panic!("{script}"));
            assert_eq!(string(report, "headline").as_deref(), Some("A"), "{script}");
            assert_eq!(ld.broken, 0, "{script}");
        }
    }

    #[test]
    fn what_is_no_json_is_counted_and_skipped() {
        assert_eq!(read("window.data = 1").broken, 1);
        assert_eq!(read("  ").broken, 0);
        assert_eq!(read(&"[".repeat(100_000)).broken, 1);
        assert!(read(&"{\"mainEntity\":".repeat(50)).nodes().is_empty());
    }

    #[test]
    fn of_several_reports_the_pages_own_is_chosen() {
        let ld = read(
            r#"[{"@type":"NewsArticle","headline":"Other","url":"https://a.example/2"},
                {"@type":"NewsArticle","headline":"Mine","url":"https://www.a.example/1/?x"},
                {"@type":"WebPage","name":"Mine | Site"}]"#,
        );
        let of = |urls: &[&str], titles: &[&str]| {
            string(ld.report(urls, titles).unwrap(), "headline").unwrap()
        };
        assert_eq!(of(&["http://a.example/1"], &[]), "Mine");
        assert_eq!(of(&[], &["Mine – Site"]), "Other");
        assert_eq!(of(&[], &["mine!"]), "Mine");
    }

    #[test]
    fn pointers_are_followed() {
        let ld = read(
            r##"{"@graph":[{"@type":"Article","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Ann"}]}"##,
        );
        let author = &items(ld.report(&[], &[]).unwrap(), "author")[0];
        assert_eq!(
            string(ld.object(author).unwrap(), "name").as_deref(),
            Some("Ann")
        );
    }
}
