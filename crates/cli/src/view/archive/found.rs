//! What was found at an address, before or as it is followed.

use khabar_archive::follow::{Followed, Found};
use khabar_article::language::Direction;

use super::{PARTING, direction, plural};
use crate::sanitize;
use crate::view::ink::{Ink, Text};
use crate::view::{Look, Page, wrap};

/// Columns that the kind of a channel takes.
const KIND: usize = 9;

/// What was found and what came of it, ending in a line break. `followed` is missing where it was only looked at.
pub fn found(found: &Found, followed: Option<&Followed>, look: &Look) -> String {
    let mut page = Page::new(look, direction(&found.title));
    page.paragraph(&Text::of(&sanitize::line(&found.title), Ink::BOLD));
    page.direction = Direction::Ltr;
    let about: Vec<&str> = std::iter::once(found.home.as_str())
        .chain(found.language.as_deref())
        .collect();
    page.paragraph(&Text::of(&sanitize::line(&about.join(PARTING)), Ink::DIM));
    for channel in &found.channels {
        let kind = channel.kind.name();
        let first = format!("{kind}{}", " ".repeat(KIND - wrap::width(kind)));
        let rest = " ".repeat(KIND);
        let announced = plural(channel.announced as u64, "report", "reports");
        page.hanging(&Text::of(&announced, Ink::PLAIN), &first, &rest);
        let url = sanitize::line(&channel.url);
        page.hanging(&Text::of(&url, Ink::DIM), &rest, &rest);
        for headline in &channel.headlines {
            let headline = sanitize::line(headline);
            page.direction = direction(&headline);
            page.hanging(
                &Text::of(&headline, Ink::ITALIC),
                &format!("{rest}· "),
                &format!("{rest}  "),
            );
            page.direction = Direction::Ltr;
        }
    }
    for note in &found.notes {
        page.hanging(&Text::of(&sanitize::line(note), Ink::YELLOW), "! ", "  ");
    }
    if let Some(followed) = followed {
        let number = followed.source;
        let said = match (followed.is_new, followed.channels) {
            (true, _) => format!("Followed from now on, as source {number}."),
            (false, 0) => format!("Was followed before, as source {number}."),
            (false, new) => format!(
                "Was followed before, as source {number}; {} new.",
                plural(new as u64, "channel is", "channels are")
            ),
        };
        page.paragraph(&Text::of(&said, Ink::GREEN));
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use khabar_archive::follow::FoundChannel;
    use khabar_archive::record::channels::ChannelKind;

    use super::*;
    use crate::view::tests::look;

    #[test]
    fn channels_stand_with_what_they_announce() {
        let site = Found {
            title: "The Post".into(),
            home: "https://post.example/".into(),
            language: Some("en".into()),
            channels: vec![
                FoundChannel {
                    kind: ChannelKind::Feed,
                    url: "https://post.example/rss".into(),
                    title: None,
                    announced: 1,
                    headlines: vec!["The bridge opens".into(), "فتح الجسر".into()],
                },
                FoundChannel {
                    kind: ChannelKind::Section,
                    url: "https://post.example/".into(),
                    title: None,
                    announced: 12,
                    headlines: Vec::new(),
                },
            ],
            notes: vec!["some lines could\x1b not be read".into()],
        };
        let followed = Followed {
            source: 3,
            is_new: true,
            channels: 2,
        };
        let expected = "\
The Post
https://post.example/ · en
feed     1 report
         https://post.example/rss
         · The bridge opens
                رسجلا حتف ·
section  12 reports
         https://post.example/
! some lines could not be read
Followed from now on, as source 3.
";
        let shown = found(&site, Some(&followed), &look(36)).replace('\u{a0}', " ");
        assert_eq!(shown, expected);
    }
}
