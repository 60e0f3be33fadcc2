//! A whole body, paragraph by paragraph.

use std::ops::Range;

use khabar_article::dates::DateMention;

use crate::cues;
use crate::dashes::parted;
use crate::draft::{Draft, nested, position, quoted, settle, share, trimmed};
use crate::language::{Class, Gender, Language};
use crate::points::Points;
use crate::quotes::{Quote, quotes};
use crate::sentence::Sentence;
use crate::sentences::sentences;
use crate::speakers::{Found, Said, Speakers};
use crate::statement::{Kind, Passage, Statement, When};
use crate::tokens::{Token, tokens};
use crate::transcript;

/// How deep quotations within quotations are read.
const DEEPEST: usize = 2;

/// A quotation of fewer words does not even continue the one before.
const FEWEST_CONTINUED: usize = 4;

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
        let turn = transcript::turn(self.body, self.language, &tokens).filter(|_| first == 0);
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
            let words = quote.words(tokens);
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
            if quote.words(sentence.tokens) >= FEWEST_WORDS {
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
            let mention = found.mention.take().unwrap_or_else(|| bytes(topic));
            found.antecedent.get_or_insert(mention);
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
            let ends_text = |t: &Token| t.mark.is_some() && !t.is_mark("”“»\"」");
            // In German what opens a quotation elsewhere closes one: „...“.
            let opens = |at: usize| {
                tokens[at].is_mark("“„«\"「")
                    && !(tokens[at].is_mark("“") && tokens[..at].iter().any(|t| t.is_mark("„")))
            };
            tokens[c.end..].iter().all(ends_text) && c.start.checked_sub(1).is_some_and(opens)
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

/// Within a quotation a statement has to name who speaks: "I think" is the speaker's own.
fn is_somebody(tokens: &[Token], draft: &Draft) -> bool {
    draft.source.as_ref().is_some_and(|s| {
        !(s.len() == 1 && (tokens[s.start].is(Class::Party) || tokens[s.start].is(Class::They)))
    })
}
