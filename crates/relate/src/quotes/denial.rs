//! Whether one of two quotations denies what the other says.

use rustc_hash::FxHashSet;

use super::print::Token;

/// Words between two that deny and do so together: `n'a ... personne`, `никто не`.
const TOGETHER: usize = 4;

/// A word that denies, with what it denies.
struct Denial {
    /// The words that say something right before and behind it in its clause.
    beside: Vec<u64>,
    /// All such words of its clause.
    clause: Vec<u64>,
}

/// What makes a word the same in both: its root, or its stem where it has none; of a small word, itself.
fn kernel(token: &Token) -> u64 {
    if token.is_telling() {
        token.root.unwrap_or(token.stem)
    } else {
        token.word
    }
}

fn denials(tokens: &[Token]) -> Vec<Denial> {
    let mut found: Vec<Denial> = Vec::new();
    let mut last: Option<usize> = None;
    let mut begin = 0;
    for clause in tokens.chunk_by(|_, next| !next.begins_clause()) {
        // A clause of small words alone is denied as well: "the worst has not passed".
        let is_small = !clause.iter().any(Token::is_telling);
        let telling = |token: &&Token| token.is_telling() || (is_small && !token.denies);
        for (at, _) in clause.iter().enumerate().filter(|(_, token)| token.denies) {
            // What denies may be an ending of the very word.
            let before = clause[..at].iter().rev().find(telling);
            let own = clause.get(at).filter(telling);
            let behind = clause[at + 1..].iter().find(telling);
            let beside = [before, own, behind].into_iter().flatten().map(kernel);
            match (last, found.last_mut()) {
                (Some(last), Some(denial)) if begin + at - last <= TOGETHER && last >= begin => {
                    denial.beside.extend(beside);
                }
                _ => found.push(Denial {
                    beside: beside.collect(),
                    clause: clause.iter().filter(telling).map(kernel).collect(),
                }),
            }
            last = Some(begin + at);
        }
        begin += clause.len();
    }
    found
}

/// Whether one denies what the other says, as far as their words show it.
pub(super) fn contradict(a: &[Token], b: &[Token]) -> bool {
    let (of_a, of_b) = (denials(a), denials(b));
    denies(&of_a, &of_b, b) || denies(&of_b, &of_a, a)
}

fn denies(these: &[Denial], those: &[Denial], other: &[Token]) -> bool {
    if these.is_empty() {
        return false;
    }
    let words: FxHashSet<u64> = other.iter().map(kernel).collect();
    let denied: FxHashSet<u64> = those
        .iter()
        .flat_map(|denial| &denial.beside)
        .copied()
        .collect();
    these.iter().any(|denial| {
        let is_denied_there = denial.beside.iter().any(|word| denied.contains(word));
        let is_said_there = denial.beside.iter().any(|word| words.contains(word));
        // A clause that the other leaves out says nothing.
        let clause_is_there = denial.clause.iter().any(|word| words.contains(word));
        !is_denied_there && (is_said_there || those.len() < these.len() && clause_is_there)
    })
}
