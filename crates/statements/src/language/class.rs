//! What words can be, a class for each list of a language's file, and sets of these.

/// What a word can be. The heads of the lists in a language's file say it at length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Opens what was said: "that".
    Complementizer,
    /// Opens what was said and is part of it, a pronoun being written together with it: Arabic "أنه". Listed beside
    /// `complementizer`.
    Opener,
    /// Opens what was asked: "whether", "why".
    Question,
    /// Joins words and clauses alike: "and".
    Coordinator,
    /// Opens a clause: "because".
    Conjunction,
    /// Opens a clause about the noun before it: "who".
    Relative,
    /// Opens a phrase of place, time or manner: "in".
    Preposition,
    /// Carries a noun phrase on: "of".
    Genitive,
    /// Stands between subject and verb: "has".
    Auxiliary,
    /// Stands anywhere between the parts of a clause: "also".
    Adverb,
    /// Takes a saying back: "not".
    Negation,
    /// Makes a saying unreal: "would", "if".
    Unreal,
    /// Opens a noun phrase: "the".
    Determiner,
    /// Stands for a man.
    He,
    /// Stands for a woman.
    She,
    /// Stands for several, or for either.
    They,
    /// Stands for the writer or the reader: "I", "you".
    Party,
    /// Stands for a thing.
    It,
    /// Is said before a name: "Mr".
    Title,
    /// Names an office or a kind of speaker: "minister".
    Role,
    /// Opens the addressee: "to".
    To,
    /// Marks the word before it as the one who speaks: Hindi "ने", Japanese "は".
    SubjectMark,
    /// Opens a demand: "to" with a verb.
    Infinitive,
    /// Ends with a dot that ends no sentence: "Mr.".
    Abbreviation,
    /// Ends, right before the cue, what was said in a language whose verbs stand last: Turkish "-dığını".
    ContentEnd,
    /// Ends what was said right before a passive: Turkish "-dığı" of "olduğu söylendi".
    StatedEnd,
    /// Ends an object right before its verb: Turkish "-ı".
    ObjectEnd,
    /// Ends a clause in a language whose verbs stand last: Turkish "-di".
    Finite,
    /// Names where something was said, in the form that says so: Turkish "açıklamasında".
    Occasion,
    /// Belongs to the noun before it, by its own form: Turkish "programında".
    Possessed,
    /// Stands, behind a verb, for the noun that a relative pronoun before it belongs to, which is then not its subject:
    /// Arabic "فيه".
    Resumptive,
    /// Is somebody that much is said to: "reporters", "agency".
    Listener,
    /// Is written together with what opens the addressee; found by the `addressing` letter, not listed.
    Addressed,
    /// Says that its noun stands for the one who spoke last: "the same source".
    Same,
    /// Is a writing that speaks for somebody: "statement", "report".
    Document,
    /// Names an office that, alone and with an article, stands for somebody named before: "الوزير".
    Person,
    /// Opens, behind a comma and a preposition, what the reporter thinks of it: Arabic "في إشارة إلى".
    Comment,
    /// Opens, before a cue, a clause of the reporter's own: Arabic "كما".
    Turn,
    /// Names what happened or is wanted, and so opens what was announced behind a subject: Arabic "رفض".
    Event,
    /// Closes a phrase of place or time in a language whose prepositions need one: Chinese "中", "時".
    Localizer,
    /// Stands behind a verb that is done rather than said, so that no clause follows: Chinese "了".
    Aspect,
    /// Marks the word before it as the object: Japanese "を".
    ObjectMark,
    /// Ends a clause, so that a particle behind it closes what was said: Japanese "た", "だ".
    Predicate,
    /// Says at the end of a sentence that it is somebody else's: Japanese "という".
    Hearsay,
    /// Stands for nobody in particular: "it", "there", and words that are never a speaker.
    Nobody,
    /// A pronoun between subject and verb that is the verb's object: French "lui", Spanish "se".
    Clitic,
    /// An infinitive, told by its ending: Italian "-are".
    InfinitiveForm,
    /// Makes an aside of a saying: "as" of "as he said".
    As,
    /// A form of a verb, which no noun phrase has in it.
    Verb,
    /// A noun of time: "week", "beginning".
    Period,
    /// Names what is said or written, as a source does: "report", "opinion".
    Saying,
    /// Names a talk that has somebody on the other side: "interview", with "with" behind it.
    Dialogue,
    /// Opens a noun phrase that can be the indirect object: German "dem".
    Dative,
    /// Opens a noun phrase that is an object: German "den".
    Accusative,
    /// Makes the subject of a verb what was said: German "wurde".
    Passive,
    /// Opens, in a passive clause, the one who speaks: "by".
    Agent,
    /// Is a verb form that only reported speech has: German "sei".
    Reported,
    /// Is an infinitive with its particle inside: German "anzunehmen".
    InfinitiveWord,
    /// A form that is passive behind such a word: "asked".
    PastParticiple,
    /// Has a clause of its own behind a complementizer, which then opens nothing said: Arabic "يجب" of "يجب أن".
    Governor,
    /// Names a body that speaks for itself, so that no name of a person belongs to it: Arabic "وزارة".
    Body,
    /// Opens, behind a talk, whom it was with: Arabic "مع".
    With,
    /// Says that the one it names is a man: "Mr", "spokesman".
    Man,
    /// Says that the one it names is a woman: "Mrs", "spokeswoman".
    Woman,
}

/// A set of classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Classes(u64);

impl Classes {
    /// The set of one.
    pub const fn of(class: Class) -> Self {
        Self(1 << class as u64)
    }

    /// The set of several.
    pub const fn these(classes: &[Class]) -> Self {
        let mut all = Self(0);
        let mut at = 0;
        while at < classes.len() {
            all = all.and(Self::of(classes[at]));
            at += 1;
        }
        all
    }

    /// Whether the class is in the set.
    pub const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u64) != 0
    }

    /// Whether any class of `other` is in the set.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
