//! What names, story, company and office say together.

use std::cmp::Reverse;

use super::lexicon::LEXICON;
use super::likeness::Likeness;
use super::name::{Facts, Name};
use super::person::{Agreement, Compared, reason};
use super::{Code, Judgement, Kind, Known, Mention, Reason, Verdict, body, person};

/// How offices go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Offices {
    /// Fields that seldom go together, or two places.
    Other,
    /// One of the two has none, or they cannot be compared.
    Unknown,
    /// Of two fields for which one person may well be known.
    Related,
    /// Of one field.
    Field,
    /// The same.
    Same,
    /// The same, of which there is one at a time.
    Single,
}

/// Consonants in common that make a name in two scripts certain.
const CERTAIN: usize = 6;

/// Judges whether a mention is of a speaker who is known.
pub fn judge(mention: &Mention<'_>, known: &Known<'_>) -> Judgement {
    Likened::new(mention.name, known.names).judge(mention, known)
}

/// A name held against those of a speaker, before it is looked at what else is known of both: that changes, names do not.
#[derive(Debug, Clone)]
pub struct Likened {
    /// Each of the speaker's names that are not the same by all that they are compared by.
    compared: Vec<Compared>,
    /// Which of these each of the speaker's names is.
    which: Vec<usize>,
    /// The first that contradicts, and the first of those in the script of the name.
    contradiction: Option<usize>,
    in_script: Option<usize>,
    offices: Offices,
    /// The bodies are said to be of two kinds or places.
    is_other_body: bool,
}

impl Likened {
    /// Holds a name against those that a speaker was called by.
    pub fn new(name: &Name, names: &[Name]) -> Self {
        // A name that stood alone hides nothing of what others had beside them.
        let said = names.iter().filter(|other| other.facts.is_given);
        let offices = said
            .map(|other| offices(&name.facts, &other.facts))
            .max()
            .unwrap_or(Offices::Unknown);
        let mut compared: Vec<Compared> = Vec::new();
        let mut which: Vec<usize> = Vec::with_capacity(names.len());
        let (mut contradiction, mut in_script) = (None, None);
        for (at, other) in names.iter().enumerate() {
            // A name stands once for each office it was called by.
            if let Some(same) = (0..at).find(|&before| names[before].is_compared_as(other)) {
                which.push(which[same]);
                continue;
            }
            let number = compared.len();
            compared.push(compare(name, other));
            which.push(number);
            if compared[number].is_contradiction {
                contradiction.get_or_insert(number);
                if name.is_written_as(other) {
                    in_script.get_or_insert(number);
                }
            }
        }
        Self {
            which,
            contradiction,
            in_script,
            offices,
            is_other_body: names
                .iter()
                .all(|other| body::is_said_to_be_other(name, other)),
            compared,
        }
    }

    /// Judges whether the mention of the name is of the speaker, both of them the same as before.
    pub fn judge(&self, mention: &Mention<'_>, known: &Known<'_>) -> Judgement {
        let name = mention.name;
        let around = Around {
            is_other_body: self.is_other_body,
            is_in_story: mention
                .story
                .is_some_and(|story| known.stories.contains(&story)),
            company: mention
                .companions
                .iter()
                .filter(|companion| known.companions.contains(companion))
                .count(),
            offices: self.offices,
        };
        // Of those that say as much, what is surest.
        let order = |verdict, compared: &Compared| {
            (rank(verdict), compared.agreement, Reverse(compared.weakest))
        };
        let mut best: Option<(Verdict, &Compared, &Name)> = None;
        for (other, &which) in known.names.iter().zip(&self.which) {
            let compared = &self.compared[which];
            let verdict = around.verdict(name, other, compared);
            if best.is_none_or(|(sofar, by, _)| order(verdict, compared) > order(sofar, by)) {
                best = Some((verdict, compared, other));
            }
        }
        let Some((mut verdict, mut compared, other)) = best else {
            return Judgement {
                verdict: Verdict::Apart,
                why: Vec::new(),
            };
        };
        // A family name alone may be that of somebody else with another given name by whom the speaker is known. And letters tell
        // more than how a name of another script may sound: whoever is called Leon in these is not Lina, however like "Лина" is.
        let against = if compared.agreement < Agreement::Part {
            self.contradiction
        } else if name.is_written_as(other) {
            None
        } else {
            self.in_script
        };
        if let Some(against) = against.filter(|_| verdict != Verdict::Apart) {
            verdict = Verdict::Apart;
            compared = &self.compared[against];
        }
        let mut why = compared.why.clone();
        around.explain(&mut why, verdict, compared.agreement);
        Judgement { verdict, why }
    }
}

fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Same => 2,
        Verdict::Possible => 1,
        Verdict::Apart => 0,
    }
}

fn compare(a: &Name, b: &Name) -> Compared {
    if a.kind == b.kind {
        return match a.kind {
            Kind::Person => person::compare(a, b),
            Kind::Body => body::compare(a, b),
        };
    }
    // A name of which nothing shows what bears it.
    let (person, other) = if a.kind == Kind::Person {
        (a, b)
    } else {
        (b, a)
    };
    let is_same = person.joined == other.joined
        || other.concepts.is_empty()
            && other.places.is_empty()
            && other.known == 0
            && person.words.len() == other.words.len()
            && person
                .words
                .iter()
                .zip(&other.words)
                .all(|(a, b)| a.folded == b.folded);
    if !person.is_kind_sure && is_same {
        let is_long = person.joined.chars().nth(3).is_some();
        return Compared {
            agreement: if is_long && person.words.len() > 1 {
                Agreement::Full
            } else {
                Agreement::Family
            },
            why: vec![reason(Code::SameName, &a.shown)],
            ..Compared::default()
        };
    }
    Compared {
        agreement: Agreement::None,
        is_contradiction: person.is_kind_sure,
        weakest: Likeness::Other,
        why: vec![reason(Code::OtherKind, "")],
        ..Compared::default()
    }
}

/// What is known beside the names.
struct Around {
    /// The bodies are said to be of two kinds or places.
    is_other_body: bool,
    is_in_story: bool,
    company: usize,
    offices: Offices,
}

impl Around {
    fn verdict(&self, a: &Name, b: &Name, compared: &Compared) -> Verdict {
        let is_near = self.is_in_story || self.company > 0;
        let is_certain = |consonants| compared.consonants >= consonants;
        let is_person = a.kind == Kind::Person && b.kind == Kind::Person;
        let join = |is_sure| {
            if is_sure {
                Verdict::Same
            } else {
                Verdict::Possible
            }
        };
        match compared.agreement {
            Agreement::None => Verdict::Apart,
            Agreement::Little => {
                // "King Salman".
                join(
                    self.offices == Offices::Single
                        && self.is_in_story
                        && compared.weakest < Likeness::Initial,
                )
            }
            Agreement::Family if !is_person => join(self.is_in_story),
            // Too many bear the same name of one sign.
            Agreement::Family if compared.is_short && self.offices < Offices::Field => {
                Verdict::Possible
            }
            // "Ford", a maker of cars, and a politician of that name.
            Agreement::Family
                if self.offices == Offices::Unknown
                    && a.facts.is_telling()
                    && b.facts.is_telling() =>
            {
                Verdict::Possible
            }
            Agreement::Family => {
                let is_both_alone = a.words.len() == 1 && b.words.len() == 1;
                join(
                    self.is_in_story && self.offices != Offices::Other
                        || self.offices == Offices::Single && (is_certain(2) || is_both_alone),
                )
            }
            Agreement::Likely if compared.weakest == Likeness::Unreadable => {
                join(self.is_in_story && self.offices >= Offices::Field)
            }
            Agreement::Likely => join(
                self.offices >= Offices::Field
                    && (self.is_in_story || self.offices >= Offices::Same)
                    || self.is_in_story && self.offices != Offices::Other
                    || self.company > 0 && self.offices != Offices::Other,
            ),
            Agreement::Part => join(
                self.offices >= Offices::Same
                    || is_near && self.offices != Offices::Other
                    || !is_person,
            ),
            Agreement::Full if !is_person => join(!self.is_other_body),
            Agreement::Full => {
                // Namesakes, also where both are in one story: one whom a report only names may have got into it by mistake.
                if self.offices == Offices::Other {
                    return Verdict::Possible;
                }
                let is_backed = is_near || self.offices >= Offices::Field;
                // Homonyms, of whom each report says something else.
                let is_unsure = !is_backed
                    && (self.offices != Offices::Related || a.words.len() != b.words.len())
                    && a.facts.is_telling()
                    && b.facts.is_telling()
                    && a.words.len().min(b.words.len()) < 3;
                join(match compared.weakest {
                    _ if is_unsure => false,
                    Likeness::Same | Likeness::Form | Likeness::Inflected | Likeness::Initial => {
                        true
                    }
                    Likeness::Spelling => is_backed,
                    _ if self.offices == Offices::Related => {
                        compared.is_given_known && is_certain(4) || is_certain(CERTAIN)
                    }
                    _ if a.facts.is_given && b.facts.is_given => {
                        is_backed || is_certain(CERTAIN + 2)
                    }
                    _ => {
                        is_backed || is_certain(CERTAIN) || compared.is_given_known && is_certain(4)
                    }
                })
            }
        }
    }

    fn explain(&self, why: &mut Vec<Reason>, verdict: Verdict, agreement: Agreement) {
        if self.is_in_story {
            if agreement == Agreement::Family && verdict == Verdict::Same {
                for reason in why
                    .iter_mut()
                    .filter(|reason| reason.code == Code::FamilyNameAlone)
                {
                    reason.code = Code::FamilyNameInStory;
                }
            }
            why.push(reason(Code::SameStory, ""));
        }
        if self.company > 0 {
            why.push(reason(Code::SameCompany, ""));
        }
        match self.offices {
            Offices::Other => why.push(reason(Code::OtherRole, "")),
            Offices::Same | Offices::Single | Offices::Field => {
                why.push(reason(Code::SameRole, ""));
            }
            Offices::Unknown | Offices::Related => {}
        }
    }
}

/// Fields in which one person is often known for both.
const TOGETHER: [[&str; 2]; 10] = [
    ["politics", "military"],
    ["politics", "police"],
    ["politics", "religion"],
    ["culture", "media"],
    ["media", "science"],
    ["science", "health"],
    ["science", "work"],
    ["politics", "royal"],
    ["politics", "society"],
    ["police", "law"],
];

fn offices(a: &Facts, b: &Facts) -> Offices {
    if !a.is_given || !b.is_given {
        return Offices::Unknown;
    }
    let is_apart = !a.places.is_empty()
        && !b.places.is_empty()
        && !a.places.iter().any(|place| b.places.contains(place));
    let common = a
        .offices
        .iter()
        .filter(|office| b.offices.contains(office))
        .map(|office| LEXICON.office(*office));
    let mut found = Offices::Unknown;
    for office in common {
        let this = match (is_apart, office.is_single) {
            (false, true) => Offices::Single,
            (false, false) => Offices::Same,
            (true, _) => Offices::Unknown,
        };
        found = found.max(this);
    }
    if found > Offices::Unknown {
        return found;
    }
    if a.bodies.iter().any(|body| b.bodies.contains(body))
        || a.words
            .iter()
            .any(|word| b.words.contains(word) && word.chars().nth(3).is_some())
    {
        return Offices::Field;
    }
    if a.offices.is_empty() || b.offices.is_empty() {
        return Offices::Unknown;
    }
    let go_together = a
        .offices
        .iter()
        .flat_map(|x| b.offices.iter().map(move |y| (x, y)))
        .filter_map(|(x, y)| {
            let (x, y) = (LEXICON.office(*x).field, LEXICON.office(*y).field);
            let pair_of = |pair: &[&str; 2]| *pair == [x, y] || *pair == [y, x];
            if x == y {
                Some(Offices::Field)
            } else if [x, y].contains(&"lead") {
                // A head of what, nobody knows.
                let is_far = ["culture", "media", "sport", "work", "crime"]
                    .iter()
                    .any(|far| [x, y].contains(far));
                Some(if is_far {
                    Offices::Unknown
                } else {
                    Offices::Related
                })
            } else if [x, y].contains(&"speech") {
                Some(Offices::Unknown)
            } else {
                TOGETHER.iter().any(pair_of).then_some(Offices::Related)
            }
        })
        .max();
    match go_together {
        Some(found) if is_apart => found.min(Offices::Unknown),
        Some(found) => found,
        None => Offices::Other,
    }
}
