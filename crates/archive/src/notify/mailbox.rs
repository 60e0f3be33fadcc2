//! Mailboxes that letters go to.

/// Whether a text can be a mailbox, written plainly as `desk@news.example`: without a name around it, and one alone. More
/// than that only a letter to it can tell.
pub fn is_mailbox(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !text
                .contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;\"()".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_has_a_name_and_a_host() {
        assert!(is_mailbox("lina@news.example"));
        for wrong in [
            "",
            "lina",
            "@news.example",
            "lina@",
            "lina@news",
            "a b@news.example",
            "Lina <lina@news.example>",
            "a@b.example\r\nBcc: x@y.example",
            "a@b.example,c@d.example",
        ] {
            assert!(!is_mailbox(wrong), "{wrong:?}");
        }
    }
}
