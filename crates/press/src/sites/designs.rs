//! Lays pages out. Each design is a template of its own in `templates/`.

use askama::Template;

use super::page::Page;
use crate::outlets::Design;

macro_rules! designs {
    ($($design:ident $file:literal),* $(,)?) => {
        $(
            #[derive(Template)]
            #[template(path = $file)]
            struct $design<'a> {
                page: &'a Page<'a>,
            }
        )*

        /// A page as HTML.
        pub(super) fn render(page: &Page<'_>) -> String {
            let rendered = match page.outlet.design {
                $(Design::$design => $design { page }.render(),)*
            };
            // Templates are checked when they are compiled, and writing to a string does not fail.
            rendered.unwrap_or_default()
        }
    };
}

designs! {
    Wordpress "wordpress.html",
    Grid "grid.html",
    Agency "agency.html",
    Table "table.html",
    App "app.html",
    Amp "amp.html",
    Magazine "magazine.html",
    Broadcaster "broadcaster.html",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::press::Press;

    /// Every word that templates ask for is known in every language.
    #[test]
    fn every_label_is_known() {
        let mut asked: BTreeSet<String> = super::super::page::SERVICE.map(str::to_owned).into();
        asked.insert("gone".to_owned());
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates")).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            asked.extend(
                text.split("label(\"")
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .map(str::to_owned),
            );
        }
        assert!(asked.len() > 25, "{asked:?}");
        for language in &Press::new(1).languages {
            let missing: Vec<_> = asked
                .iter()
                .filter(|key| !language.has_label(key))
                .collect();
            assert!(missing.is_empty(), "{}: {missing:?}", language.tag);
            assert!(language.comments.len() > 1);
        }
    }
}
