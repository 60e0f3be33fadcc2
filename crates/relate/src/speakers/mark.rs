//! What the lists say of a word.

/// Whether a man or a woman bears a name or a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// A man.
    Male,
    /// A woman.
    Female,
}

impl Sex {
    /// By the letter that the lists have.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "m" => Some(Self::Male),
            "f" => Some(Self::Female),
            _ => None,
        }
    }
}

/// What tells a son from his father.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// The son.
    Junior,
    /// The father.
    Senior,
    /// The one of that number.
    Number(u16),
}

impl Generation {
    /// By the word that stands first in its line.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "jr" => Some(Self::Junior),
            "sr" => Some(Self::Senior),
            name => roman(name).map(Self::Number),
        }
    }
}

/// A number in Roman signs, as kings and popes have it.
pub fn roman(word: &str) -> Option<u16> {
    let mut value = 0u16;
    let mut last = 0;
    for c in word.chars().rev() {
        let this = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            _ => return None,
        };
        if this < last {
            value = value.checked_sub(this)?;
        } else {
            value = value.checked_add(this)?;
            last = this;
        }
    }
    (1..40).contains(&value).then_some(value)
}

/// An office or a trade.
#[derive(Debug)]
pub struct Office {
    /// What it has to do with: politics, sport.
    pub field: &'static str,
    /// Whether a country or a body has one holder of it at a time.
    pub is_single: bool,
}

/// What the lists say of a word, or of several that stand together.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not hang together"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// A courtesy or a rank that is said with a name.
    pub title: bool,
    /// Who bears the title or the office.
    pub sex: Option<Sex>,
    /// An office, by number.
    pub role: Option<u16>,
    /// It names nobody.
    pub generic: bool,
    /// An article, a preposition.
    pub small: bool,
    /// It says whose kin the speaker is.
    pub kin: bool,
    /// It says more of an office or a body: "federal", "acting".
    pub more: bool,
    /// It may stand in the midst of a name.
    pub particle: bool,
    /// It joins two speakers.
    pub and: bool,
    /// Which of two namesakes.
    pub generation: Option<Generation>,
    /// What it says of a body, by numbers; 0 for none.
    pub concepts: [u16; 3],
    /// It makes a name that of a body.
    pub kind: bool,
    /// It makes a name that of a body, and is left out as often as not.
    pub weak: bool,
    /// A country or a city, by number; 0 for none.
    pub place: u16,
    /// A body of the list, by number; 0 for none.
    pub known: u16,
    /// The body's name is a few capitals: "UNO" and not "uno".
    pub capitals: bool,
    /// The body is a party.
    pub party: bool,
}

impl Mark {
    /// Whether the lists have it.
    pub fn is_known(&self) -> bool {
        *self != Self::default()
    }

    /// Whether it is a word of bodies.
    pub fn is_concept(&self) -> bool {
        self.concepts[0] > 0
    }

    /// Adds what another meaning says; the first that says something of a thing stays.
    pub fn merge(&mut self, other: Self) {
        self.title |= other.title;
        // An office that is a woman's in one language alone, once accents are gone, is nobody's.
        self.sex = if self.role.is_some() && other.role.is_some() && self.sex != other.sex {
            None
        } else {
            self.sex.or(other.sex)
        };
        self.role = self.role.or(other.role);
        self.generic |= other.generic;
        self.small |= other.small;
        self.more |= other.more;
        self.kin |= other.kin;
        self.particle |= other.particle;
        self.and |= other.and;
        self.generation = self.generation.or(other.generation);
        if !self.is_concept() {
            self.concepts = other.concepts;
            self.kind |= other.kind;
            self.weak |= other.weak;
        }
        if self.place == 0 {
            self.place = other.place;
        }
        if self.known == 0 {
            self.known = other.known;
            self.capitals = other.capitals;
            self.party = other.party;
        } else if self.known == other.known {
            self.capitals &= other.capitals;
        }
    }
}
