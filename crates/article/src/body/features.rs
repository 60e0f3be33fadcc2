//! What is known of each block before it is judged: one row of numbers a block.
//!
//! The judge was trained on these columns in this order; a column added, dropped or redefined asks for new weights.
//! Columns are of four kinds: what the block holds, where it stands, what stands around it, and what the page is.

mod landmarks;
mod makes;

use khabar_page::Tag;
use rustc_hash::FxHashMap;

use super::blocks::{Blocks, TextBlock, Within};
use super::clues::{Clues, triple};
use super::vocabulary::{Vocabulary, Word};
use super::words::{BlockWords, PageWords};
use crate::explain::Group;
use landmarks::Nearest;
use makes::make_of;

macro_rules! columns {
    ($($name:ident),* $(,)?) => {
        #[allow(non_camel_case_types, dead_code, reason = "the columns' names; the judge fills the last ones in")]
        #[derive(Clone, Copy)]
        enum Column { $($name),* }

        /// Names of the columns, in order.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

columns! {
    // What the block holds.
    chars, words, link_density, links, word_length, upper, digits, marks, commas, stops, breaks, strong, all_link,
    first_char, last_char, last_mark, copyright, pipes, ats, after_breaks, time_like,
    in_title, of_title, in_description, declared, repeated_before, repeated_after, common_words,
    // Where it stands.
    tag, level, depth, within_article, within_main, within_aside, within_nav, within_footer, within_header,
    within_form, within_figure, within_figcaption, within_table, within_list, within_section, within_quote,
    within_pre, within_hidden, within_link, within_other,
    index, index_from_end, place, chars_before, chars_after, after_h1, from_h1, after_title, from_title,
    from_heading, from_long_before, to_long_after, between_long,
    // What stands around it.
    parent1_tag, parent1_blocks, parent1_chars, parent1_link_density, parent1_long, parent1_place,
    parent2_blocks, parent2_chars, parent2_link_density, parent2_long, parent2_share,
    parent3_blocks, parent3_chars, parent3_link_density, parent3_long, parent3_share,
    parent5_link_density, parent5_share,
    top_inside, top_levels, top_share,
    same_path, same_path_words, same_path_link_density, same_path_long,
    before1_words, before1_link_density, before1_tag, before1_sibling,
    before2_words, before2_link_density,
    after1_words, after1_link_density, after1_tag, after1_sibling,
    after2_words, after2_link_density,
    run_long, run_short,
    // What the page is.
    page_blocks, page_chars, page_link_density, page_long_share, page_top_share, page_types, page_og_article,
    page_declared, page_articles, page_headings, page_cells, page_items, page_mean_words,
    // How it is called: filled in by the judge's own table of names.
    near_sum, near_low, near_high, far_sum, far_low, far_high, inner, lexical,
}

/// The columns by what they tell of, for [`crate::explain()`]: every column is in one group.
pub(crate) const GROUPS: &[Group] = &[
    Group::typical("length", "chars words word_length breaks stops"),
    Group::typical(
        "characters",
        "upper digits marks commas first_char last_char last_mark copyright pipes ats time_like",
    ),
    Group::typical("links", "link_density links all_link within_link"),
    Group::typical("its element", "tag level strong after_breaks"),
    Group::typical(
        "elements around",
        "depth within_article within_main within_aside within_nav within_footer within_header within_form \
         within_figure within_figcaption within_table within_list within_section within_quote within_pre \
         within_hidden within_other parent1_tag",
    ),
    Group::typical(
        "title, description",
        "in_title of_title in_description after_h1 from_h1 after_title from_title",
    ),
    Group::typical("declared body", "declared"),
    Group::typical("repetition", "repeated_before repeated_after common_words"),
    Group::typical(
        "position",
        "index index_from_end place chars_before chars_after from_heading",
    ),
    Group::typical(
        "neighbours",
        "from_long_before to_long_after between_long before1_words before1_link_density before1_tag \
         before1_sibling before2_words before2_link_density after1_words after1_link_density after1_tag \
         after1_sibling after2_words after2_link_density run_long run_short",
    ),
    Group::typical(
        "boxes around",
        "parent1_blocks parent1_chars parent1_link_density parent1_long parent1_place parent2_blocks parent2_chars \
         parent2_link_density parent2_long parent2_share parent3_blocks parent3_chars parent3_link_density \
         parent3_long parent3_share parent5_link_density parent5_share top_inside top_levels top_share",
    ),
    Group::typical(
        "blocks of its make",
        "same_path same_path_words same_path_link_density same_path_long",
    ),
    // What a page is usually like: medians over the measuring pages.
    Group::usual(
        "page as a whole",
        "page_blocks page_chars page_link_density page_long_share page_top_share page_types page_og_article \
         page_declared page_articles page_headings page_cells page_items page_mean_words",
        &[
            5.3, 9.3, 0.21, 0.63, 0.83, 0.0, 1.0, 0.0, 1.0, 16.0, 0.0, 4.4, 8.3,
        ],
    ),
    Group::emptied(
        "names",
        "near_sum near_low near_high far_sum far_low far_high inner",
    ),
    Group::emptied("words", "lexical"),
];

/// How many columns there are.
pub const COLUMNS: usize = NAMES.len();
/// First of the columns that the judge fills in from its table of names.
pub const NAME_COLUMNS: usize = Column::near_sum as usize;

/// A block counts as running text from this many words on, if few of them are links.
const LONG: usize = 15;

/// Rows of numbers, one a block.
#[derive(Debug, Default)]
pub struct Features {
    /// The rows, one after the other, [`COLUMNS`] numbers each.
    pub rows: Vec<f32>,
}

/// Sums over all blocks before each, so that any range costs two look-ups.
struct Sums {
    chars: Vec<u32>,
    link_chars: Vec<u32>,
    /// Words in blocks of running text.
    long: Vec<u32>,
}

impl Sums {
    fn of(page: &Blocks, long: &[bool], words: &PageWords) -> Self {
        let mut sums = Self {
            chars: vec![0],
            link_chars: vec![0],
            long: vec![0],
        };
        let (mut chars, mut links, mut run) = (0, 0, 0);
        for (i, block) in page.blocks.iter().enumerate() {
            chars += block.chars;
            links += block.link_chars;
            run += if long[i] {
                words.of_block(i).len() as u32
            } else {
                0
            };
            sums.chars.push(chars);
            sums.link_chars.push(links);
            sums.long.push(run);
        }
        sums
    }

    fn over(sums: &[u32], (from, to): (u32, u32)) -> f32 {
        (sums[to as usize] - sums[from as usize]) as f32
    }
}

/// Reads the features of all blocks of a page. `names` are hashes of each container's own names, to tell blocks of one
/// make.
#[allow(
    clippy::too_many_lines,
    reason = "one statement a column, in the columns' order"
)]
pub fn read(page: &Blocks, words: &PageWords, clues: &Clues, names: &[u32]) -> Features {
    let count = page.blocks.len();
    let mut out = Features {
        rows: vec![0.0; count * COLUMNS],
    };
    if count == 0 {
        return out;
    }
    let long: Vec<bool> = (0..count)
        .map(|i| {
            words.of_block(i).len() >= LONG && page.blocks[i].link_chars * 3 < page.blocks[i].chars
        })
        .collect();
    let sums = Sums::of(page, &long, words);
    let total_chars = Sums::over(&sums.chars, (0, count as u32)).max(1.0);
    let total_long = Sums::over(&sums.long, (0, count as u32));
    let top = top_container(page, &long, words);
    let top_long = Sums::over(&sums.long, page.containers[top].blocks);
    let makes = makes::gather(page, words, &long, names);
    let repeats = repeats(page, words);
    let vocabulary = Vocabulary::of(words, clues);
    let nearest = Nearest::of(page, words, clues, &vocabulary, &long);
    let log_words: Vec<f32> = (0..count)
        .map(|i| log(words.of_block(i).len() as f32))
        .collect();
    let tags = |wanted: &[Tag]| {
        page.containers
            .iter()
            .filter(|c| wanted.contains(&c.tag))
            .count() as f32
    };
    let page_row = [
        (Column::page_blocks, log(count as f32)),
        (Column::page_chars, log(total_chars)),
        (
            Column::page_link_density,
            Sums::over(&sums.link_chars, (0, count as u32)) / total_chars,
        ),
        (
            Column::page_long_share,
            total_long / words.words.len().max(1) as f32,
        ),
        (Column::page_top_share, top_long / total_long.max(1.0)),
        (Column::page_types, clues.types as f32),
        (
            Column::page_og_article,
            f32::from(u8::from(clues.og_article)),
        ),
        (Column::page_declared, log(clues.declared_body.len() as f32)),
        (Column::page_articles, tags(&[Tag::ARTICLE])),
        (Column::page_headings, tags(&[Tag::H2, Tag::H3, Tag::H4])),
        (Column::page_cells, log(tags(&[Tag::TD, Tag::TH]))),
        (Column::page_items, log(tags(&[Tag::LI]))),
        (
            Column::page_mean_words,
            words.words.len() as f32 / count as f32,
        ),
    ];
    for (i, block) in page.blocks.iter().enumerate() {
        let row = &mut out.rows[i * COLUMNS..(i + 1) * COLUMNS];
        let mut set = |column: Column, value: f32| row[column as usize] = value;
        let own = &words.blocks[i];
        let own_words = words.of_block(i);
        holds(&mut set, page, block, own, own_words, clues);
        set(Column::repeated_before, repeats[i].0);
        set(Column::repeated_after, repeats[i].1);
        said(
            &mut set,
            vocabulary.of_block(words, i),
            clues.headline.len(),
        );
        stands(&mut set, page, block);
        let place = sums.chars[i] as f32 / total_chars;
        set(Column::index, i as f32);
        set(Column::index_from_end, (count - i) as f32);
        set(Column::place, place);
        set(Column::chars_before, log(sums.chars[i] as f32));
        set(
            Column::chars_after,
            log(total_chars - sums.chars[i + 1] as f32),
        );
        nearest.set(&mut set, i);

        let parent_of = |c: usize| page.containers[c].parent as usize;
        let mut around = [block.container as usize; 6];
        for level in 1..around.len() {
            around[level] = parent_of(around[level - 1]);
        }
        let range = |level: usize| page.containers[around[level]].blocks;
        let density = |blocks| {
            Sums::over(&sums.link_chars, blocks) / Sums::over(&sums.chars, blocks).max(1.0)
        };
        let length = |(from, to): (u32, u32)| (to - from) as f32;
        let long_in = |blocks| Sums::over(&sums.long, blocks);
        set(
            Column::parent1_tag,
            if around[1] == around[0] {
                0.0
            } else {
                page.containers[around[1]].tag.index() as f32
            },
        );
        let (one, two, three, five) = (range(1), range(2), range(3), range(5));
        set(Column::parent1_blocks, log(length(one)));
        set(Column::parent1_chars, log(Sums::over(&sums.chars, one)));
        set(Column::parent1_link_density, density(one));
        set(Column::parent1_long, log(long_in(one)));
        set(
            Column::parent1_place,
            (i as f32 - one.0 as f32) / length(one).max(1.0),
        );
        set(Column::parent2_blocks, log(length(two)));
        set(Column::parent2_chars, log(Sums::over(&sums.chars, two)));
        set(Column::parent2_link_density, density(two));
        set(Column::parent2_long, log(long_in(two)));
        set(Column::parent2_share, long_in(two) / total_long.max(1.0));
        set(Column::parent3_blocks, log(length(three)));
        set(Column::parent3_chars, log(Sums::over(&sums.chars, three)));
        set(Column::parent3_link_density, density(three));
        set(Column::parent3_long, log(long_in(three)));
        set(Column::parent3_share, long_in(three) / total_long.max(1.0));
        set(Column::parent5_link_density, density(five));
        set(Column::parent5_share, long_in(five) / total_long.max(1.0));

        let (from, to) = page.containers[top].blocks;
        let inside = (from..to).contains(&(i as u32));
        set(Column::top_inside, f32::from(u8::from(inside)));
        let shared = page
            .around(block)
            .find(|(_, c)| c.blocks.0 <= from && c.blocks.1 >= to);
        let levels = shared.map_or(99.0, |(_, c)| {
            f32::from(page.containers[top].depth) - f32::from(c.depth)
        });
        set(
            Column::top_levels,
            if inside {
                f32::from(page.containers[top].depth)
                    - f32::from(page.containers[block.container as usize].depth)
            } else {
                levels
            },
        );
        set(
            Column::top_share,
            shared.map_or(0.0, |(_, c)| top_long / long_in(c.blocks).max(1.0)),
        );

        if let Some(make) = makes.get(&make_of(page, block, names)) {
            set(Column::same_path, log(make.blocks as f32));
            set(
                Column::same_path_words,
                log(make.words as f32 / make.blocks as f32),
            );
            set(
                Column::same_path_link_density,
                make.link_chars as f32 / make.chars.max(1) as f32,
            );
            set(
                Column::same_path_long,
                make.long as f32 / make.blocks as f32,
            );
        }
        let parent = |b: &TextBlock| page.containers[b.container as usize].parent;
        let neighbour = |at: Option<usize>| at.and_then(|at| page.blocks.get(at).map(|b| (at, b)));
        let tag = |b: &TextBlock| page.containers[b.container as usize].tag.index() as f32;
        let link_density = |b: &TextBlock| b.link_chars as f32 / b.chars.max(1) as f32;
        for (at, words_column, links_column) in [
            (
                i.checked_sub(1),
                Column::before1_words,
                Column::before1_link_density,
            ),
            (
                i.checked_sub(2),
                Column::before2_words,
                Column::before2_link_density,
            ),
            (
                Some(i + 1),
                Column::after1_words,
                Column::after1_link_density,
            ),
            (
                Some(i + 2),
                Column::after2_words,
                Column::after2_link_density,
            ),
        ] {
            let (there, links) =
                neighbour(at).map_or((-1.0, -1.0), |(at, b)| (log_words[at], link_density(b)));
            set(words_column, there);
            set(links_column, links);
        }
        for (at, tag_column, sibling) in [
            (
                i.checked_sub(1),
                Column::before1_tag,
                Column::before1_sibling,
            ),
            (Some(i + 1), Column::after1_tag, Column::after1_sibling),
        ] {
            if let Some((_, b)) = neighbour(at) {
                set(tag_column, tag(b));
                set(sibling, f32::from(u8::from(parent(b) == parent(block))));
            }
        }
        for (column, value) in page_row {
            set(column, value);
        }
    }
    out
}

fn log(value: f32) -> f32 {
    (1.0 + value.max(0.0)).ln()
}

fn mean(values: impl ExactSizeIterator<Item = f32>) -> f32 {
    let count = values.len().max(1) as f32;
    values.sum::<f32>() / count
}

/// Columns of what the block holds.
fn holds(
    set: &mut impl FnMut(Column, f32),
    page: &Blocks,
    block: &TextBlock,
    own: &BlockWords,
    words: &[u32],
    clues: &Clues,
) {
    let text = page.text(block);
    let chars = block.chars.max(1) as f32;
    let count = words.len() as f32;
    set(Column::chars, log(chars));
    set(Column::words, log(count));
    set(Column::link_density, block.link_chars as f32 / chars);
    set(Column::links, f32::from(block.links));
    set(Column::word_length, chars / count.max(1.0));
    set(Column::upper, own.upper as f32 / chars);
    set(Column::digits, own.digits as f32 / chars);
    set(Column::marks, own.marks as f32 / chars);
    set(Column::commas, own.commas as f32 / count.max(1.0));
    set(Column::stops, own.stops as f32);
    set(Column::breaks, f32::from(block.breaks));
    set(Column::strong, block.strong_chars as f32 / chars);
    set(
        Column::all_link,
        f32::from(u8::from(block.link_chars * 10 >= block.chars * 9)),
    );
    set(Column::first_char, kind_of(own.ends.0));
    set(Column::last_char, kind_of(own.ends.1));
    set(Column::last_mark, last_mark(own.ends.1));
    let bytes = text.as_bytes();
    set(Column::copyright, f32::from(u8::from(text.contains('©'))));
    set(Column::pipes, text.matches('|').count() as f32);
    set(Column::ats, text.matches('@').count() as f32);
    set(
        Column::after_breaks,
        f32::from(u8::from(block.after_breaks)),
    );
    let time = text.match_indices(':').any(|(colon, _)| {
        let hour = bytes[..colon].last().is_some_and(u8::is_ascii_digit);
        let minutes = bytes.get(colon + 1..colon + 3);
        hour && minutes.is_some_and(|m| m.iter().all(u8::is_ascii_digit))
    });
    set(Column::time_like, f32::from(u8::from(time)));
    let declared = if clues.declared_body.is_empty() || words.len() < 3 {
        -1.0
    } else {
        mean(
            words
                .windows(3)
                .map(|w| f32::from(u8::from(clues.declared_body.contains(&triple(w))))),
        )
    };
    set(Column::declared, declared);
}

/// Columns of where else the page says the words of the block, which is of `headline` words.
fn said<'w>(
    set: &mut impl FnMut(Column, f32),
    words: impl ExactSizeIterator<Item = &'w Word>,
    headline: usize,
) {
    let count = words.len().max(1) as f32;
    let (mut in_title, mut in_description, mut in_headline, mut common) =
        (0_u32, 0_u32, 0_u64, 0.0);
    for word in words {
        in_title += u32::from(word.in_title);
        in_description += u32::from(word.in_description);
        in_headline |= word.in_headline;
        common += word.common;
    }
    set(Column::in_title, in_title as f32 / count);
    set(Column::in_description, in_description as f32 / count);
    set(
        Column::of_title,
        in_headline.count_ones() as f32 / headline.max(1) as f32,
    );
    set(Column::common_words, common / count);
}

/// Columns of where the block stands.
fn stands(set: &mut impl FnMut(Column, f32), page: &Blocks, block: &TextBlock) {
    let container = &page.containers[block.container as usize];
    set(Column::tag, container.tag.index() as f32);
    set(
        Column::level,
        f32::from(container.tag.heading_level().unwrap_or(0)),
    );
    set(Column::depth, f32::from(container.depth));
    let within = container.within;
    for (column, inside) in [
        (Column::within_article, within.has(Tag::ARTICLE)),
        (Column::within_main, within.has(Tag::MAIN)),
        (Column::within_aside, within.has(Tag::ASIDE)),
        (Column::within_nav, within.has(Tag::NAV)),
        (Column::within_footer, within.has(Tag::FOOTER)),
        (Column::within_header, within.has(Tag::HEADER)),
        (Column::within_form, within.has(Tag::FORM)),
        (Column::within_figure, within.has(Tag::FIGURE)),
        (Column::within_figcaption, within.has(Tag::FIGCAPTION)),
        (Column::within_table, within.has(Tag::TABLE)),
        (
            Column::within_list,
            within.has(Tag::UL) || within.has(Tag::OL),
        ),
        (Column::within_section, within.has(Tag::SECTION)),
        (Column::within_quote, within.has(Tag::BLOCKQUOTE)),
        (Column::within_pre, within.has(Tag::PRE)),
        (Column::within_hidden, within.hidden()),
        (Column::within_link, within.0 & Within::LINK != 0),
        (
            Column::within_other,
            [
                Tag::BUTTON,
                Tag::DIALOG,
                Tag::DETAILS,
                Tag::ADDRESS,
                Tag::DL,
            ]
            .iter()
            .any(|&t| within.has(t)),
        ),
    ] {
        set(column, f32::from(u8::from(inside)));
    }
}

/// Classes of a first or last character.
fn kind_of(c: char) -> f32 {
    match c {
        c if c.is_uppercase() => 1.0,
        c if c.is_lowercase() => 2.0,
        c if c.is_numeric() => 3.0,
        c if c.is_alphabetic() => 4.0,
        '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '「' | '」' | '(' | ')' => {
            5.0
        }
        '-' | '–' | '—' | '•' | '·' | '*' | '→' | '›' | '▸' => 6.0,
        _ => 7.0,
    }
}

fn last_mark(c: char) -> f32 {
    match c {
        '.' | '。' | '۔' | '।' => 1.0,
        '!' | '?' | '؟' | '！' | '？' => 2.0,
        ':' | '：' => 3.0,
        '…' => 4.0,
        ',' | ';' | '،' | '，' => 5.0,
        '"' | '”' | '“' | '»' | '’' | '」' | ')' => 6.0,
        _ => 0.0,
    }
}

/// The container that holds most running text of its own: paragraphs right below it count whole, one level deeper half.
fn top_container(page: &Blocks, long: &[bool], words: &PageWords) -> usize {
    let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
    for (i, block) in page.blocks.iter().enumerate().filter(|(i, _)| long[*i]) {
        let count = words.of_block(i).len() as f32;
        for (level, (container, _)) in page.around(block).skip(1).take(3).enumerate() {
            *scores.entry(container).or_default() += count / (1 << level) as f32;
        }
    }
    // Of equals the first, so that the choice does not hang on the order of a hash table.
    scores
        .into_iter()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .map_or(0, |(c, _)| c as usize)
}

/// How often the same text stands before and after each block.
fn repeats(page: &Blocks, words: &PageWords) -> Vec<(f32, f32)> {
    let keys: Vec<u32> = (0..page.blocks.len())
        .map(|i| {
            words.of_block(i).iter().fold(7, |hash: u32, &w| {
                hash.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ w
            })
        })
        .collect();
    let mut totals: FxHashMap<u32, u32> = FxHashMap::default();
    for &key in &keys {
        *totals.entry(key).or_default() += 1;
    }
    let mut seen: FxHashMap<u32, u32> = FxHashMap::default();
    keys.iter()
        .map(|key| {
            let before = seen.entry(*key).or_default();
            *before += 1;
            ((*before - 1) as f32, (totals[key] - *before) as f32)
        })
        .collect()
}
