//! What inputs are made of: pages to read, things that are no pages, and what could not be read.

use std::fmt;
use std::sync::Arc;

use khabar_article::InputKind;
use khabar_article::ReadError;

/// Where a page lies in the inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The input, as it was named.
    pub file: Arc<str>,
    /// What part of it: the name of an entry of a ZIP archive.
    pub entry: Option<String>,
    /// Where in it: the byte its record, line or member begins at, or the number of its row in a table.
    pub offset: Option<u64>,
    /// How many unpacked bytes of its member stand before it, where there are any.
    pub within: u64,
    /// How many bytes it takes there.
    pub length: Option<u64>,
}

impl Place {
    /// A whole file.
    pub fn whole(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            entry: None,
            offset: None,
            within: 0,
            length: None,
        }
    }

    /// A place in a file.
    pub fn at(file: &Arc<str>, offset: u64) -> Self {
        Self {
            offset: Some(offset),
            ..Self::whole(file)
        }
    }
}

/// The name of a row, the same in every run over the same inputs: `file`, `file!entry`, `file#offset`,
/// `file#offset+within`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(entry) = &self.entry {
            write!(f, "!{entry}")?;
        }
        if let Some(offset) = self.offset {
            write!(f, "#{offset}")?;
        }
        if self.within > 0 {
            write!(f, "+{}", self.within)?;
        }
        Ok(())
    }
}

/// A page to be read.
#[derive(Debug)]
pub struct Item<'a> {
    /// Where it lies.
    pub place: Place,
    /// The `WARC-Record-ID` of its record.
    pub record_id: Option<&'a str>,
    /// The address it was fetched from.
    pub address: Option<&'a str>,
    /// When it was fetched, as the archive says it: RFC 3339.
    pub fetched: Option<&'a str>,
    /// The charset a header named.
    pub charset: Option<&'a str>,
    /// What its bytes are.
    pub kind: InputKind,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Whether its record says that it is longer or shorter than it is.
    pub length_is_wrong: bool,
}

/// A page, or what could not be read, kept until it is looked at.
#[derive(Debug)]
pub enum Kept {
    /// A page.
    Page(KeptItem),
    /// Something that could not be read.
    Failed(Failure),
}

/// A page that holds what it is made of.
#[derive(Debug)]
pub struct KeptItem {
    place: Place,
    record_id: Option<String>,
    address: Option<String>,
    fetched: Option<String>,
    charset: Option<String>,
    kind: InputKind,
    bytes: Vec<u8>,
    length_is_wrong: bool,
}

impl KeptItem {
    /// The page, to be read.
    pub fn item(&self) -> Item<'_> {
        Item {
            place: self.place.clone(),
            record_id: self.record_id.as_deref(),
            address: self.address.as_deref(),
            fetched: self.fetched.as_deref(),
            charset: self.charset.as_deref(),
            kind: self.kind,
            bytes: &self.bytes,
            length_is_wrong: self.length_is_wrong,
        }
    }
}

impl Kept {
    /// What was found, kept; `None` of what is no page.
    pub fn of(found: Found<'_>) -> Option<Self> {
        match found {
            Found::Skipped(_) => None,
            Found::Failed(failure) => Some(Self::Failed(failure)),
            Found::Page(item) => Some(Self::Page(KeptItem {
                record_id: item.record_id.map(str::to_owned),
                address: item.address.map(str::to_owned),
                fetched: item.fetched.map(str::to_owned),
                charset: item.charset.map(str::to_owned),
                kind: item.kind,
                bytes: item.bytes.to_owned(),
                length_is_wrong: item.length_is_wrong,
                place: item.place,
            })),
        }
    }

    /// The same as it was found.
    pub fn found(&self) -> Found<'_> {
        match self {
            Self::Page(page) => Found::Page(page.item()),
            Self::Failed(failure) => Found::Failed(failure.clone()),
        }
    }

    /// How many bytes it holds, about.
    pub fn bytes(&self) -> usize {
        match self {
            Self::Page(page) => page.bytes.len(),
            Self::Failed(_) => 0,
        }
    }
}

/// One thing found in the inputs.
#[derive(Debug)]
pub enum Found<'a> {
    /// A page.
    Page(Item<'a>),
    /// Something that is no page, and what: `request`, `status-404`, `image/png`.
    Skipped(&'a str),
    /// Something that could not be read.
    Failed(Failure),
}

/// Something of the inputs that could not be read: a row of the failures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where it lies.
    pub place: Place,
    /// The address it was fetched from, if that is known.
    pub address: Option<String>,
    /// Why it could not be read.
    pub cause: Cause,
}

/// Why something could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// There is nothing in it.
    Empty,
    /// It is something else than a page: "a PDF document".
    NotText(&'static str),
    /// It has more bytes than the limit.
    TooLarge(usize),
    /// It cannot be unpacked.
    Corrupt,
    /// The input ends in the middle of it.
    CutOff,
    /// It is no record of WARC.
    NoRecord,
    /// It unpacks to far more than any page.
    Bomb,
    /// From here on its piece of the archive is damaged all over.
    GivenUp,
    /// What the server answered has no head of HTTP.
    NoHead,
    /// The body is packed as the head says, and damaged.
    DamagedBody,
    /// The line or row is not what an input of its kind has.
    BadRow(String),
    /// The file could not be read.
    Unreadable(String),
    /// Khabar itself failed on it.
    Defect,
}

impl Cause {
    /// A short name that stays: `too-large`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotText(_) => "not-text",
            Self::TooLarge(_) => "too-large",
            Self::Corrupt => "corrupt",
            Self::CutOff => "cut-off",
            Self::NoRecord => "no-record",
            Self::Bomb => "bomb",
            Self::GivenUp => "given-up",
            Self::NoHead => "no-http-head",
            Self::DamagedBody => "damaged-body",
            Self::BadRow(_) => "bad-row",
            Self::Unreadable(_) => "unreadable",
            Self::Defect => "defect",
        }
    }
}

/// One sentence: what is wrong, and what can be done where something can.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is nothing in it"),
            Self::NotText(found) => write!(f, "it is {found}, not a page"),
            Self::TooLarge(limit) => write!(
                f,
                "it has more than {limit} bytes; if it is a page all the same, raise the limit"
            ),
            Self::Corrupt => f.write_str("it cannot be unpacked; fetch or copy the archive again"),
            Self::CutOff => {
                f.write_str("the archive ends in the middle of it; fetch or copy it again")
            }
            Self::NoRecord => f.write_str("no record of WARC stands here"),
            Self::Bomb => {
                f.write_str("it unpacks to far more than any page; the next record was looked for")
            }
            Self::GivenUp => f.write_str(
                "from here on this piece of the archive is damaged all over and was left out; fetch or copy the archive again",
            ),
            Self::NoHead => {
                f.write_str("what the server answered does not begin with a head of HTTP")
            }
            Self::DamagedBody => f.write_str("its body is packed, and damaged or cut off"),
            Self::BadRow(why) => f.write_str(why),
            Self::Unreadable(why) => write!(f, "it could not be read ({why})"),
            Self::Defect => write!(
                f,
                "khabar itself failed on it; please report that with the page at {}",
                env!("CARGO_PKG_REPOSITORY")
            ),
        }
    }
}

impl From<ReadError> for Cause {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Empty => Self::Empty,
            ReadError::NotText { found } => Self::NotText(found),
            ReadError::TooLarge { limit, .. } => Self::TooLarge(limit),
        }
    }
}
