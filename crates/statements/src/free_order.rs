//! Subjects of verbs in languages with articles and free order, in which an object stands behind a verb as often as
//! a subject does, and a subject may be left out.

use std::ops::Range;

use crate::cues::Hit;
use crate::language::{Class, Classes, Role};
use crate::sentence::{PRONOUNS, Sentence};

/// How far behind its verb a subject begins, in tokens.
const REACH: usize = 20;

/// How many cues before a participle may have named its speaker.
const EARLIER: usize = 4;

impl Sentence<'_> {
    /// The subject of a verb, and the first token behind verb and subject.
    pub(crate) fn free_subject(&self, hit: &Hit, left: usize) -> (Range<usize>, usize) {
        let (begin, end) = (hit.group, hit.at.end);
        let is_set_off = self.is_set_off(hit);
        if (is_set_off || self.is_clause_start(begin))
            && let Some(subject) = self.subject_behind(hit, is_set_off)
            && !self.has_subject_before(hit, left, &subject)
        {
            let next = subject.end;
            return (subject, next);
        }
        let none = begin..begin;
        if is_set_off && self.language.drops_subjects && self.is_over(end) {
            return (none, end);
        }
        let mut phrase = self.without_nobody(self.phrase_before(begin, left));
        if phrase.is_empty() && phrase.start < begin {
            // "Fellini a un jour dit".
            phrase = self.phrase_before(phrase.start, left);
        }
        if self.is_bare_determiner(&phrase) || !self.opens_phrase(&phrase) {
            phrase = none.clone();
        }
        if phrase.is_empty() {
            phrase = self.related(begin, left);
        }
        if phrase.is_empty() || self.opens_aside(phrase.start) {
            if self.is_coordinated(begin, left) {
                return (self.clause_subject(self.range.start, begin), end);
            }
            if self.language.drops_subjects
                && !hit.frame.addresses_object
                && let Some(subject) = self.subject_behind(hit, false)
            {
                let next = subject.end;
                return (subject, next);
            }
            phrase = none;
        }
        (phrase, end)
    }

    /// Whether a verb goes on with the subject of the one before: "rompió ... y en varias ocasiones dijo".
    fn is_coordinated(&self, verb: usize, left: usize) -> bool {
        let opens = |at: &usize| {
            let token = &self.tokens[*at];
            token.mark.is_some()
                || token.is(Class::Coordinator)
                || token.is(Class::Complementizer)
                || token.is(Class::Relative)
        };
        let left = left.max(self.range.start);
        let Some(at) = (left..verb).rev().find(opens) else {
            return false;
        };
        self.tokens[at].is(Class::Coordinator) && (at + 1 == verb || self.opens_aside(at + 1))
    }

    /// Whether a comma, a dash or a quotation stands right before a verb, which may then be said of what is before it.
    pub(crate) fn is_set_off(&self, hit: &Hit) -> bool {
        let begin = hit.group;
        begin > self.range.start
            && (self.is_behind_quote(begin) || self.tokens[begin - 1].is_mark(",–—-"))
    }

    /// Whether a clause, or the sentence, is over at a token.
    pub(crate) fn is_over(&self, at: usize) -> bool {
        at >= self.range.end || self.tokens[at].is_mark(".,;:!?…)–—")
    }

    /// Whether a phrase begins as a noun phrase does: with an article, a name, a pronoun, an office, or a plural.
    fn opens_phrase(&self, phrase: &Range<usize>) -> bool {
        let opens = PRONOUNS
            .and(Classes::of(Class::Determiner))
            .and(Classes::of(Class::Title))
            .and(Classes::of(Class::Role))
            .and(Classes::of(Class::Nobody))
            .and(Classes::of(Class::Party));
        self.tokens[phrase.clone()].first().is_some_and(|token| {
            let is_plural = self.language.drops_subjects
                && self.body[token.begin..token.end].ends_with(['s', 'i', 'e']);
            token.classes.meets(opens)
                || token.is_capital
                || token.is_number
                || self.opens_aside(phrase.start)
                || token.word.is_none() && is_plural
        })
    }

    /// Whether a name far behind a verb, right before what was said, belongs to the place of the saying because its
    /// subject stands before it: "Pedro, como otros, dijo en el programa Hoy que".
    fn has_subject_before(&self, hit: &Hit, left: usize, behind: &Range<usize>) -> bool {
        let opens = self
            .tokens
            .get(behind.end)
            .is_some_and(|t| t.is(Class::Complementizer));
        behind.start > hit.at.end && opens && {
            let phrase = self.phrase_before(hit.group, left);
            !phrase.is_empty() && self.is_speaking(&phrase)
        }
    }

    /// A phrase without a word at its end that is nobody: "questa volta", "Fellini una volta".
    fn without_nobody(&self, mut phrase: Range<usize>) -> Range<usize> {
        // "la semana pasada Sánchez": a noun of time is no head.
        let is_time = phrase.len() > 2
            && self.tokens[phrase.start].is(Class::Determiner)
            && self.tokens[phrase.start + 1].is(Class::Period);
        if is_time
            && let Some(name) =
                (phrase.start + 2..phrase.end).find(|&at| self.tokens[at].is_capital)
            && !self.tokens[name - 1].is(Class::Genitive)
        {
            phrase.start = name;
        }
        while phrase.len() > 1 && self.tokens[phrase.end - 1].is(Class::Nobody) {
            phrase.end -= 1;
            if self.tokens[phrase.end - 1].is(Class::Determiner) {
                phrase.end -= 1;
            }
        }
        phrase
    }

    pub(crate) fn is_bare_determiner(&self, phrase: &Range<usize>) -> bool {
        phrase.len() == 1 && {
            let token = &self.tokens[phrase.start];
            token.is(Class::Determiner) && !token.classes.meets(PRONOUNS)
        }
    }

    /// The subject that follows a verb, behind what tells when, where and to whom.
    pub(crate) fn subject_behind(&self, hit: &Hit, is_set_off: bool) -> Option<Range<usize>> {
        let end = self.range.end.min(hit.at.end + REACH);
        let mut at = hit.at.end;
        while at < end && self.tokens[at].mark.is_none() {
            let token = &self.tokens[at];
            if token.is_enclitic
                || self.is_dated(at)
                || (token.is(Class::Adverb) && !token.is(Class::Determiner))
            {
                at += 1;
            } else if token.is(Class::Complementizer) || token.is(Class::Conjunction) {
                return None;
            } else if (token.is(Class::Preposition) || token.is(Class::To))
                && !token.is(Class::Determiner)
            {
                at = self.aside_end(at);
            } else {
                break;
            }
        }
        let mut subject = self.phrase_after(at, 24);
        if self.tokens[hit.group].is(Class::As)
            && self.is_clause_start(hit.group)
            && let Some(comma) = self.set_beside(&subject)
        {
            // "Comme l'a dit le maire, la ville ...": what follows is the clause it is said of.
            subject.end = comma;
        }
        let fits = !subject.is_empty()
            && (self.is_closed(subject.end) || self.tokens[subject.end].is(Class::Complementizer));
        let is_sure = self.is_speaking(&subject);
        let is_likely = is_set_off
            && !hit.frame.addresses_object
            && (!hit.may_take_object
                || self.is_behind_quote(hit.group)
                || self.is_behind_clause(hit.group));
        (fits && (is_sure || is_likely)).then_some(subject)
    }

    /// Whether nothing but an aside stands between the beginning of a clause and a verb: "en su libro describe".
    pub(crate) fn is_behind_aside_alone(&self, verb: usize) -> bool {
        let first = (self.range.start..verb)
            .rev()
            .find(|&at| self.tokens[at].mark.is_some() || self.tokens[at].is(Class::Conjunction))
            .map_or(self.range.start, |at| at + 1);
        first < verb && self.opens_aside(first) && self.aside_end(first) == verb
    }

    /// Whether a clause, rather than an aside, stands before the comma before `at`.
    fn is_behind_clause(&self, at: usize) -> bool {
        let begin = self.content_begin(at - 1);
        let phrase = self.phrase_before(at, begin);
        // "La firma, fundada en Soria, anunció": a noun phrase and what is set beside it.
        let is_subject = !phrase.is_empty() && (phrase.start == begin || self.is_speaking(&phrase));
        at > begin + 6
            && !self.opens_aside(begin)
            && !self.tokens[begin].is(Class::Conjunction)
            && !is_subject
    }

    /// Whether a token tells when, or is the article of one that does.
    pub(crate) fn is_dated(&self, at: usize) -> bool {
        self.date_at(at).is_some()
            || (self.tokens[at].is(Class::Determiner)
                && at + 1 < self.range.end
                && self.date_at(at + 1).is_some())
    }

    /// Whether the head of a phrase is a name, a pronoun or a kind of speaker.
    pub(crate) fn is_speaking(&self, phrase: &Range<usize>) -> bool {
        let stops = [Class::Genitive, Class::Preposition, Class::Relative];
        let says = [Class::Role, Class::Title, Class::Party];
        self.tokens[phrase.clone()]
            .split(|t| t.is_mark(",("))
            .any(|part| {
                part.iter()
                    .take_while(|t| t.is(Class::Determiner) || !stops.iter().any(|&c| t.is(c)))
                    .any(|t| {
                        (t.is_capital && !t.is(Class::Determiner))
                            || says.iter().any(|&c| t.is(c))
                            || t.classes.meets(PRONOUNS)
                    })
            })
    }

    /// The token behind a phrase of place or manner that a preposition opens: a name behind its noun is another phrase
    /// ("en una entrevista Juan Pérez").
    pub(crate) fn aside_end(&self, from: usize) -> usize {
        let joins = Classes::of(Class::Genitive)
            .and(Classes::of(Class::Preposition))
            .and(Classes::of(Class::Determiner))
            .and(Classes::of(Class::Title))
            .and(Classes::of(Class::Role));
        let mut at = from + 1;
        while at < self.range.end {
            let (before, token) = (&self.tokens[at - 1], &self.tokens[at]);
            let is_next = token.mark.is_some()
                || self.hit_at(at).is_some()
                || token.is(Class::Complementizer)
                || token.is(Class::Conjunction)
                || token.is(Class::Relative)
                || (token.is(Class::Preposition) && !token.is(Class::Genitive))
                || self.is_dated(at);
            let is_name = token.is_capital && !before.is_capital && !before.classes.meets(joins);
            let is_noun = token.is(Class::Determiner)
                && !before.is(Class::Determiner)
                && !before.is(Class::Genitive)
                && !before.is(Class::Preposition);
            let is_phrase = at > from + 1 && (is_name || is_noun);
            if is_next || is_phrase {
                break;
            }
            at += 1;
        }
        at
    }

    /// The subject of the first clause of a part of the sentence: whose verb is not known, only where it stands.
    pub(crate) fn clause_subject(&self, from: usize, until: usize) -> Range<usize> {
        let mut at = from;
        while at < until {
            let token = &self.tokens[at];
            let is_loose = token.mark.is_some()
                || token.is(Class::Coordinator)
                || token.is(Class::Conjunction)
                || (token.is(Class::Adverb) && !token.is(Class::Determiner));
            if is_loose && self.quote_opening(at).is_none() {
                at += 1;
                continue;
            }
            let phrase = self.phrase_after(at, until - at);
            let opens = token.is(Class::Determiner)
                || token.is_capital
                || token.is(Class::Title)
                || token.classes.meets(PRONOUNS.and(Classes::of(Class::Party)));
            if !self.opens_aside(at) && !self.is_dated(at) && opens && !phrase.is_empty() {
                return phrase.start..phrase.end.min(until);
            }
            // An aside goes on to its comma.
            match (at..until).find(|&i| self.tokens[i].is_mark(",;:")) {
                Some(comma) => at = comma + 1,
                None if at == from || self.opens_aside(at) || self.is_dated(at) => {
                    at = self.aside_end(at).max(at + 1);
                }
                None => break,
            }
        }
        until..until
    }

    /// Whom a participle belongs to in a sentence that has named no speaker before it; `None` where it cannot be one.
    pub(crate) fn participle_subject(&self, hit: &Hit) -> Option<Range<usize>> {
        let at = hit.at.start;
        let earlier = self.hits.partition_point(|h| h.at.start < at);
        let is_later = (earlier.saturating_sub(EARLIER)..earlier).any(|number| {
            matches!(self.hits[number].frame.role, Role::Verb | Role::Before)
                && self.attribute(number).is_some()
        });
        let none = at..at;
        let first = self.range.start;
        let before = (at > first).then(|| &self.tokens[at - 1]);
        // "an attitude indicating": what a noun shows is no statement.
        let is_noun_before = before.is_some_and(|t| {
            t.mark.is_none()
                && !t.is_capital
                && !t.is(Class::Preposition)
                && !t.is(Class::Coordinator)
                && !t.is(Class::Adverb)
        });
        if is_noun_before {
            let noun = self.phrase_before(at, first);
            if self.is_speaking(&noun) {
                return Some(if is_later { none } else { noun });
            }
            if !is_later {
                return None;
            }
        }
        if is_later {
            return Some(none);
        }
        let opens = self.tokens[first..at].iter().all(|t| {
            t.mark.is_some()
                || t.is(Class::Preposition)
                || t.is(Class::Coordinator)
                || t.is(Class::Conjunction)
                || t.is(Class::Adverb)
        });
        if opens {
            let next = self
                .hits
                .iter()
                .find(|h| h.at.start > at && h.frame.role == Role::Verb);
            let comma = (at..self.range.end).find(|&i| self.tokens[i].is_mark(","));
            return Some(match (next, comma) {
                (Some(next), Some(comma)) if comma < next.group => {
                    self.phrase_before(next.group, comma)
                }
                _ => none,
            });
        }
        let subject = self.clause_subject(first, at);
        let fits = subject.is_empty() || !hit.frame.needs_speaker || self.is_speaking(&subject);
        fits.then_some(subject)
    }

    /// Whether nobody speaks: an infinitive is the subject ("hacerlo sugiere"), or a relative pronoun that belongs to
    /// no noun ("arrogante y que cree").
    pub(crate) fn is_no_speaker(&self, hit: &Hit, source: &Range<usize>) -> bool {
        if hit.frame.role != Role::Verb {
            return false;
        }
        if source.is_empty() {
            return hit.group > self.range.start && self.tokens[hit.group - 1].is(Class::Relative);
        }
        self.tokens[source.start].is(Class::InfinitiveForm) && !self.tokens[source.start].is_capital
    }
}

#[cfg(test)]
mod tests {
    fn sources(body: &str, language: &str) -> Vec<Option<String>> {
        let statements = crate::read(body, Some(language), &[]);
        statements
            .into_iter()
            .map(|s| s.source.map(|p| p.text))
            .collect()
    }

    fn one(body: &str, language: &str) -> String {
        let found = sources(body, language);
        assert_eq!(found.len(), 1, "{body}: {found:?}");
        found[0].clone().unwrap_or_default()
    }

    #[test]
    fn inverted_pronouns_and_names_behind_the_verb() {
        assert_eq!(
            one("« Nous partons demain », a-t-elle déclaré.", "fr"),
            "elle"
        );
        let far = "La presa está llena, dijo en una entrevista Julia Sanz.";
        assert_eq!(one(far, "es"), "Julia Sanz");
    }

    #[test]
    fn objects_are_no_subjects() {
        assert_eq!(
            one(
                "La firma, fundada en Soria, anunció una rebaja de precios.",
                "es"
            ),
            "La firma, fundada en Soria"
        );
        assert_eq!(one("Ha annunciato la chiusura della fabbrica.", "it"), "");
    }

    #[test]
    fn nouns_that_look_like_verbs_say_nothing() {
        assert!(sources("La demande de logements reste forte.", "fr").is_empty());
        assert!(sources("En la cuenta que abrió no había nada.", "es").is_empty());
    }

    #[test]
    fn what_shows_something_is_nobody() {
        assert!(sources("Une attitude indiquant que tout va bien.", "fr").is_empty());
    }
}
