//! Who lives in this world and where: people, cities, countries and companies, in every script.

use crate::random::Random;
use crate::sections::{cells, sections};

/// A name in all languages.
#[derive(Debug)]
pub(crate) struct Named {
    /// In Latin letters.
    pub(crate) latin: &'static str,
    /// By column, each as its forms in the order the language's file names them.
    columns: Vec<Vec<&'static str>>,
}

/// Languages with a column of their own, in the order of the columns; all others write Latin.
const COLUMNS: [&str; 7] = ["ar", "ru", "fa", "zh", "ja", "hi", "tr"];

impl Named {
    fn read(line: &'static str) -> Self {
        let mut cells = cells(line);
        Self {
            latin: cells.next().unwrap_or_default(),
            columns: cells.map(|cell| cell.split('/').collect()).collect(),
        }
    }

    /// The name in a language and one of its forms; the first form where it has no such form.
    pub(crate) fn within(&self, language: &str, form: usize) -> &'static str {
        COLUMNS
            .iter()
            .position(|at| *at == language)
            .and_then(|column| self.columns.get(column))
            .and_then(|forms| forms.get(form).or(forms.first()))
            .copied()
            .unwrap_or(self.latin)
    }
}

/// A country.
#[derive(Debug)]
pub(crate) struct Land {
    pub(crate) name: Named,
    /// The languages spoken there.
    pub(crate) languages: Vec<&'static str>,
}

/// A city.
#[derive(Debug)]
pub(crate) struct City {
    pub(crate) name: Named,
    /// Its country, by number.
    pub(crate) land: usize,
}

/// The names of this world.
#[derive(Debug)]
pub(crate) struct Names {
    men: Vec<Named>,
    women: Vec<Named>,
    surnames: Vec<Named>,
    pub(crate) cities: Vec<City>,
    pub(crate) lands: Vec<Land>,
    pub(crate) companies: Vec<Named>,
}

impl Names {
    /// Reads them from the files they are kept in.
    pub(crate) fn read() -> Self {
        let people = sections(include_str!("../data/names.txt"));
        let places = sections(include_str!("../data/places.txt"));
        let lines = |name: &str| {
            people
                .iter()
                .chain(&places)
                .filter(move |section| section.name == name)
                .flat_map(|section| section.lines.iter().copied())
                .collect::<Vec<_>>()
        };
        let named = |name: &str| {
            lines(name)
                .into_iter()
                .map(|(_, line)| Named::read(line))
                .collect()
        };
        Self {
            men: named("men"),
            women: named("women"),
            surnames: named("surnames"),
            companies: named("companies"),
            cities: lines("cities")
                .into_iter()
                .map(|(_, line)| {
                    let (land, name) = line.split_once(' ').unwrap_or(("0", line));
                    City {
                        name: Named::read(name),
                        land: land.parse().unwrap_or(0),
                    }
                })
                .collect(),
            lands: lines("lands")
                .into_iter()
                .map(|(_, line)| {
                    let (languages, name) = line.split_once(' ').unwrap_or(("", line));
                    Land {
                        name: Named::read(name),
                        languages: languages.split(',').collect(),
                    }
                })
                .collect(),
        }
    }

    /// Somebody.
    pub(crate) fn anybody(&self, random: &mut Random) -> Person {
        let woman = random.chance(50);
        Person {
            woman,
            first: random.below(if woman { &self.women } else { &self.men }.len()),
            surname: random.below(self.surnames.len()),
        }
    }

    /// The number of a surname some places behind another: never the same for the first few.
    pub(crate) fn distinct(&self, surname: usize, place: usize) -> usize {
        (surname + place * 7) % self.surnames.len()
    }

    /// A first name in a language.
    pub(crate) fn first(&self, person: Person, language: &str) -> &'static str {
        let of = if person.woman { &self.women } else { &self.men };
        of[person.first].within(language, 0)
    }

    /// A surname in a language.
    pub(crate) fn surname(&self, person: Person, language: &str) -> &'static str {
        self.surnames[person.surname].within(language, 0)
    }

    /// Both, as the language joins them.
    pub(crate) fn full(&self, person: Person, language: &str) -> String {
        let between = match language {
            "zh" => "·",
            "ja" => "・",
            _ => " ",
        };
        format!(
            "{}{between}{}",
            self.first(person, language),
            self.surname(person, language)
        )
    }
}

/// Somebody, by the numbers of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) woman: bool,
    first: usize,
    pub(crate) surname: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_in_every_script() {
        let names = Names::read();
        let people = names.men.iter().chain(&names.women).chain(&names.surnames);
        let places = names.cities.iter().map(|city| &city.name);
        let lands = names.lands.iter().map(|land| &land.name);
        let wrong: Vec<_> = people
            .chain(places)
            .chain(lands)
            .chain(&names.companies)
            .flat_map(|name| {
                [
                    ("ar", 0x600..0x700),
                    ("ru", 0x400..0x500),
                    ("fa", 0x600..0x700),
                    ("zh", 0x3000..0xa000),
                ]
                .into_iter()
                .chain([("ja", 0x3000..0xa000), ("hi", 0x900..0xa00)])
                .filter(|(language, script)| {
                    !name
                        .within(language, 0)
                        .chars()
                        .all(|at| script.contains(&u32::from(at)) || " -«»\u{200c}".contains(at))
                })
                .map(|(language, _)| (language, name.within(language, 0)))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(
            names
                .cities
                .iter()
                .all(|city| city.land < names.lands.len())
        );
        assert!(names.lands.iter().all(|land| land.languages.len() > 2));
        assert_eq!(names.cities[0].name.within("ru", 1), "Велоре");
        assert_eq!(names.lands[1].name.within("ar", 0), "سهلان");
    }
}
