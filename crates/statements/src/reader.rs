//! A whole body, paragraph by paragraph.

use std::ops::Range;

use khabar_article::dates::DateMention;

use crate::cues;
use crate::dashes::parted;
use crate::draft::Draft;
use crate::language::{Class, Gender, Language, Order};
use crate::points::Points;
use crate::quotes::{Quote, quotes};
use crate::sentence::Sentence;
use crate::sentences::sentences;
use crate::speakers::{Found, Said, Speakers};
use crate::statement::{Kind, Passage, Statement, When};
use crate::tokens::{Token, tokens};

/// How deep quotations within quotations are read.
const DEEPEST: usize = 2;

/// A quotation of fewer words does not even continue the one before.
const FEWEST_CONTINUED: usize = 4;

/// How far around a turn its speaker's name is looked for, in bytes.
const AROUND: usize = 4096;

/// How many statements a sentence may hold for their speakers to be shared among them.
const MOST_SHARED: usize = 32;

/// A quotation of fewer words that stands by itself is a heading or a name.
const FEWEST_WORDS: usize = 6;

/// Over how many paragraphs a quotation runs that nothing closes.
const MOST_PARAGRAPHS: usize = 3;

/// Reads a body.
pub fn read(body: &str, language: &'static Language, dates: &[DateMention]) -> Vec<Statement> {
    let points = Points::new(body);
    let mut reader = Reader {
        body,
        language,
        dates: dates
            .iter()
            .map(|d| points.byte(d.begin)..points.byte(d.end))
            .collect(),
        mentions: dates,
        points,
        speakers: Speakers::new(body, language),
        follows: false,
        is_announced: false,
        out: Vec::new(),
        says: false,
        open: None,
    };
    let mut begin = 0;
    for line in body.split_inclusive('\n') {
        reader.paragraph(begin..begin + line.len());
        begin += line.len();
    }
    reader.out
}

struct Reader<'a> {
    body: &'a str,
    language: &'static Language,
    /// Bytes of the expressions of time.
    dates: Vec<Range<usize>>,
    mentions: &'a [DateMention],
    points: Points<'a>,
    speakers: Speakers<'a>,
    /// Whether the paragraph before ends with something reported.
    follows: bool,
    /// Whether the paragraph before announces what this one quotes.
    is_announced: bool,
    out: Vec<Statement>,
    /// Whether the paragraph before holds a statement.
    says: bool,
    /// The statement whose quotation the paragraph before left open, and over how many paragraphs it has run.
    open: Option<(usize, usize)>,
}

impl Reader<'_> {
    fn paragraph(&mut self, range: Range<usize>) {
        let tokens = tokens(self.body, range, self.language);
        if tokens.is_empty() {
            return;
        }
        let first = self.run_on(&tokens);
        let mut drafts = Vec::new();
        let turn = self.turn(&tokens).filter(|_| first == 0);
        let begin = turn.as_ref().map_or(first, |t| t.content[0].start);
        let announced = self.segment(&tokens, begin..tokens.len(), 0, &mut drafts);
        drafts.extend(turn);
        drafts.sort_by_key(position);
        let nested = nested(&drafts);
        // A quotation that stands alone goes on with what the paragraph before says, if that says anything.
        let said = self.out.len();
        let follows_saying = std::mem::replace(&mut self.says, !drafts.is_empty());
        for (mut draft, is_nested) in drafts.into_iter().zip(nested) {
            let is_alone =
                draft.cue.is_none() && draft.source.is_none() && draft.kind == Kind::Direct;
            draft.is_unnamed |=
                is_alone && !follows_saying && !self.is_announced && self.out.len() == said;
            if draft.is_free() && draft.content[0].start == 0 && self.extends(&tokens, &draft) {
                continue;
            }
            self.take(&tokens, &draft, is_nested);
        }
        let last = self.out.last().and_then(|s| s.content.last());
        self.follows = last.is_some_and(|c| self.is_at_end(c.end, tokens[tokens.len() - 1].end));
        self.is_announced = announced.is_some();
        if let Some(source) = announced.filter(|s| !s.is_empty()) {
            // "The minister said:" is nothing said yet, but the quotation of the next paragraph is the minister's.
            let end = tokens[source.end - 1].end;
            self.speakers.follow(&Said {
                tokens: &tokens,
                source: Some(source),
                stands_for: None,
                is_passive: false,
                gender: Gender::Any,
                is_nested: false,
                content: end..end,
                goes_on: false,
            });
        }
    }

    /// Goes on with a quotation that the paragraph before left open. Returns the first token behind it.
    fn run_on(&mut self, tokens: &[Token]) -> usize {
        let Some((number, paragraphs)) = self.open.take() else {
            return 0;
        };
        // A mark that opens anew says that somebody is quoted here, as does the next paragraph of the same quotation
        // where each is opened again; both are read as quotations of their own.
        let mark = tokens.iter().position(|t| t.is_mark("“”„«»\"「」‟"));
        let Some(close) = mark.filter(|&at| at > 0 && !tokens[at].is_mark("“„«「")) else {
            if mark.is_none() && paragraphs < MOST_PARAGRAPHS {
                let all = trimmed(tokens, 0..tokens.len());
                let passage = self.passage(tokens[all.start].begin..tokens[all.end - 1].end);
                self.out[number].content.push(passage);
                self.open = Some((number, paragraphs + 1));
                return tokens.len();
            }
            return 0;
        };
        let inside = trimmed(tokens, 0..close);
        let passage = self.passage(tokens[inside.start].begin..tokens[inside.end - 1].end);
        self.out[number].content.push(passage);
        close + 1
    }

    /// Whether only marks stand between a code point and a later byte.
    fn is_at_end(&self, point: usize, byte: usize) -> bool {
        self.points.byte(point) <= byte
            && !self.body[self.points.byte(point)..byte].contains(char::is_alphanumeric)
    }

    /// Adds what opens a paragraph to the statement that the paragraph before ends with, if both go on without a cue.
    fn extends(&mut self, tokens: &[Token], draft: &Draft) -> bool {
        let Some(open) = self
            .out
            .last()
            .filter(|s| s.cue.is_none() && s.source.is_none() && s.kind != Kind::Direct)
        else {
            return false;
        };
        let begin = tokens[0].begin;
        if !open
            .content
            .last()
            .is_some_and(|c| self.is_at_end(c.end, begin))
        {
            return false;
        }
        let last = trimmed(tokens, draft.content[0].clone()).end - 1;
        let more = self.passage(begin..tokens[last].end);
        if let Some(last) = self.out.last_mut() {
            last.content.push(more);
        }
        true
    }

    /// A paragraph that somebody named before a colon speaks, as in transcripts and headlines: "WALLACE: But is it?",
    /// "Trump: Cruz has a long way to go".
    fn turn(&self, tokens: &[Token]) -> Option<Draft> {
        let language = self.language;
        if !language.has_capitals || language.has_capital_nouns {
            return None;
        }
        let colon = tokens.iter().take(9).position(|t| t.is_mark(":"))?;
        // Each turn may open with a mark that is never closed.
        let start = usize::from(tokens[0].is_mark("\"“"));
        let name = tokens.get(start..colon).filter(|n| !n.is_empty())?;
        let next = tokens.get(colon + 1)?;
        let is_name = |t: &Token| {
            t.is_capital || t.is(Class::Role) || t.is(Class::Genitive) || t.is_mark(".()-'’")
        };
        let is_somebody = name
            .first()
            .is_some_and(|t| t.is_capital && !t.is(Class::Question))
            && !name.iter().any(|t| t.is(Class::Nobody))
            && name.iter().all(is_name)
            && next.is_spaced
            && tokens.len() > colon + 3;
        if !is_somebody {
            return None;
        }
        let text = &self.body[name[0].begin..name[name.len() - 1].end];
        let is_shouted = text.chars().filter(|c| c.is_alphabetic()).count() > 2
            && !text.chars().any(char::is_lowercase);
        let last =
            &self.body[name.iter().rfind(|t| t.mark.is_none())?.begin..name[name.len() - 1].end];
        let last = last.trim_end_matches(')');
        let is_known = || {
            let first = last.chars().next().map_or(0, char::len_utf8);
            let written = [&last[..first], &last[first..].to_lowercase()].concat();
            self.is_named_around(last, tokens[0].begin, 2)
                || is_shouted && self.is_named_around(&written, tokens[0].begin, 1)
        };
        let is_first = name[0].begin == 0;
        let is_quoted = next.is_mark("\"“'‘«");
        // Where verbs stand last the verb may follow: 'Polis: "..." dedi'.
        if is_quoted && language.is_verb_final {
            return None;
        }
        let has_role = name.iter().any(|t| t.is(Class::Role));
        if !((is_shouted || is_first || is_quoted) && is_known()
            || (is_first || is_shouted) && has_role)
        {
            return None;
        }
        let mut content = trimmed(tokens, colon + 1..tokens.len());
        while content.len() > 1 && tokens[content.end - 1].is_mark(".!?…") {
            content.end -= 1;
        }
        if is_quoted && content.len() > 2 && tokens[content.end - 1].is_mark("\"”'’»") {
            content = content.start + 1..content.end - 1;
        }
        Some(Draft {
            source: Some(start..colon),
            carries_on: true,
            ..Draft::of(
                if is_quoted || is_shouted {
                    Kind::Direct
                } else {
                    Kind::Indirect
                },
                vec![content],
            )
        })
    }

    /// Whether a name stands in the text around a place so many times.
    fn is_named_around(&self, name: &str, at: usize, times: usize) -> bool {
        let mut begin = at.saturating_sub(AROUND);
        let mut end = self.body.len().min(at + AROUND);
        while !self.body.is_char_boundary(begin) {
            begin += 1;
        }
        while !self.body.is_char_boundary(end) {
            end -= 1;
        }
        let text = &self.body[begin..end];
        text.match_indices(name).nth(times - 1).is_some()
    }

    /// Reads part of a paragraph: all of it, or a quotation in it. Where it ends in an announcement ("the minister
    /// said:") it gives who that is.
    fn segment(
        &self,
        tokens: &[Token],
        range: Range<usize>,
        depth: usize,
        drafts: &mut Vec<Draft>,
    ) -> Option<Range<usize>> {
        let offset = range.start;
        let within = &tokens[range.clone()];
        let found: Vec<Quote> = parted(
            within,
            quotes(within),
            self.language,
            depth == 0 && self.is_announced,
        )
        .into_iter()
        .map(|q| Quote {
            open: q.open + offset,
            close: q.close + offset,
        })
        .collect();
        // The statement of the sentence before, while only a quotation follows it.
        let mut before: Option<usize> = None;
        // Whether the sentence before reports something, as the end of the paragraph before may.
        let mut follows = self.follows;
        let mut topic = None;
        let mut announced = None;
        for part in sentences(tokens, range.clone(), &found, self.language) {
            let hits = cues::hits(tokens, part.clone(), &found, self.language);
            let sentence = Sentence {
                body: self.body,
                tokens,
                range: part.clone(),
                quotes: &found,
                hits: &hits,
                dates: &self.dates,
                language: self.language,
            };
            let first = drafts.len();
            for number in 0..hits.len() {
                if let Some(draft) = sentence.attribute(number)
                    && (depth == 0 || is_somebody(tokens, &draft))
                {
                    drafts.push(draft);
                }
            }
            settle(drafts, first);
            share(&sentence, &mut drafts[first..]);
            if depth == 0 {
                let goes_on = sentence.go_on(first, follows, topic.take(), drafts);
                if self.language.tag.is_empty() {
                    Self::unattributed(&sentence, drafts);
                } else {
                    before = Self::uncued(&sentence, first, before, drafts);
                }
                announced = sentence.announced();
                follows = goes_on || drafts.len() > first;
                if !follows && self.language.is_verb_second {
                    topic = sentence.sentence_topic();
                }
            }
        }
        if depth < DEEPEST {
            for quote in &found {
                self.segment(tokens, quote.inside(), depth + 1, drafts);
            }
        }
        announced
    }

    /// Quotations that have no cue of their own: they go on with the statement before, or are somebody's we may know.
    fn uncued(
        sentence: &Sentence,
        first: usize,
        before: Option<usize>,
        drafts: &mut Vec<Draft>,
    ) -> Option<usize> {
        let tokens = sentence.tokens;
        let is_used = |quote: &Quote, drafts: &[Draft]| {
            drafts[first..].iter().any(|d| {
                d.content
                    .iter()
                    .chain(&d.source)
                    .any(|c| c.start < quote.close && quote.open < c.end)
            })
        };
        let mut last = drafts[first..]
            .iter()
            .enumerate()
            .rev()
            .find(|(_, d)| d.kind == Kind::Direct && !d.carries_on)
            .map(|(i, _)| first + i);
        let first_quote = sentence
            .quotes
            .partition_point(|q| q.open < sentence.range.start);
        let alone = sentence.quotes.get(first_quote).filter(|q| {
            let close = (q.close + 1).min(sentence.range.end);
            q.open < sentence.range.end
                && tokens[sentence.range.start..q.open]
                    .iter()
                    .all(|t| t.mark.is_some())
                && tokens[close..sentence.range.end]
                    .iter()
                    .all(|t| t.mark.is_some())
        });
        if let Some(quote) = alone.filter(|q| !is_used(q, drafts)) {
            let words = tokens[quote.inside()]
                .iter()
                .filter(|t| t.mark.is_none())
                .count();
            if words < FEWEST_WORDS && (before.is_none() || words < FEWEST_CONTINUED) {
                return None;
            }
            if let Some(before) = before {
                drafts[before].content.push(trimmed(tokens, quote.inside()));
                return Some(before);
            }
            drafts.push(quoted(tokens, quote));
            last = Some(drafts.len() - 1);
        }
        last
    }

    /// All quotations of a sentence, where nothing is known of its language that would tell whose they are.
    fn unattributed(sentence: &Sentence, drafts: &mut Vec<Draft>) {
        let first = sentence
            .quotes
            .partition_point(|q| q.open < sentence.range.start);
        let quotes = sentence.quotes[first..]
            .iter()
            .take_while(|q| q.open < sentence.range.end);
        for quote in quotes {
            let words = sentence.tokens[quote.inside()].iter();
            if words.filter(|t| t.mark.is_none()).count() >= FEWEST_WORDS {
                drafts.push(Draft {
                    is_unnamed: true,
                    ..quoted(sentence.tokens, quote)
                });
            }
        }
    }

    fn take(&mut self, tokens: &[Token], draft: &Draft, is_nested: bool) {
        let said = Said {
            tokens,
            source: draft.source.clone().or_else(|| draft.topic.clone()),
            stands_for: draft.stands_for.clone(),
            is_passive: draft.is_passive,
            gender: draft.gender,
            is_nested,
            content: tokens[draft.content[0].start].begin
                ..tokens[draft.content[draft.content.len() - 1].end - 1].end,
            goes_on: draft.is_free(),
        };
        let mut found = if draft.is_unnamed {
            Found::default()
        } else {
            self.speakers.follow(&said)
        };
        let bytes = |r: &Range<usize>| tokens[r.start].begin..tokens[r.end - 1].end;
        if draft.source.is_none()
            && let Some(topic) = &draft.topic
        {
            found.antecedent.get_or_insert(bytes(topic));
        }
        let statement = Statement {
            kind: draft.kind,
            source: draft.source.as_ref().map(|s| self.passage(bytes(s))),
            antecedent: found.antecedent.map(|a| self.passage(a)),
            cue: draft.cue.as_ref().map(|c| self.passage(bytes(c))),
            content: draft
                .content
                .iter()
                .map(|c| {
                    if draft.is_free() {
                        self.passage(bytes(&trimmed(tokens, c.clone())))
                    } else {
                        self.passage(bytes(c))
                    }
                })
                .collect(),
            addressee: draft.addressee.as_ref().map(|a| self.passage(bytes(a))),
            when: draft.date.map(|number| {
                let mention = &self.mentions[number];
                When {
                    words: Passage {
                        text: mention.text.clone(),
                        begin: mention.begin,
                        end: mention.end,
                    },
                    date: Some(mention.date),
                }
            }),
            speaker: found.speaker,
        };
        let runs_on = draft.content.last().is_some_and(|c| {
            let behind = tokens[c.end..].iter().any(|t| t.mark.is_none());
            let before = c.start.checked_sub(1).map(|at| (at, &tokens[at]));
            // In German what opens a quotation elsewhere closes one: „...“.
            let opens = before.is_some_and(|(at, t)| {
                t.is_mark("“„«\"「")
                    && !(t.is_mark("“") && tokens[..at].iter().any(|t| t.is_mark("„")))
            });
            opens && !behind && !tokens[c.end..].iter().any(|t| t.is_mark("”“»\"」"))
        });
        if runs_on {
            self.open = Some((self.out.len(), 0));
        }
        self.out.push(statement);
    }

    fn passage(&self, bytes: Range<usize>) -> Passage {
        Passage {
            begin: self.points.point(bytes.start),
            end: self.points.point(bytes.end),
            text: self.body[bytes].to_owned(),
        }
    }
}

/// A quotation that nothing in its sentence attributes.
fn quoted(tokens: &[Token], quote: &Quote) -> Draft {
    Draft {
        carries_on: true,
        ..Draft::of(Kind::Direct, vec![trimmed(tokens, quote.inside())])
    }
}

fn trimmed(tokens: &[Token], mut range: Range<usize>) -> Range<usize> {
    while range.len() > 1 && tokens[range.end - 1].is_mark(",،.。;:…") {
        range.end -= 1;
    }
    range
}

/// Which statements are part of what another one says. The drafts are in the order of their cues.
fn nested(drafts: &[Draft]) -> Vec<bool> {
    let mut contents: Vec<(usize, usize, usize)> = drafts
        .iter()
        .enumerate()
        .flat_map(|(number, d)| d.content.iter().map(move |c| (c.start, c.end, number)))
        .collect();
    contents.sort_unstable();
    let mut contents = contents.into_iter().peekable();
    // The two contents that reach furthest, of different statements.
    let mut furthest = [(0, usize::MAX); 2];
    let mut out = Vec::with_capacity(drafts.len());
    for (number, draft) in drafts.iter().enumerate() {
        let at = position(draft);
        while let Some((_, end, of)) = contents.next_if(|&(start, ..)| start <= at) {
            if furthest[0].1 == of {
                furthest[0].0 = furthest[0].0.max(end);
            } else if end > furthest[0].0 {
                furthest = [(end, of), furthest[0]];
            } else if end > furthest[1].0 {
                furthest[1] = (end, of);
            }
        }
        out.push(furthest.iter().any(|&(end, of)| of != number && at < end));
    }
    out
}

/// The token a statement is sorted by.
fn position(draft: &Draft) -> usize {
    draft.cue.as_ref().unwrap_or(&draft.content[0]).start
}

/// Within a quotation a statement has to name who speaks: "I think" is the speaker's own.
fn is_somebody(tokens: &[Token], draft: &Draft) -> bool {
    draft.source.as_ref().is_some_and(|s| {
        !(s.len() == 1 && (tokens[s.start].is(Class::Party) || tokens[s.start].is(Class::They)))
    })
}

/// Gives statements without a source that of the one before them in their sentence, or the subject of the sentence.
fn share(sentence: &Sentence, drafts: &mut [Draft]) {
    let language = sentence.language;
    if language.order != Order::Before
        || !language.has_capitals
        || language.drops_subjects
        || drafts.len() > MOST_SHARED
    {
        return;
    }
    for number in 0..drafts.len() {
        let draft = &drafts[number];
        let Some(cue) = draft
            .cue
            .clone()
            .filter(|_| draft.source.is_none() && !draft.is_passive && draft.is_shared)
        else {
            continue;
        };
        let is_outer = |d: &&Draft| {
            d.source.is_some()
                && d.cue.as_ref().is_some_and(|c| {
                    !drafts
                        .iter()
                        .any(|o| o.content.iter().any(|r| r.contains(&c.start)))
                })
        };
        let spoken = drafts
            .iter()
            .filter(is_outer)
            .rfind(|d| d.cue.as_ref().is_some_and(|c| c.start < cue.start));
        let next = || drafts.iter().find(is_outer).and_then(|d| d.source.clone());
        let source = match spoken {
            Some(spoken) => spoken.source.clone(),
            // "Noting that ..., Tester added".
            None if cue.start == sentence.range.start => next(),
            None => sentence.first_subject(cue.start),
        };
        let is_said = |s: &Range<usize>| {
            drafts[number]
                .content
                .iter()
                .any(|c| c.start < s.end && s.start < c.end)
        };
        drafts[number].source = source.filter(|s| !is_said(s));
    }
}

/// Of two statements with the same content only the one with a source, or the first, stays.
fn settle(drafts: &mut Vec<Draft>, first: usize) {
    let mut at = first;
    while at < drafts.len() {
        let twin = (first..at).find(|&other| drafts[other].content == drafts[at].content);
        match twin {
            Some(other) if drafts[other].source.is_none() && drafts[at].source.is_some() => {
                drafts.remove(other);
            }
            Some(_) => {
                drafts.remove(at);
            }
            None => at += 1,
        }
    }
}
