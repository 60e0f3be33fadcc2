//! Why a block of a page, or a line of a dump, is in the body or not: the decision that was the last to change it.

/// The last decision on a block or line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The judge found it likely enough.
    JudgedIn,
    /// Judged out, but it stands between two kept paragraphs of its own make.
    Gap,
    /// Judged out, but most of its table was kept.
    Table,
    /// Judged out, but it is a quotation set apart between kept paragraphs.
    Quotation,
    /// Judged out, but a sentence that goes on where the body seemed to end.
    GoesOn,
    /// The whole input is the body.
    Verbatim,
    /// The judge found it too unlikely.
    JudgedOut,
    /// It stands in a window over the page.
    Overlay,
    /// It is the caption of an image and goes with it.
    Caption,
    /// It is of another report on the same page.
    AnotherReport,
    /// The site says it in its own name: that something is held back, or the same again and again.
    Notice,
    /// Nobody sees it when the page opens, and it is little beside what shows.
    Hidden,
    /// It leads elsewhere: to another report, a channel or an application of the site.
    LeadsElsewhere,
    /// It is a label of the template, a bare time or a bare address.
    Label,
    /// It stands under a heading such as "Most read".
    Rail,
    /// It is a short line of the page around the report.
    Furniture,
    /// It repeats the headline.
    Headline,
    /// It names the authors.
    Byline,
    /// It gives the date.
    Date,
    /// It names the section.
    Section,
    /// It names the outlet.
    Publisher,
    /// It closes the report without being of it: a notice, a credit, a line on the writer.
    Closing,
    /// It states date, author or section beside the body.
    Facts,
    /// The body was taken from the data the page carries.
    Data,
}

impl Reason {
    /// Whether it leaves the block in the body.
    pub fn keeps(self) -> bool {
        matches!(
            self,
            Self::JudgedIn
                | Self::Gap
                | Self::Table
                | Self::Quotation
                | Self::GoesOn
                | Self::Verbatim
        )
    }

    /// Whether it is the judge's decision and no rule's.
    pub fn is_judged(self) -> bool {
        matches!(self, Self::JudgedIn | Self::JudgedOut)
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::JudgedIn => "judged-in",
            Self::Gap => "gap",
            Self::Table => "table",
            Self::Quotation => "quotation",
            Self::GoesOn => "goes-on",
            Self::Verbatim => "verbatim",
            Self::JudgedOut => "judged-out",
            Self::Overlay => "overlay",
            Self::Caption => "caption",
            Self::AnotherReport => "another-report",
            Self::Notice => "notice",
            Self::Hidden => "hidden",
            Self::LeadsElsewhere => "leads-elsewhere",
            Self::Label => "label",
            Self::Rail => "rail",
            Self::Furniture => "furniture",
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Date => "date",
            Self::Section => "section",
            Self::Publisher => "publisher",
            Self::Closing => "closing",
            Self::Facts => "facts",
            Self::Data => "data",
        }
    }

    /// What it says, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::JudgedIn => "judged likely",
            Self::Gap => "between kept paragraphs of its make",
            Self::Table => "completes a kept table",
            Self::Quotation => "quotation between kept paragraphs",
            Self::GoesOn => "sentence that goes on with the body",
            Self::Verbatim => "the whole text is the body",
            Self::JudgedOut => "judged unlikely",
            Self::Overlay => "in a window over the page",
            Self::Caption => "caption, goes with its image",
            Self::AnotherReport => "of another report",
            Self::Notice => "notice of the site",
            Self::Hidden => "not shown when the page opens",
            Self::LeadsElsewhere => "leads elsewhere",
            Self::Label => "label of the template",
            Self::Rail => "under a heading of other reports",
            Self::Furniture => "short line of the page around",
            Self::Headline => "headline, a field of its own",
            Self::Byline => "byline, a field of its own",
            Self::Date => "date, a field of its own",
            Self::Section => "section, a field of its own",
            Self::Publisher => "outlet, a field of its own",
            Self::Closing => "notice, credit or line on the writer",
            Self::Facts => "date, author or section",
            Self::Data => "body taken from the page's data",
        }
    }
}

/// The reasons of all blocks or lines of an input.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reasons(pub Vec<Reason>);

impl Reasons {
    /// Those of the judge's own decision.
    pub fn judged(kept: &[bool]) -> Self {
        let reason = |&kept| {
            if kept {
                Reason::JudgedIn
            } else {
                Reason::JudgedOut
            }
        };
        Self(kept.iter().map(reason).collect())
    }

    /// Gives `reason` to all whose decision has changed since.
    pub fn note(&mut self, kept: &[bool], reason: Reason) {
        for (before, &kept) in self.0.iter_mut().zip(kept) {
            if before.keeps() != kept {
                *before = reason;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_change_is_the_reason() {
        let mut reasons = Reasons::judged(&[true, false, false]);
        reasons.note(&[true, true, false], Reason::Gap);
        reasons.note(&[false, true, false], Reason::Caption);
        assert_eq!(reasons.0, [Reason::Caption, Reason::Gap, Reason::JudgedOut]);
    }
}
