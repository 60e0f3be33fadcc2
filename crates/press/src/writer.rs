//! Writes a report: which facts it tells, who speaks and in which words.

use jiff::civil::Date;

use crate::frame::{Fill, Frame, Slot};
use crate::language::{Language, PartOfDay};
use crate::names::Names;
use crate::random::Random;
use crate::report::{Saying, Statement};
use crate::story::{Moment, Story, day};
use crate::tellers::Telling;

/// The text of a report.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) headline: String,
    pub(crate) standfirst: String,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) correction: Option<String>,
    pub(crate) caption: String,
}

/// What a report is about and how much of it is known.
pub(crate) struct Task<'a> {
    pub(crate) names: &'a Names,
    pub(crate) language: &'a Language,
    pub(crate) offices: &'a [&'static str; 3],
    pub(crate) story: &'a Story,
    pub(crate) moment: Moment,
    pub(crate) telling: Telling,
    pub(crate) wording: u64,
    /// The outlet that is credited in the text.
    pub(crate) credit: Option<&'a str>,
    pub(crate) arabic_digits: bool,
    pub(crate) known: Known,
}

/// How much is known of the story's figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// What was known first.
    First,
    /// What was known later.
    More,
    /// It is told wrongly.
    Wrong,
    /// It was told wrongly, and has been put right.
    Corrected,
}

/// Writes a text.
pub(crate) fn write(task: &Task<'_>) -> Text {
    let (date, part) = day(task.moment.at);
    let mut writer = Writer {
        task,
        random: Random::of(&[task.wording]),
        date,
        part,
        speaker: 0,
        named: [false; 3],
        words: String::new(),
        text: Text::default(),
    };
    writer.write();
    writer.text
}

/// The place of the one who speaks without an office.
const WITNESS: usize = 2;

struct Writer<'a> {
    task: &'a Task<'a>,
    random: Random,
    date: Date,
    part: PartOfDay,
    /// Who speaks.
    speaker: usize,
    /// Who was named already.
    named: [bool; 3],
    /// What they say.
    words: String,
    text: Text,
}

impl Writer<'_> {
    fn write(&mut self) {
        let told = &self.task.language.kinds[self.task.story.kind];
        let sequel = self.task.moment.sequel;
        let (head, lead) = if sequel {
            (&told.next_head, &told.next_lead)
        } else {
            (&told.head, &told.lead)
        };
        self.text.headline = self.headline(head);
        self.text.caption = self.sentence(&self.task.language.caption);
        self.text.standfirst = if sequel {
            let next = self.one(&told.next);
            match next.strip_prefix(self.task.language.conjunction) {
                Some(alone) => alone.to_owned(),
                None => next,
            }
        } else {
            self.one(&told.stand)
        };

        // Facts in an order of the outlet's own.
        let mut facts: Vec<&Frame> = told.fact.iter().collect();
        for at in (1..facts.len()).rev() {
            facts.swap(at, self.random.below(at + 1));
        }
        let mut facts = facts.into_iter();

        let lead = self.random.pick(lead);
        let opening = self.sentence(lead);
        self.paragraph(opening);
        if self.task.credit.is_some() && self.task.telling == Telling::Rewrite {
            let credit = self.sentence(&self.task.language.credit);
            self.more(&credit);
        } else if self.random.chance(40) {
            self.fact(facts.next(), true);
        }
        if sequel {
            self.says(0, ("next-q1", 0), &told.next_q1, true);
            self.fact(facts.next(), false);
            self.says(1, ("next-i2", 0), &told.next_i2, false);
            if self.task.telling != Telling::Short {
                self.fact(facts.next(), false);
            }
            return;
        }
        if self.task.telling == Telling::Short {
            self.says(0, ("i1", 0), &told.i1, false);
            self.fact(facts.next(), false);
            let next = self.one(&told.next);
            self.paragraph(next);
            return;
        }
        // Two things that the first says; which of them comes word for word first is the outlet's choice. The second
        // quotation is kept for when more is known.
        let (first, later) = match told.q1.split_first() {
            Some((first, rest)) if !rest.is_empty() => (std::slice::from_ref(first), rest),
            _ => (&told.q1[..], &told.q1[..]),
        };
        if self.random.chance(50) {
            self.says(0, ("q1", 0), first, true);
            self.fact(facts.next(), false);
            self.says(0, ("i1", 0), &told.i1, false);
        } else {
            self.says(0, ("i1", 0), &told.i1, false);
            self.fact(facts.next(), false);
            self.says(0, ("q1", 0), first, true);
        }
        if self.random.chance(60) {
            self.says(1, ("q2", 0), &told.q2, true);
            if self.random.chance(60) {
                self.says(1, ("i2", 0), &told.i2, false);
            }
        } else {
            self.says(1, ("i2", 0), &told.i2, false);
        }
        self.fact(facts.next(), false);
        if self.task.telling == Telling::Own || self.random.chance(40) {
            self.says(WITNESS, ("q3", 0), &told.q3, true);
        }
        self.fact(facts.next(), false);
        let next = self.one(&told.next);
        self.paragraph(next);
        if self.task.known == Known::More {
            // Drawn apart, so that the rest of the text stays as it was.
            let random = std::mem::replace(&mut self.random, Random::of(&[self.task.wording, 9]));
            self.says(0, ("q1", told.q1.len() - later.len()), later, true);
            self.random = random;
        }
        if self.task.known == Known::Corrected {
            self.text.correction = Some(self.sentence(&self.task.language.correction));
        }
    }

    fn paragraph(&mut self, text: String) {
        self.text.paragraphs.push(text);
    }

    /// Goes on with the paragraph before.
    fn more(&mut self, text: &str) {
        if let Some(last) = self.text.paragraphs.last_mut() {
            last.push_str(self.task.language.join);
            last.push_str(text);
        }
    }

    /// Tells a fact, in a paragraph of its own or not.
    fn fact(&mut self, frame: Option<&Frame>, joined: bool) {
        if let Some(frame) = frame {
            let text = self.sentence(frame);
            if joined {
                self.more(&text);
            } else {
                self.paragraph(text);
            }
        }
    }

    /// Lets somebody say one of several things, which are those of a list from a line on.
    fn says(
        &mut self,
        speaker: usize,
        (list, from): (&'static str, usize),
        what: &[Frame],
        direct: bool,
    ) {
        self.speaker = speaker;
        let mut words = String::new();
        let line = self.random.below(what.len());
        let (mut frame, mut wording) = (&what[line], 0);
        if let Some(several) = frame.wordings() {
            wording = self.random.below(several.len());
            frame = &several[wording];
        }
        frame.write(self, &mut words);
        if direct {
            self.task.language.capital(&mut words);
        }
        self.words = words;
        let say = &self.task.language.say;
        let frames = match (direct, self.named[speaker]) {
            // Who only was there holds no news conferences.
            (true, false) if speaker == WITNESS => &say.witness,
            (true, false) => &say.direct,
            (true, true) => &say.again,
            (false, false) => &say.that,
            (false, true) => &say.that_again,
        };
        let text = self.one(frames);
        self.named[speaker] = true;
        self.paragraph(text);
        let person = self.task.story.people[speaker];
        let language = self.task.language;
        self.text.statements.push(Statement {
            speaker: self.task.names.full(person, language.tag),
            latin: self.task.names.full(person, "en"),
            // What joins an office to a name is no part of it.
            role: language
                .office(self.task.offices[speaker], person.woman)
                .replace('~', "")
                .trim_matches([' ', ',', '،', 'の', '氏', 'さ', 'ん'])
                .to_owned(),
            words: std::mem::take(&mut self.words),
            direct,
            paragraph: self.text.paragraphs.len() - 1,
            person: speaker,
            saying: Saying {
                list,
                line: from + line,
                wording,
            },
        });
    }

    fn one(&mut self, frames: &[Frame]) -> String {
        let frame = self.random.pick(frames);
        self.sentence(frame)
    }

    fn headline(&mut self, frames: &[Frame]) -> String {
        let text = self.one(frames);
        text.trim_end_matches('.').to_owned()
    }

    fn sentence(&mut self, frame: &Frame) -> String {
        let mut out = String::with_capacity(200);
        frame.write(self, &mut out);
        self.task.language.capital(&mut out);
        out
    }

    /// Office and name of the one who speaks.
    fn person(&self, out: &mut String) {
        let language = self.task.language;
        let person = self.task.story.people[self.speaker];
        let office = language.office(self.task.offices[self.speaker], person.woman);
        let name = self.task.names.full(person, language.tag);
        if let Some((before, after)) = office.split_once('~') {
            out.push_str(before);
            out.push_str(&name);
            out.push_str(after);
        } else {
            out.push_str(office);
            out.push_str(language.join);
            out.push_str(&name);
        }
    }

    /// The story's figure, as far as this report knows it.
    fn main(&self) -> u32 {
        let figures = &self.task.story.figures;
        match self.task.known {
            Known::First | Known::Corrected => figures.main,
            Known::Wrong => figures.wrong,
            Known::More => figures.later,
        }
    }
}

impl Fill for Writer<'_> {
    fn fill(&mut self, slot: Slot, out: &mut String) {
        let Task {
            names,
            language,
            story,
            arabic_digits: arabic,
            ..
        } = *self.task;
        let figures = &story.figures;
        let tag = language.tag;
        match slot {
            Slot::City(form) => out.push_str(names.cities[story.city].name.within(tag, form)),
            Slot::Other(form) => out.push_str(names.cities[story.other].name.within(tag, form)),
            Slot::Land(form) => out.push_str(names.lands[story.land].name.within(tag, form)),
            Slot::Person => self.person(out),
            Slot::Surname => out.push_str(names.surname(story.people[self.speaker], tag)),
            Slot::Company => out.push_str(names.companies[story.company].within(tag, 0)),
            Slot::Few => language.number(figures.few, arabic, out),
            Slot::Main => language.number(self.main(), arabic, out),
            Slot::Mid => language.number(figures.mid, arabic, out),
            Slot::Big => language.number(figures.big, arabic, out),
            Slot::Bigger => language.number(figures.bigger, arabic, out),
            Slot::Cost => language.number(figures.cost, arabic, out),
            Slot::Share => language.number(figures.share, arabic, out),
            Slot::Year => language.digits(&figures.year.to_string(), arabic, out),
            Slot::Score => {
                let [winner, loser] = figures.score;
                language.digits(&format!("{winner}-{loser}"), arabic, out);
            }
            Slot::Day => language.day(self.date, PartOfDay::Whole, arabic, out),
            Slot::Part => language.day(self.date, self.part, arabic, out),
            Slot::Next => {
                let next = jiff::Span::new().days(figures.ahead);
                // Counted from the day it began, so that a report of the next day names the same day.
                let began = day(story.at).0;
                language.day(began.saturating_add(next), PartOfDay::Whole, arabic, out);
            }
            Slot::Date => language.date(self.date, arabic, out),
            Slot::Words => out.push_str(&self.words),
            Slot::Outlet => out.push_str(self.task.credit.unwrap_or_default()),
            Slot::Was => language.number(figures.wrong, arabic, out),
            Slot::Is => language.number(figures.main, arabic, out),
        }
    }

    fn woman(&self) -> bool {
        self.task.story.people[self.speaker].woman
    }

    fn random(&mut self) -> &mut Random {
        &mut self.random
    }
}
