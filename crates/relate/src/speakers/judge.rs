//! What names, story, company and office say together.

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
    let name = mention.name;
    let is_in_story = mention
        .story
        .is_some_and(|story| known.stories.contains(&story));
    let company = mention
        .companions
        .iter()
        .filter(|companion| known.companions.contains(companion))
        .count();
    let offices = known
        .names
        .iter()
        .map(|other| offices(&name.facts, &other.facts))
        .fold(None, |best: Option<Offices>, this| {
            Some(best.map_or(this, |best| {
                // One that cannot be compared says nothing of the others.
                if best == Offices::Unknown || this == Offices::Unknown && best != Offices::Other {
                    best.max(this)
                } else if this == Offices::Unknown {
                    best
                } else {
                    best.max(this)
                }
            }))
        })
        .unwrap_or(Offices::Unknown);
    let around = Around {
        is_in_story,
        company,
        offices,
    };
    let mut best: Option<(Verdict, Compared)> = None;
    let mut contradiction: Option<Compared> = None;
    for other in known.names {
        let compared = compare(name, other);
        if compared.is_contradiction {
            contradiction.get_or_insert(compared.clone());
        }
        let verdict = around.verdict(name, other, &compared);
        let is_better = best.as_ref().is_none_or(|(sofar, by)| {
            (rank(verdict), compared.agreement) > (rank(*sofar), by.agreement)
        });
        if is_better {
            best = Some((verdict, compared));
        }
    }
    let Some((mut verdict, mut compared)) = best else {
        return Judgement {
            verdict: Verdict::Apart,
            why: Vec::new(),
        };
    };
    // A family name alone may be that of somebody else with another given name by whom the speaker is known.
    if compared.agreement < Agreement::Part
        && let Some(against) = contradiction.filter(|_| verdict != Verdict::Apart)
    {
        verdict = Verdict::Apart;
        compared = against;
    }
    let mut why = compared.why;
    around.explain(&mut why, verdict, &compared.agreement);
    Judgement { verdict, why }
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
        || other.joined.contains(&person.joined) && other.words.len() == person.words.len();
    if !person.is_kind_sure && is_same {
        let is_long = person.joined.chars().nth(3).is_some();
        return Compared {
            agreement: if is_long && person.words.len() > 1 {
                Agreement::Full
            } else {
                Agreement::Family
            },
            is_contradiction: false,
            weakest: Likeness::Same,
            consonants: 0,
            why: vec![reason(Code::SameName, &a.shown)],
        };
    }
    Compared {
        agreement: Agreement::None,
        is_contradiction: person.is_kind_sure,
        weakest: Likeness::Other,
        consonants: 0,
        why: vec![reason(Code::OtherKind, "")],
    }
}

/// What is known beside the names.
struct Around {
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
            Agreement::Family => {
                let is_both_alone = a.words.len() == 1 && b.words.len() == 1;
                join(
                    self.is_in_story && self.offices != Offices::Other
                        || self.offices == Offices::Single && (is_certain(2) || is_both_alone),
                )
            }
            Agreement::Likely => join(
                self.offices >= Offices::Field
                    && (self.is_in_story || self.offices >= Offices::Same)
                    || self.is_in_story && self.offices != Offices::Other
                    || self.company > 0 && self.offices != Offices::Other,
            ),
            Agreement::Part => join(
                self.offices >= Offices::Field
                    || is_near && self.offices != Offices::Other
                    || !is_person,
            ),
            Agreement::Full if !is_person => Verdict::Same,
            Agreement::Full => {
                if self.offices == Offices::Other {
                    return join(self.is_in_story && compared.weakest < Likeness::Sound);
                }
                let is_backed = is_near || self.offices >= Offices::Field;
                join(match compared.weakest {
                    Likeness::Same | Likeness::Form | Likeness::Inflected | Likeness::Initial => {
                        true
                    }
                    Likeness::Spelling => is_backed,
                    _ => is_backed || is_certain(CERTAIN),
                })
            }
        }
    }

    fn explain(&self, why: &mut Vec<Reason>, verdict: Verdict, agreement: &Agreement) {
        if self.is_in_story {
            if *agreement == Agreement::Family && verdict == Verdict::Same {
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
                why.push(reason(Code::SameRole, ""))
            }
            Offices::Unknown => {}
        }
    }
}

/// Fields in which one person is often known for both.
const TOGETHER: [[&str; 2]; 8] = [
    ["culture", "media"],
    ["media", "science"],
    ["science", "health"],
    ["science", "work"],
    ["politics", "royal"],
    ["politics", "society"],
    ["culture", "science"],
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
        let this = match (office.is_single, is_apart) {
            (true, false) => Offices::Single,
            (true, true) => Offices::Unknown,
            (false, false) => Offices::Same,
            (false, true) => Offices::Unknown,
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
    let go_together = a.offices.iter().any(|x| {
        let x = LEXICON.office(*x).field;
        b.offices.iter().any(|y| {
            let y = LEXICON.office(*y).field;
            x == y
                || TOGETHER
                    .iter()
                    .any(|pair| *pair == [x, y] || *pair == [y, x])
        })
    });
    if !go_together {
        Offices::Other
    } else if is_apart {
        Offices::Unknown
    } else {
        Offices::Field
    }
}
