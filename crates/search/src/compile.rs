//! From a question to what tantivy runs.
//!
//! A word is a union of terms: itself, and its stems in every language that the index holds and whose script fits. These
//! count as one word, however rare one of them is by itself: a name is not worth more in the language that has the fewest
//! reports. So the frequencies behind scores are those of whole unions ([`Frequencies`]).

use std::ops::Bound;

use rustc_hash::FxHashMap;
use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur,
    PhraseQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, TantivyError, Term};

use crate::query::{Form, Node, Notice, Text};
use crate::schema::{Fields, Zone};
use khabar_words::script::Script;
use khabar_words::stem::{Language, each_stem, language};
use khabar_words::{Kind, Unit, in_order};

/// How much more a word counts in the headline.
const TITLE_BOOST: f32 = 2.0;

/// How much a word counts besides where it stands in the form that was asked for: stems of different words can be alike.
const EXACT_BOOST: f32 = 0.5;

/// Words that a beginning stands for at most; the most frequent.
const MAX_EXPANSION: usize = 256;

/// Words of a part of the index that are looked at for one beginning.
const MAX_SCAN: usize = 20_000;

type Compiled = Result<Box<dyn Query>, TantivyError>;

/// Compiles questions for a state of an index.
pub struct Compiler<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    languages: Vec<&'static Language>,
    /// Whether what comes out is ordered by relevance.
    scoring: bool,
    frequencies: FxHashMap<Term, u64>,
    /// What could not be done as asked.
    pub notices: Vec<Notice>,
}

impl<'a> Compiler<'a> {
    /// Looks up which languages there are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(
        fields: &'a Fields,
        searcher: &'a Searcher,
        scoring: bool,
    ) -> Result<Self, TantivyError> {
        let mut tags = Vec::new();
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(fields.language)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                tags.extend(std::str::from_utf8(terms.key()).ok().map(str::to_owned));
            }
        }
        tags.sort_unstable();
        tags.dedup();
        Ok(Self {
            fields,
            searcher,
            languages: tags.iter().filter_map(|tag| language(tag)).collect(),
            scoring,
            frequencies: FxHashMap::default(),
            notices: Vec::new(),
        })
    }

    /// The frequencies to score by what was compiled.
    pub fn frequencies(&self) -> Frequencies<'_> {
        Frequencies {
            searcher: self.searcher,
            of_unions: &self.frequencies,
        }
    }

    /// Compiles a part of a question.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn node(&mut self, node: &Node) -> Compiled {
        match node {
            Node::All(nodes) => {
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in nodes {
                    clauses.push(match node {
                        Node::Not(inner) => (Occur::MustNot, self.node(inner)?),
                        node => (Occur::Must, self.node(node)?),
                    });
                }
                Ok(all_of(clauses))
            }
            Node::Any(nodes) => {
                let mut any = Vec::with_capacity(nodes.len());
                for node in nodes {
                    any.push(self.node(node)?);
                }
                Ok(any_of(any))
            }
            Node::Not(inner) => Ok(all_of(vec![(Occur::MustNot, self.node(inner)?)])),
            Node::Source { ids, .. } => Ok(self.sources(ids)),
            Node::Language(tag) => Ok(self.any_language([tag.clone()])),
            Node::Time { from, before } => Ok(range(self.fields.time, *from, *before)),
            Node::Text(text) => self.text(text),
        }
    }

    /// Reports of any of these outlets.
    pub fn sources(&self, ids: &[u64]) -> Box<dyn Query> {
        let term = |&id| Term::from_field_u64(self.fields.source, id);
        filter(match ids {
            [] => Box::new(EmptyQuery),
            [id] => Box::new(TermQuery::new(term(id), IndexRecordOption::Basic)),
            ids => Box::new(TermSetQuery::new(ids.iter().map(term))),
        })
    }

    /// Reports in any of these languages, given as primary tags.
    pub fn any_language(&self, tags: impl IntoIterator<Item = String>) -> Box<dyn Query> {
        let terms = tags
            .into_iter()
            .map(|tag| Term::from_field_text(self.fields.language, &tag));
        filter(Box::new(TermSetQuery::new(terms)))
    }

    fn text(&mut self, text: &Text) -> Compiled {
        let found = self.in_zone(text, text.zone)?;
        if self.scoring && text.zone == Zone::All && text.form != Form::Prefix {
            let title: Box<dyn Query> = Box::new(BoostQuery::new(
                self.in_zone(text, Zone::Title)?,
                TITLE_BOOST,
            ));
            return Ok(Box::new(BooleanQuery::new(vec![
                (Occur::Must, found),
                (Occur::Should, title),
            ])));
        }
        Ok(found)
    }

    fn in_zone(&mut self, text: &Text, zone: Zone) -> Compiled {
        let units = text.units.as_slice();
        match (text.form, units) {
            (Form::Words, [unit]) => self.word(zone, unit),
            // Typed without blanks, these are as many words as with blanks elsewhere; best where they stand together.
            (Form::Words, units) if units.iter().all(|unit| unit.kind == Kind::Part) => {
                let mut clauses = Vec::with_capacity(units.len() + 1);
                for unit in units {
                    clauses.push((Occur::Must, self.word(zone, unit)?));
                }
                if self.scoring {
                    clauses.push((Occur::Should, self.in_order(zone, units, false)?));
                }
                Ok(Box::new(BooleanQuery::new(clauses)))
            }
            (form, units) => self.in_order(zone, units, form == Form::Prefix),
        }
    }

    /// A word in any of its forms.
    fn word(&mut self, zone: Zone, unit: &Unit) -> Compiled {
        let field = self.fields.zone(zone).stems;
        let script = Script::of(&unit.word);
        let mut terms = vec![Term::from_field_text(field, &unit.word)];
        for language in self
            .languages
            .iter()
            .filter(|language| language.has_script(script))
        {
            each_stem(unit, Some(language), |stem| {
                terms.push(Term::from_field_text(field, stem));
            });
        }
        terms.sort_unstable();
        terms.dedup();
        let has_stems = terms.len() > 1;
        let any_form = self.union(terms)?;
        if !self.scoring || !has_stems {
            return Ok(any_form);
        }
        let exact = Term::from_field_text(self.fields.zone(zone).words, &unit.word);
        let exact: Box<dyn Query> =
            Box::new(BoostQuery::new(self.union(vec![exact])?, EXACT_BOOST));
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, any_form),
            (Occur::Should, exact),
        ])))
    }

    /// Any of these terms, which count as one.
    fn union(&mut self, terms: Vec<Term>) -> Compiled {
        let mut known = Vec::with_capacity(terms.len());
        let mut together = 0;
        for term in terms {
            let frequency = self.searcher.doc_freq(&term)?;
            if frequency > 0 {
                together += frequency;
                known.push(term);
            }
        }
        let record = if self.scoring {
            IndexRecordOption::WithFreqs
        } else {
            IndexRecordOption::Basic
        };
        let queries = known.into_iter().map(|term| {
            self.frequencies.insert(term.clone(), together);
            Box::new(TermQuery::new(term, record)) as Box<dyn Query>
        });
        Ok(any_of(queries.collect()))
    }

    /// Units as they are written, one behind the other; of the last one, a word, only the beginning where that is said.
    fn in_order(&mut self, zone: Zone, units: &[Unit], is_begun: bool) -> Compiled {
        let fields = self.fields.zone(zone);
        let (mut placed, loose) = in_order(units);
        let beginning = if is_begun { placed.pop() } else { None };
        let mut clauses = Vec::new();
        let mut terms: Vec<_> = placed
            .into_iter()
            .map(|(place, word)| (place, Term::from_field_text(fields.words, word)))
            .collect();
        match (terms.len(), beginning) {
            (0, None) => {}
            (0, Some((_, word))) => clauses.push((Occur::Must, self.prefix(zone, word)?)),
            (_, Some((place, word))) => {
                let phrases = self.begun(word, &[(fields.words, word.to_owned())])?;
                let phrases = phrases.into_iter().map(|last| {
                    let terms = terms.iter().cloned().chain([(place, last)]);
                    Box::new(PhraseQuery::new_with_offset(terms.collect())) as Box<dyn Query>
                });
                clauses.push((Occur::Must, any_of(phrases.collect())));
            }
            (1, None) => clauses.push((Occur::Must, self.union(vec![terms.remove(0).1])?)),
            (_, None) => clauses.push((
                Occur::Must,
                Box::new(PhraseQuery::new_with_offset(terms)) as Box<dyn Query>,
            )),
        }
        for character in loose {
            clauses.push((
                Occur::Must,
                self.union(vec![Term::from_field_text(fields.stems, character)])?,
            ));
        }
        Ok(all_of(clauses))
    }

    /// Words that begin so, as they are written or behind what grows on before them.
    fn prefix(&mut self, zone: Zone, prefix: &str) -> Compiled {
        let fields = self.fields.zone(zone);
        let mut beginnings = vec![(fields.words, prefix.to_owned())];
        let stems = self
            .languages
            .iter()
            .filter_map(|language| language.stems_with(prefix));
        beginnings.extend(stems.map(|stem| (fields.stems, stem)));
        let terms = self.begun(prefix, &beginnings)?;
        Ok(Box::new(TermSetQuery::new(terms)))
    }

    /// The most frequent of the terms that begin so in these fields; `prefix` is what was asked for.
    fn begun(
        &mut self,
        prefix: &str,
        beginnings: &[(Field, String)],
    ) -> Result<Vec<Term>, TantivyError> {
        let mut terms = FxHashMap::<Term, u64>::default();
        let mut is_cut = false;
        for (field, beginning) in beginnings {
            for segment in self.searcher.segment_readers() {
                let index = segment.inverted_index(*field)?;
                let mut stream = index.terms().range().ge(beginning).into_stream()?;
                let mut looked_at = 0;
                while stream.advance() && stream.key().starts_with(beginning.as_bytes()) {
                    looked_at += 1;
                    if looked_at > MAX_SCAN {
                        is_cut = true;
                        break;
                    }
                    if let Ok(word) = std::str::from_utf8(stream.key()) {
                        let term = Term::from_field_text(*field, word);
                        *terms.entry(term).or_default() += u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        let mut terms: Vec<_> = terms.into_iter().collect();
        if terms.len() > MAX_EXPANSION {
            is_cut = true;
            terms.sort_unstable_by(|(a, many), (b, few)| few.cmp(many).then(a.cmp(b)));
            terms.truncate(MAX_EXPANSION);
        }
        if is_cut {
            self.notices.push(Notice::ManyWords(prefix.to_owned()));
        }
        Ok(terms.into_iter().map(|(term, _)| term).collect())
    }
}

/// What all of these clauses let through.
pub fn all_of(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if clauses.iter().all(|&(occur, _)| occur == Occur::MustNot) {
        clauses.push((Occur::Must, filter(Box::new(AllQuery))));
    }
    match clauses.len() {
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

fn any_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// Lets through or not, and adds nothing to the score.
fn filter(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Numbers at or above, and below; in a field that has its numbers in columns.
pub fn range(field: Field, from: Option<i64>, before: Option<i64>) -> Box<dyn Query> {
    let term = |number| Term::from_field_i64(field, number);
    let lower = from.map_or(Bound::Unbounded, |from| Bound::Included(term(from)));
    let upper = before.map_or(Bound::Unbounded, |before| Bound::Excluded(term(before)));
    match (&lower, &upper) {
        (Bound::Unbounded, Bound::Unbounded) => filter(Box::new(AllQuery)),
        _ => filter(Box::new(RangeQuery::new(lower, upper))),
    }
}

/// How frequent terms are, for scores: those of a union as frequent as the union.
pub struct Frequencies<'a> {
    searcher: &'a Searcher,
    of_unions: &'a FxHashMap<Term, u64>,
}

impl Bm25StatisticsProvider for Frequencies<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.of_unions.get(term) {
            // A report may have two stems of one word.
            Some(&together) => Ok(together.min(self.total_num_docs()?)),
            None => self.searcher.doc_freq(term),
        }
    }
}
