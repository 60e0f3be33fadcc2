//! Sentences with places to fill: `The port of {city} [reopened|opened again] {day}.`
//!
//! `{name}` is a place to fill, `[a|b]` one of several wordings, `<m|f>` goes by whether the one who speaks is a man
//! or a woman. They may stand within each other. What is filled in is up to [`Fill`].

use crate::random::Random;

/// A sentence made ready to be filled many times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Frame(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Place(Slot),
    OneOf(Vec<Frame>),
    /// By the one who speaks: a man, a woman.
    Gender(Frame, Frame),
}

/// What a place is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The city of the event, in a form that the language names.
    City(usize),
    /// Another city.
    Other(usize),
    /// The country.
    Land(usize),
    /// Office and name of the one who speaks.
    Person,
    /// The surname of the one who speaks.
    Surname,
    /// A company.
    Company,
    /// 5 to 9.
    Few,
    /// The figure the event is known by, 15 to 60.
    Main,
    /// Another such.
    Mid,
    /// Hundreds.
    Big,
    /// Other hundreds.
    Bigger,
    /// Millions of crowns.
    Cost,
    /// A share in percent.
    Share,
    /// A year of the past century.
    Year,
    /// The figures of a match, the winner's first.
    Score,
    /// On the day.
    Day,
    /// On the day, in the morning or so.
    Part,
    /// On a day to come.
    Next,
    /// The date of the day.
    Date,
    /// The words that were said.
    Words,
    /// Another outlet.
    Outlet,
    /// A figure that was wrong.
    Was,
    /// The figure that is right.
    Is,
}

/// Fills places.
pub(crate) trait Fill {
    /// Writes what stands in a place.
    fn fill(&mut self, slot: Slot, out: &mut String);
    /// Whether the one who speaks is a woman.
    fn woman(&self) -> bool;
    /// What decides between wordings.
    fn random(&mut self) -> &mut Random;
}

impl Frame {
    /// Reads a sentence; `forms` are the names the language has for the forms of places, the first for the form that a
    /// place has without one.
    /// An error tells what cannot be read in it.
    pub(crate) fn read(text: &str, forms: &[&str]) -> Result<Self, String> {
        let mut rest = text;
        let frame = parts(&mut rest, forms, 0)?;
        if rest.is_empty() {
            Ok(frame)
        } else {
            Err(format!("{:?} outside brackets in {text:?}", &rest[..1]))
        }
    }

    /// The wordings of a sentence that is one of several as a whole, each of which may say something else; none of others.
    pub(crate) fn wordings(&self) -> Option<&[Self]> {
        match &self.0[..] {
            [Part::OneOf(several)] => Some(several),
            _ => None,
        }
    }

    /// Fills it, at the end of `out`.
    pub(crate) fn write(&self, with: &mut impl Fill, out: &mut String) {
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Place(slot) => with.fill(*slot, out),
                Part::OneOf(several) => {
                    let at = with.random().below(several.len());
                    several[at].write(with, out);
                }
                Part::Gender(man, woman) => if with.woman() { woman } else { man }.write(with, out),
            }
        }
    }
}

/// Brackets within brackets go no deeper.
const DEEPEST: usize = 4;

/// Reads up to a `|`, `]` or `>` that belongs to what stands around, or the end.
fn parts(rest: &mut &str, forms: &[&str], depth: usize) -> Result<Frame, String> {
    if depth > DEEPEST {
        return Err("brackets stand too deep within each other".to_owned());
    }
    let mut out = Vec::new();
    loop {
        let end = rest
            .find(['{', '[', '<', '|', ']', '>'])
            .unwrap_or(rest.len());
        if end > 0 {
            out.push(Part::Text(rest[..end].to_owned()));
        }
        *rest = &rest[end..];
        match rest.as_bytes().first() {
            Some(b'{') => {
                let (name, after) = rest[1..]
                    .split_once('}')
                    .ok_or_else(|| "a { without its }".to_owned())?;
                out.push(Part::Place(slot(name, forms)?));
                *rest = after;
            }
            Some(b'[') => out.push(Part::OneOf(wordings(rest, ']', forms, depth)?)),
            Some(b'<') => {
                let mut both = wordings(rest, '>', forms, depth)?.into_iter();
                match (both.next(), both.next(), both.next()) {
                    (Some(man), Some(woman), None) => out.push(Part::Gender(man, woman)),
                    _ => return Err("<> wants two wordings".to_owned()),
                }
            }
            _ => return Ok(Frame(out)),
        }
    }
}

/// Reads wordings up to the bracket that closes them.
fn wordings(
    rest: &mut &str,
    close: char,
    forms: &[&str],
    depth: usize,
) -> Result<Vec<Frame>, String> {
    let mut out = Vec::new();
    loop {
        *rest = &rest[1..];
        out.push(parts(rest, forms, depth + 1)?);
        match rest.chars().next() {
            Some('|') => {}
            Some(at) if at == close => {
                *rest = &rest[1..];
                return Ok(out);
            }
            _ => return Err(format!("no {close} for its bracket")),
        }
    }
}

fn slot(name: &str, forms: &[&str]) -> Result<Slot, String> {
    let unknown = || format!("nothing is known as {{{name}}}");
    if let Some((place, form)) = name.split_once('.') {
        let form = forms
            .iter()
            .position(|at| *at == form)
            .ok_or_else(unknown)?;
        return match place {
            "city" => Ok(Slot::City(form)),
            "other" => Ok(Slot::Other(form)),
            "land" => Ok(Slot::Land(form)),
            _ => Err(unknown()),
        };
    }
    Ok(match name {
        "city" => Slot::City(0),
        "other" => Slot::Other(0),
        "land" => Slot::Land(0),
        "p" => Slot::Person,
        "s" => Slot::Surname,
        "co" => Slot::Company,
        "a" => Slot::Few,
        "b" => Slot::Main,
        "d" => Slot::Mid,
        "c" => Slot::Big,
        "e" => Slot::Bigger,
        "m" => Slot::Cost,
        "pct" => Slot::Share,
        "year" => Slot::Year,
        "score" => Slot::Score,
        "day" => Slot::Day,
        "part" => Slot::Part,
        "next" => Slot::Next,
        "date" => Slot::Date,
        "w" => Slot::Words,
        "outlet" => Slot::Outlet,
        "was" => Slot::Was,
        "is" => Slot::Is,
        _ => return Err(unknown()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain(Random, bool);

    impl Fill for Plain {
        fn fill(&mut self, slot: Slot, out: &mut String) {
            out.push_str(match slot {
                Slot::City(0) => "Velora",
                Slot::City(_) => "Veloras",
                _ => "?",
            });
        }
        fn woman(&self) -> bool {
            self.1
        }
        fn random(&mut self) -> &mut Random {
            &mut self.0
        }
    }

    fn written(frame: &str, woman: bool, seed: u64) -> String {
        let mut out = String::new();
        Frame::read(frame, &["nom", "of"])
            .unwrap()
            .write(&mut Plain(Random::of(&[seed]), woman), &mut out);
        out
    }

    #[test]
    fn places_wordings_and_genders_are_filled() {
        assert_eq!(
            written("in {city}, {city.of}", false, 1),
            "in Velora, Veloras"
        );
        assert_eq!(written("<he|she> said", true, 1), "she said");
        let both: std::collections::BTreeSet<String> = (0..20)
            .map(|seed| written("[a {city}|b]!", false, seed))
            .collect();
        assert_eq!(both.into_iter().collect::<Vec<_>>(), ["a Velora!", "b!"]);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for wrong in [
            "{nobody}",
            "{city",
            "[a|b",
            "<a>",
            "a]",
            "a|b",
            "<a|b|c>",
            "{city.no}",
            "{city.}",
            "[[[[[[a]]]]]]",
        ] {
            assert!(Frame::read(wrong, &["nom"]).is_err(), "{wrong}");
        }
    }
}
