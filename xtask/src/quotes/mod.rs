//! `cargo xtask quotes`: how well the same words are found in several reports, on quotations of the made-up press and alterations
//! of them as outlets make them.

mod alter;
mod made;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt::Write;
use std::time::Instant;

use anyhow::Result;
use khabar_relate::quotes::{Company, Likeness, Print, compare};

use alter::{ALL, Alteration};
use made::{Altered, Quotation, Truth, altered, quotations};

/// What to measure on.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Another seed makes another press. Thresholds were set on that of 11
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Days of the press
    #[arg(long, value_name = "N", default_value_t = 10)]
    days: i64,
    /// Take the kinds of events on which thresholds were set, not the others
    #[arg(long)]
    dev: bool,
    /// Show so many of each kind of error
    #[arg(long, value_name = "N", default_value_t = 0)]
    show: usize,
}

/// How many of those that are found are compared, those with most keys in common first, and as many in other languages, as an
/// archive does.
const COMPARED: usize = 16;

/// Quotations looked at of each key: the newest.
const NEWEST: usize = 48;

/// How many pairs were found, and how many should have been.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Pairs that are the same.
    pub same: usize,
    /// Those of them that were found.
    pub right: usize,
    /// Pairs that were found and are not.
    pub wrong: usize,
    /// Pairs that are the same of which one has too few words to be compared.
    pub short: usize,
}

impl Count {
    /// Of those found, the share that is right.
    pub fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong) as f64
    }

    /// Of those that are the same and long enough to be compared, the share found.
    pub fn recall(&self) -> f64 {
        self.right as f64 / (self.same - self.short) as f64
    }

    /// The same of all.
    pub fn recall_of_all(&self) -> f64 {
        self.right as f64 / self.same as f64
    }

    fn add(&mut self, is_same: bool, is_found: bool, is_short: bool) {
        self.short += usize::from(is_same && is_short);
        self.same += usize::from(is_same);
        self.right += usize::from(is_same && is_found);
        self.wrong += usize::from(!is_same && is_found);
    }

    fn sum(&mut self, other: Self) {
        self.same += other.same;
        self.right += other.right;
        self.wrong += other.wrong;
        self.short += other.short;
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Figures {
    /// Quotations of the press.
    pub quotations: usize,
    /// Those of too few words to be compared.
    pub short: usize,
    /// In the press within a language: pairs of the same words, and others.
    pub equal: Count,
    /// The same of pairs whose words differ, and of all pairs that are not the same.
    pub differing: Count,
    /// Pairs found that are wholly equal and of two stories or speakers.
    pub aside: usize,
    /// By alteration: how many there are, how many were found, how many are too short.
    pub altered: BTreeMap<Alteration, [usize; 3]>,
    /// Within a language, press and alterations, by language.
    pub languages: BTreeMap<&'static str, Count>,
    /// Across languages, where it is known who speaks.
    pub abroad: Count,
    /// The same of those where both have a number.
    pub abroad_numbers: Count,
    /// Across languages, where it is not known who speaks.
    pub abroad_unknown: Count,
    /// Candidates of a quotation: all together, and the most.
    pub candidates: [usize; 2],
    /// Microseconds for a print with its keys, and for a comparison.
    pub micros: [f64; 2],
    errors: BTreeMap<&'static str, Vec<String>>,
}

impl Figures {
    /// All pairs within a language, of the press and of alterations.
    pub fn within(&self) -> Count {
        let mut all = Count::default();
        for count in self.languages.values() {
            all.sum(*count);
        }
        all
    }

    fn error(&mut self, what: &'static str, text: impl FnOnce() -> String) {
        self.errors.entry(what).or_default().push(text());
    }
}

/// Runs the command.
///
/// # Errors
/// None, but for a point of time that cannot be read.
pub fn run(options: &Options) -> Result<()> {
    let figures = measure(options.seed, options.days, options.dev)?;
    print!("{}", table(&figures));
    for (what, errors) in figures.errors.iter().filter(|_| options.show > 0) {
        println!("\n{what}: {}", errors.len());
        let step = errors.len().div_ceil(options.show).max(1);
        for error in errors.iter().step_by(step) {
            println!("  {error}");
        }
    }
    Ok(())
}

/// Measures on a press of a seed over so many days.
///
/// # Errors
/// None, but for a point of time that cannot be read.
pub fn measure(seed: u64, days: i64, dev: bool) -> Result<Figures> {
    let quotations = quotations(seed, days, dev)?;
    let mut figures = Figures::default();
    press(&quotations, &mut figures);
    for pair in altered(&quotations, seed) {
        alteration(&pair, &mut figures);
    }
    Ok(figures)
}

/// Lets quotations come one after the other, each compared with those that share a key with it, as in an archive.
fn press(quotations: &[Quotation], figures: &mut Figures) {
    figures.quotations = quotations.len();
    let begun = Instant::now();
    let prints: Vec<(Option<Print>, Vec<i64>)> = quotations
        .iter()
        .map(|quotation| {
            let print = Print::of(&quotation.words, Some(quotation.language));
            let keys = print.as_ref().map(Print::keys);
            (print, keys.unwrap_or_default())
        })
        .collect();
    figures.micros[0] = micros(begun, quotations.len());
    figures.short = prints.iter().filter(|(print, _)| print.is_none()).count();

    let mut kept: HashMap<i64, VecDeque<usize>> = HashMap::new();
    let mut stories: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let (mut compared, mut seconds) = (0, 0.0);
    for (at, quotation) in quotations.iter().enumerate() {
        let (print, keys) = &prints[at];
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for key in keys {
            let of_key = kept.entry(*key).or_default();
            for &other in of_key.iter() {
                *shared.entry(other).or_default() += 1;
            }
            of_key.push_back(at);
            if of_key.len() > NEWEST {
                of_key.pop_front();
            }
        }
        let mut ranked: Vec<(usize, usize)> = shared.into_iter().collect();
        ranked.sort_unstable_by_key(|&(other, keys)| Reverse((keys, other)));
        let ranked = ranked.into_iter().take(COMPARED);
        let of_story = stories.entry(quotation.story).or_default();
        // In other languages, the newest of the story by the same speaker.
        let abroad = of_story.iter().rev().copied().filter(|&other| {
            let is_abroad =
                |(one, other): (&Print, &Print)| one.is_in_another_language(other.language());
            let both = print.as_ref().zip(prints[other].0.as_ref());
            quotation.company(&quotations[other]).same_speaker == Some(true)
                && both.is_some_and(is_abroad)
        });
        let candidates: HashSet<usize> = ranked
            .map(|(other, _)| other)
            .chain(abroad.take(COMPARED))
            .collect();
        figures.candidates[0] += candidates.len();
        figures.candidates[1] = figures.candidates[1].max(candidates.len());
        // Those of the story that share no key are looked at too, for what was missed.
        let mut others: Vec<usize> = of_story.clone();
        others.extend(candidates.iter().filter(|one| !of_story.contains(one)));
        of_story.push(at);
        for other in others {
            let is_candidate = candidates.contains(&other);
            let before = &quotations[other];
            let pair = print
                .as_ref()
                .zip(prints[other].0.as_ref())
                .filter(|_| is_candidate);
            let begun = Instant::now();
            let company = quotation.company(before);
            let found = pair.and_then(|(a, b)| compare(a, b, company));
            if pair.is_some() {
                compared += 1;
                seconds += begun.elapsed().as_secs_f64();
            }
            let unknown = || {
                let company = Company {
                    same_speaker: None,
                    ..company
                };
                pair.is_some_and(|(a, b)| compare(a, b, company).is_some())
            };
            let is_short = print.is_none() || prints[other].0.is_none();
            figures.pair([quotation, before], found.as_ref(), is_short, unknown);
        }
    }
    figures.micros[1] = seconds * 1e6 / f64::from(compared.max(1));
}

fn micros(begun: Instant, times: usize) -> f64 {
    begun.elapsed().as_secs_f64() * 1e6 / times.max(1) as f64
}

impl Figures {
    /// Counts a pair of the press.
    fn pair(
        &mut self,
        [one, other]: [&Quotation; 2],
        found: Option<&Likeness>,
        is_short: bool,
        unknown: impl Fn() -> bool,
    ) {
        let truth = one.truth(other);
        let is_found = found.is_some();
        if truth == Truth::Aside {
            self.aside += usize::from(is_found);
            return;
        }
        let is_same = truth == Truth::Same;
        let text = || {
            format!(
                "{} | {} | {} | {:?} {found:?}",
                one.language,
                one.words,
                other.words,
                one.company(other)
            )
        };
        if one.language == other.language {
            let is_equal = is_same && one.words == other.words;
            let count = if is_equal {
                &mut self.equal
            } else {
                &mut self.differing
            };
            count.add(is_same, is_found, is_short);
            let of_language = self.languages.entry(one.language).or_default();
            of_language.add(is_same, is_found, is_short);
            match (is_same, is_found) {
                (true, false) if !is_short => self.error("press: missed", text),
                (false, true) => self.error("press: wrong", text),
                _ => {}
            }
            return;
        }
        self.abroad.add(is_same, is_found, is_short);
        self.abroad_unknown.add(is_same, unknown(), is_short);
        let has_number = |of: &Quotation| of.words.contains(char::is_numeric);
        if has_number(one) && has_number(other) {
            self.abroad_numbers.add(is_same, is_found, is_short);
            if is_same && !is_found {
                self.error("abroad: missed with numbers", text);
            }
        }
        if !is_same && is_found {
            self.error("abroad: wrong", text);
        }
    }
}

/// Counts a quotation and what was made of it.
fn alteration(pair: &Altered, figures: &mut Figures) {
    let print = |words| Print::of(words, Some(pair.language));
    let both = print(&pair.of).zip(print(&pair.words));
    let is_short = both.is_none();
    let found = both
        .filter(|(a, b)| a.keys().iter().any(|key| b.keys().contains(key)))
        .and_then(|(a, b)| compare(&b, &a, pair.company));
    let is_found = found.is_some();
    let [all, taken, short] = figures.altered.entry(pair.how).or_default();
    *all += 1;
    *taken += usize::from(is_found);
    *short += usize::from(is_short);
    let is_same = pair.how.keeps_sense();
    let of_language = figures.languages.entry(pair.language).or_default();
    of_language.add(is_same, is_found, is_short);
    if is_same != is_found && !is_short {
        figures.error(pair.how.name(), || {
            format!(
                "{} | {} | {} | {:?} {found:?}",
                pair.language, pair.of, pair.words, pair.company
            )
        });
    }
}

/// The figures as they are printed.
pub fn table(figures: &Figures) -> String {
    let mut out = String::new();
    let all = figures.within();
    let _ = writeln!(
        out,
        "{} quotations in {} languages, {} of too few words to be compared\n\
         candidates of a quotation: {:.0}, at most {}; a print and its keys: {:.1} us; a comparison: {:.2} us\n",
        figures.quotations,
        figures.languages.len(),
        figures.short,
        figures.candidates[0] as f64 / figures.quotations as f64,
        figures.candidates[1],
        figures.micros[0],
        figures.micros[1]
    );
    let _ = writeln!(
        out,
        "{:<38}{:>7}{:>7}{:>7}{:>7}",
        "pairs", "same", "short", "found", "wrong"
    );
    let mut row = |name: &str, count: Count| {
        let _ = writeln!(
            out,
            "{name:<38}{:>7}{:>7}{:>7}{:>7}   P {:.3}   R {:.3}, of all {:.3}",
            count.same,
            count.short,
            count.right,
            count.wrong,
            count.precision(),
            count.recall(),
            count.recall_of_all()
        );
    };
    row("within a language", all);
    row("  of the press, equal words", figures.equal);
    row("  of the press, others", figures.differing);
    row("across languages", figures.abroad);
    row("  with a number in both", figures.abroad_numbers);
    row("  where no speaker is known", figures.abroad_unknown);
    let _ = writeln!(
        out,
        "left aside, since the press says them twice: {}\n\nalterations",
        figures.aside
    );
    for how in ALL {
        let [all, taken, short] = figures.altered.get(&how).copied().unwrap_or_default();
        let _ = writeln!(
            out,
            "  {:<36}{all:>7}{short:>7}{taken:>7}   {} {:.3}",
            how.name(),
            if how.keeps_sense() {
                "found"
            } else {
                "taken for the same"
            },
            taken as f64 / (all - short) as f64
        );
    }
    out.push_str("\nprecision and recall by language\n");
    for (language, count) in &figures.languages {
        let _ = writeln!(
            out,
            "  {language:<4} P {:.3}   R {:.3}",
            count.precision(),
            count.recall()
        );
    }
    out
}
