//! The html5lib tests of tree construction, as far as they are of whole pages without scripts.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use khabar_page::{Limits, parse};

use super::{Outline, outline, reference};

/// A page and the tree the tests want of it.
struct Test {
    html: String,
    expected: Vec<String>,
}

/// An element whose attributes are still to come.
struct Element {
    depth: usize,
    name: String,
    attrs: Vec<(String, String)>,
}

/// Reads all tests of a folder with both parsers and prints how many come right.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn run(dir: &Path) -> Result<()> {
    let entries = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "dat") {
            files.push(path);
        }
    }
    files.sort();
    let (mut all, mut ours, mut theirs) = (0, 0, 0);
    for file in files {
        let text = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        for test in tests(&String::from_utf8_lossy(&text)) {
            let read = outline(&parse(&test.html, &Limits::default()).0);
            let reference = reference::outline(&test.html);
            all += 1;
            ours += usize::from(read == test.expected);
            theirs += usize::from(reference == test.expected);
            if read != test.expected {
                println!(
                    "{}: {:?}\n  wanted    {:?}\n  khabar    {read:?}\n  html5ever {reference:?}",
                    file.file_name().unwrap_or_default().display(),
                    test.html,
                    test.expected
                );
            }
        }
    }
    println!("html5lib: of {all} tests khabar passes {ours}, html5ever {theirs}");
    Ok(())
}

/// The tests of a file: sections that begin with `#data`, each with the page and the tree.
fn tests(text: &str) -> Vec<Test> {
    let mut tests = Vec::new();
    for section in format!("\n{text}").split("\n#data\n").skip(1) {
        let part = |name: &str| -> Option<&str> {
            let (_, rest) = section.split_once(name)?;
            Some(rest)
        };
        // Parts of pages, and pages of browsers that run scripts, are not what Khabar reads.
        if section.contains("\n#document-fragment") || section.contains("\n#script-on") {
            continue;
        }
        let (Some((html, _)), Some(tree)) =
            (section.split_once("\n#errors"), part("\n#document\n"))
        else {
            continue;
        };
        tests.push(Test {
            html: html.to_owned(),
            expected: expected(tree),
        });
    }
    tests
}

/// The tree of a test in the lines of [`outline`].
fn expected(tree: &str) -> Vec<String> {
    // Text may run over several lines: a line goes on what stands before it unless it opens with a bar.
    let mut nodes: Vec<String> = Vec::new();
    for line in tree.trim_end_matches('\n').split('\n') {
        match (line.strip_prefix("| "), nodes.last_mut()) {
            (Some(node), _) => nodes.push(node.to_owned()),
            (None, Some(last)) => {
                last.push('\n');
                last.push_str(line);
            }
            (None, None) => {}
        }
    }
    let mut lines = Outline::default();
    let mut open: Option<Element> = None;
    // Below this depth nothing is kept; templates hold what they hold one level deeper.
    let mut left_out: Option<usize> = None;
    let mut contents: Vec<usize> = Vec::new();
    for node in nodes {
        let bare = node.trim_start_matches(' ');
        let depth = (node.len() - bare.len()) / 2;
        contents.retain(|level| *level < depth);
        let is_element = bare.starts_with('<') && bare.ends_with('>');
        let is_attribute = !is_element && !bare.starts_with('"') && bare != "content";
        if is_attribute {
            if let (Some(element), Some((name, value))) = (&mut open, bare.split_once('=')) {
                element.attrs.push((
                    name.replace(' ', ":").to_lowercase(),
                    value.trim_matches('"').to_owned(),
                ));
            }
            continue;
        }
        flush(&mut lines, &mut open);
        if left_out.is_some_and(|level| depth > level) {
            continue;
        }
        left_out = None;
        if bare == "content" {
            contents.push(depth);
            continue;
        }
        let depth = depth - contents.len();
        if let Some(text) = bare.strip_prefix('"') {
            lines.text(depth, text.strip_suffix('"').unwrap_or(text));
        } else if !bare.starts_with("<!") && !bare.starts_with("<?") {
            let name = bare.trim_start_matches('<').trim_end_matches('>');
            let local = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
            if matches!(&*local, "style" | "svg") {
                left_out = Some(depth + contents.len());
            }
            open = Some(Element {
                depth,
                name: local,
                attrs: Vec::new(),
            });
        }
    }
    flush(&mut lines, &mut open);
    lines.finish()
}

fn flush(lines: &mut Outline, open: &mut Option<Element>) {
    if let Some(Element { depth, name, attrs }) = open.take() {
        let pairs = attrs.iter().map(|(name, value)| (&**name, &**value));
        lines.element(depth, &name, pairs);
    }
}
