//! One record of an archive and its head.

/// What a record is, by its `WARC-Type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordKind {
    /// What a server answered.
    Response,
    /// Something captured without its protocol.
    Resource,
    /// What something was made into: the text of a page, in WET.
    Conversion,
    /// A page that was the same as at an earlier visit; its body lies elsewhere.
    Revisit,
    /// What a server was asked.
    Request,
    /// Something about another record.
    Metadata,
    /// Something about the archive.
    Warcinfo,
    /// The rest of a record that another file begins.
    Continuation,
    /// None of these.
    #[default]
    Other,
}

impl RecordKind {
    /// Its name, as in `WARC-Type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Resource => "resource",
            Self::Conversion => "conversion",
            Self::Revisit => "revisit",
            Self::Request => "request",
            Self::Metadata => "metadata",
            Self::Warcinfo => "warcinfo",
            Self::Continuation => "continuation",
            Self::Other => "other",
        }
    }

    /// Whether it may hold a page.
    pub fn may_hold_page(self) -> bool {
        matches!(self, Self::Response | Self::Resource | Self::Conversion)
    }

    fn of(name: &str) -> Self {
        const KINDS: [RecordKind; 8] = [
            RecordKind::Response,
            RecordKind::Resource,
            RecordKind::Conversion,
            RecordKind::Revisit,
            RecordKind::Request,
            RecordKind::Metadata,
            RecordKind::Warcinfo,
            RecordKind::Continuation,
        ];
        KINDS
            .into_iter()
            .find(|kind| kind.name().eq_ignore_ascii_case(name))
            .unwrap_or_default()
    }
}

/// A record. Reused from one to the next, so that reading allocates little.
#[derive(Debug, Default)]
pub struct Record {
    /// Where its member, or in an archive that is not packed the record itself, begins.
    pub offset: u64,
    /// How many unpacked bytes of its member stand before it.
    pub within: u64,
    /// How many bytes of the archive it takes, where it is alone in its member.
    pub length: Option<u64>,
    /// What it is.
    pub kind: RecordKind,
    /// `WARC-Record-ID`, without angle brackets.
    pub id: String,
    /// `WARC-Target-URI`, without angle brackets.
    pub address: String,
    /// `WARC-Date`.
    pub date: String,
    /// `Content-Type` of the record.
    pub content_type: String,
    /// What it holds, of a record that may hold a page and is no larger than the limit of [`super::Reader::new`]; nothing of
    /// another.
    pub body: Vec<u8>,
    /// Whether it is larger than the limit; its body is then empty.
    pub is_too_large: bool,
    /// Whether its `Content-Length` is wrong; the body is what stands there.
    pub length_is_wrong: bool,
}

/// What reading a head came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// `Content-Length`.
    pub length: u64,
}

impl Record {
    /// Makes it an empty record.
    pub fn clear(&mut self) {
        for text in [
            &mut self.id,
            &mut self.address,
            &mut self.date,
            &mut self.content_type,
        ] {
            text.clear();
        }
        self.body.clear();
        self.kind = RecordKind::Other;
        (self.offset, self.within, self.length) = (0, 0, None);
        (self.is_too_large, self.length_is_wrong) = (false, false);
    }

    /// Reads the lines of a head, the first of which names the version. `None` where it is no head of a record: another
    /// first line, no `WARC-Type` or no `Content-Length` that is a number.
    pub fn read_head(&mut self, head: &[u8]) -> Option<Head> {
        let mut lines = head
            .split(|&byte| byte == b'\n')
            .map(<[u8]>::trim_ascii_end);
        if !lines.next()?.starts_with(b"WARC/") {
            return None;
        }
        let mut length = None;
        let mut has_kind = false;
        for line in lines {
            let Some(colon) = memchr::memchr(b':', line) else {
                continue;
            };
            let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
            let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
            if is("WARC-Type") {
                self.kind = RecordKind::of(&String::from_utf8_lossy(value));
                has_kind = true;
            } else if is("Content-Length") {
                length = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok());
            } else if is("WARC-Target-URI") {
                set(&mut self.address, bare(value));
            } else if is("WARC-Record-ID") {
                set(&mut self.id, bare(value));
            } else if is("WARC-Date") {
                set(&mut self.date, value);
            } else if is("Content-Type") {
                set(&mut self.content_type, value);
            }
        }
        length.filter(|_| has_kind).map(|length| Head { length })
    }
}

/// An address without the angle brackets that WARC 1.0 has around it.
fn bare(value: &[u8]) -> &[u8] {
    value
        .strip_prefix(b"<")
        .and_then(|v| v.strip_suffix(b">"))
        .unwrap_or(value)
}

fn set(text: &mut String, value: &[u8]) {
    text.clear();
    text.push_str(&String::from_utf8_lossy(value));
}
