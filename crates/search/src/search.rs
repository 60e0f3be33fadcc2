//! Asking an index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use rustc_hash::FxHashMap;
use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Occur};
use tantivy::{
    DocAddress, DocId, Order as Direction, Score, Searcher, SegmentReader, TantivyError,
};

use crate::compile::{Compiler, all_of, range};
use crate::error::SearchError;
use crate::index::Index;
use crate::query::{Notice, Query};
use crate::schema::names;
use khabar_words::stem::primary;

/// How far into the hits one can go. Whoever wants the ten-thousandth hit wants another question.
pub const MAX_HITS: usize = 10_000;

const SECONDS_A_DAY: i64 = 86_400;

/// In which order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The most relevant first (BM25, headlines more). Without words to be relevant for, the newest first.
    #[default]
    Relevance,
    /// The last published first.
    Newest,
    /// The first published first.
    Oldest,
}

/// Which hits are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many.
    pub limit: usize,
    /// How many to leave out before. None come behind [`MAX_HITS`].
    pub offset: usize,
    /// Their order.
    pub order: Order,
    /// Whether to count all hits by outlet, language and day.
    pub facets: bool,
    /// What else must hold of them.
    pub filters: Filters,
}

impl Default for Options {
    /// The twenty most relevant.
    fn default() -> Self {
        Self {
            limit: 20,
            offset: 0,
            order: Order::default(),
            facets: false,
            filters: Filters::default(),
        }
    }
}

/// What must hold of a report besides what is asked for. Times are seconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// It is of one of these outlets; of any where there are none.
    pub sources: Vec<u64>,
    /// It is in one of these languages, as tags; in any where there are none.
    pub languages: Vec<String>,
    /// It was published at this time or later.
    pub from: Option<i64>,
    /// It was published before this time.
    pub before: Option<i64>,
    /// It was gathered at this time or later.
    pub gathered_from: Option<i64>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How many reports there are in all, exactly.
    pub total: u64,
    /// Those that were wanted, in order.
    pub hits: Vec<Hit>,
    /// How many there are by outlet, language and day, if that was wanted.
    pub facets: Option<Facets>,
    /// What could not be done as asked, beyond what [`Query::parse`] said.
    pub notices: Vec<Notice>,
    /// How long it took.
    pub took: Duration,
}

/// A report that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its number in the record.
    pub id: u64,
    /// How relevant it is, to be compared within one answer; `None` where the order is by time.
    pub score: Option<f32>,
}

/// How many hits there are of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By outlet, the most first.
    pub sources: Vec<(u64, u64)>,
    /// By language (a primary tag), the most first. Reports whose language is not known are in none.
    pub languages: Vec<(String, u64)>,
    /// By day of publication in UTC, in order, days without hits left out.
    pub days: Vec<(Date, u64)>,
}

impl Index {
    /// Finds what answers a question.
    ///
    /// # Errors
    /// [`SearchError::Corrupt`] where files of the index turn out to be damaged, [`SearchError::Io`] where they cannot be
    /// read.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Answer, SearchError> {
        let begun = Instant::now();
        let searcher = self.searcher();
        let found = catch_unwind(AssertUnwindSafe(|| self.run(&searcher, query, options)))
            .map_err(|panic| SearchError::from_panic(self.dir(), &*panic))?;
        let mut answer = found.map_err(|error| self.told(error))?;
        answer.took = begun.elapsed();
        tracing::debug!(total = answer.total, took = ?answer.took, "searched");
        Ok(answer)
    }

    fn run(
        &self,
        searcher: &Searcher,
        query: &Query,
        options: &Options,
    ) -> Result<Answer, TantivyError> {
        let order = match options.order {
            Order::Relevance if !query.has_words() => Order::Newest,
            order => order,
        };
        let mut compiler = Compiler::new(self.fields(), searcher, order == Order::Relevance)?;
        let tree = self.with_filters(&mut compiler, query, &options.filters)?;
        let frequencies = compiler.frequencies();
        let scoring = if order == Order::Relevance {
            EnableScoring::enabled_from_statistics_provider(&frequencies, searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        let weight = tree.weight(scoring)?;
        let counts = options.facets.then_some(Counting);
        // At least one is collected, since none cannot be.
        let offset = options.offset.min(MAX_HITS);
        let limit = options.limit.min(MAX_HITS - offset);
        let top = TopDocs::with_limit(limit.max(1)).and_offset(offset);
        let (total, facets, hits): (usize, _, Vec<(Option<f32>, DocAddress)>) = match order {
            Order::Relevance => {
                let (total, facets, hits) =
                    collect(searcher, &*weight, &(Count, counts, top.order_by_score()))?;
                (
                    total,
                    facets,
                    hits.into_iter()
                        .map(|(score, at)| (Some(score), at))
                        .collect(),
                )
            }
            Order::Newest | Order::Oldest => {
                let direction = if order == Order::Newest {
                    Direction::Desc
                } else {
                    Direction::Asc
                };
                let top = top.order_by_fast_field::<i64>(names::TIME, direction);
                let (total, facets, hits) = collect(searcher, &*weight, &(Count, counts, top))?;
                (
                    total,
                    facets,
                    hits.into_iter().map(|(_, at)| (None, at)).collect(),
                )
            }
        };
        let hits: Result<Vec<_>, TantivyError> = hits
            .into_iter()
            .take(limit)
            .map(|(score, at)| {
                let ids = searcher
                    .segment_reader(at.segment_ord)
                    .fast_fields()
                    .u64(names::ID)?;
                let id = ids.first(at.doc_id).ok_or_else(|| {
                    TantivyError::SchemaError("a report has no number".to_owned())
                })?;
                Ok(Hit { id, score })
            })
            .collect();
        Ok(Answer {
            total: total as u64,
            hits: hits?,
            facets,
            notices: compiler.notices,
            took: Duration::ZERO,
        })
    }

    fn with_filters(
        &self,
        compiler: &mut Compiler<'_>,
        query: &Query,
        filters: &Filters,
    ) -> Result<Box<dyn tantivy::query::Query>, TantivyError> {
        let mut clauses = vec![(Occur::Must, compiler.node(&query.root)?)];
        if !filters.sources.is_empty() {
            clauses.push((Occur::Must, compiler.sources(&filters.sources)));
        }
        if !filters.languages.is_empty() {
            let tags = filters.languages.iter().filter_map(|tag| primary(tag));
            clauses.push((Occur::Must, compiler.any_language(tags)));
        }
        if filters.from.is_some() || filters.before.is_some() {
            clauses.push((
                Occur::Must,
                range(self.fields().time, filters.from, filters.before),
            ));
        }
        if filters.gathered_from.is_some() {
            clauses.push((
                Occur::Must,
                range(self.fields().gathered, filters.gathered_from, None),
            ));
        }
        Ok(all_of(clauses))
    }
}

/// Runs over all parts of the index, one after the other: searches run beside each other, and one alone is fast enough.
fn collect<C: Collector>(
    searcher: &Searcher,
    weight: &dyn tantivy::query::Weight,
    collector: &C,
) -> Result<C::Fruit, TantivyError> {
    let mut fruits = Vec::with_capacity(searcher.segment_readers().len());
    for (ord, segment) in (0..).zip(searcher.segment_readers()) {
        fruits.push(collector.collect_segment(weight, ord, segment)?);
    }
    collector.merge_fruits(fruits)
}

/// Counts hits by outlet, language and day.
struct Counting;

/// The counts of one part of the index.
struct SegmentCounting {
    source: Column<u64>,
    time: Column<i64>,
    language: Option<StrColumn>,
    sources: FxHashMap<u64, u64>,
    days: FxHashMap<i64, u64>,
    languages: Vec<u64>,
}

/// Counts by outlet, language and day since 1970.
type Counts = (
    FxHashMap<u64, u64>,
    FxHashMap<String, u64>,
    FxHashMap<i64, u64>,
);

impl Collector for Counting {
    type Fruit = Facets;
    type Child = SegmentCounting;

    fn for_segment(&self, _: u32, segment: &SegmentReader) -> tantivy::Result<SegmentCounting> {
        let columns = segment.fast_fields();
        let language = columns.str(names::LANGUAGE)?;
        Ok(SegmentCounting {
            source: columns.u64(names::SOURCE)?,
            time: columns.i64(names::TIME)?,
            sources: FxHashMap::default(),
            days: FxHashMap::default(),
            languages: vec![0; language.as_ref().map_or(0, |column| column.num_terms())],
            language,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, counts: Vec<Counts>) -> tantivy::Result<Facets> {
        let mut all = Counts::default();
        for (sources, languages, days) in counts {
            for (key, count) in sources {
                *all.0.entry(key).or_default() += count;
            }
            for (key, count) in languages {
                *all.1.entry(key).or_default() += count;
            }
            for (key, count) in days {
                *all.2.entry(key).or_default() += count;
            }
        }
        let mut facets = Facets {
            sources: all.0.into_iter().collect(),
            languages: all.1.into_iter().collect(),
            days: all
                .2
                .into_iter()
                .filter_map(|(day, count)| {
                    let begin = Timestamp::from_second(day.checked_mul(SECONDS_A_DAY)?).ok()?;
                    Some((Offset::UTC.to_datetime(begin).date(), count))
                })
                .collect(),
        };
        facets
            .sources
            .sort_unstable_by(|(a, many), (b, few)| few.cmp(many).then(a.cmp(b)));
        facets
            .languages
            .sort_unstable_by(|(a, many), (b, few)| few.cmp(many).then(a.cmp(b)));
        facets.days.sort_unstable();
        Ok(facets)
    }
}

impl SegmentCollector for SegmentCounting {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(source) = self.source.first(doc) {
            *self.sources.entry(source).or_default() += 1;
        }
        if let Some(time) = self.time.first(doc) {
            *self.days.entry(time.div_euclid(SECONDS_A_DAY)).or_default() += 1;
        }
        let language = self
            .language
            .as_ref()
            .and_then(|column| column.ords().first(doc));
        if let Some(count) = language.and_then(|ord| self.languages.get_mut(ord as usize)) {
            *count += 1;
        }
    }

    fn harvest(self) -> Counts {
        let mut languages = FxHashMap::default();
        if let Some(column) = &self.language {
            for (ord, count) in (0..).zip(self.languages).filter(|&(_, count)| count > 0) {
                let mut tag = String::new();
                if column.ord_to_str(ord, &mut tag).unwrap_or(false) {
                    languages.insert(tag, count);
                }
            }
        }
        (self.sources, languages, self.days)
    }
}
