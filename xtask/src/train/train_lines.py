"""Trains the judge of lines from the examples that `cargo xtask train --dumps` lays out.

    train_lines.py EXAMPLES_DIR WEIGHTS_DIR

Writes WEIGHTS_DIR/dump.bin (trained on everything) and WEIGHTS_DIR/dump-folds/K.bin (trained without the sites of
fold K), and prints figures out of fold.  Three steps: a logistic regression gives every telling word a weight; a first
forest weighs the sums of those with all other features; two more see the first's probabilities of the lines
around, one for the body, one for the headline.  What each step learns from is itself out of fold.
"""
import json
import struct
import sys
from itertools import combinations
from pathlib import Path

import lightgbm as lgb
import numpy as np
from scipy.signal import lfilter
from sklearn.linear_model import SGDClassifier

from train import FOLDS, UNIT, keep, matrix, nodes, vocabulary

MAGIC = b"khabar-lines-1\n"
WORD_PAGES, FADE = 15, 0.8
NEIGHBOURS, WINDOWS = (-4, -3, -2, -1, 1, 2, 3, 4), (5, 12, 30)
MORE_COLUMNS = 1 + len(NEIGHBOURS) + 2 * len(WINDOWS) + 4
TREES = dict(
    objective="binary", learning_rate=0.1, num_leaves=31, min_data_in_leaf=60, feature_fraction=0.3,
    bagging_fraction=0.3, bagging_freq=1, max_bin=63, lambda_l2=5, verbose=-1, seed=1, deterministic=True,
    force_row_wise=True, num_threads=2,
)
FIRST_ROUNDS, SECOND_ROUNDS, HEADLINE_ROUNDS = 70, 120, 50
# Reports are what dumps are mostly of; other kinds of page are there to learn what clutter is.
OTHER_KINDS = 0.3
RESHAPED = 0.5
LEFTOVER_HEADLINES = 0.3


class Examples:
    """The arrays of labelled lines; one entry a line unless said otherwise."""

    def __init__(self, folder):
        def array(name, kind):
            return np.fromfile(folder / name, kind)

        self.pages = [json.loads(line) for line in open(folder / "pages.jsonl", encoding="utf-8")]
        self.columns = json.loads((folder / "columns.json").read_text())
        self.labels = array("labels.u8", np.uint8).astype(np.float32)
        self.headline = array("headline.u8", np.uint8).astype(np.float32)
        self.words = array("words.u32", np.uint32).astype(np.float32)
        self.features = array("features.f32", np.float32).reshape(-1, len(self.columns))
        self.page = np.zeros(len(self.labels), np.int32)
        for at, page in enumerate(self.pages):
            self.page[page["from"]:page["to"]] = at
        self.fold = np.array([p["fold"] for p in self.pages], np.int8)[self.page]
        gold = np.array([max(p["gold_words"], 60) for p in self.pages], np.float32)
        value = np.array([(1.0 if p["kind"] == "article" else OTHER_KINDS) * (1.0 if p["as_is"] else RESHAPED)
                          for p in self.pages], np.float32)
        # A line counts by the root of its share of the page's words: what F1 over words counts, dampened.
        self.weight = np.sqrt(np.maximum(self.words, 1) / gold[self.page]) * array("sure.f32", np.float32)
        self.weight *= value[self.page]
        # What another extractor left mostly begins with its headline: little is to be learnt from it.
        headed = [(p["kind"] == "article") * (LEFTOVER_HEADLINES if p["set"] == "leftover" else 1) for p in self.pages]
        self.headline_weight = value[self.page] * np.array(headed, np.float32)[self.page]
        hashes, starts = array("lexical.u32", np.uint32), array("lexical.starts.u64", np.uint64).astype(np.int64)
        self.vocabulary = vocabulary(hashes, starts, self.page, WORD_PAGES)
        self.telling = matrix(hashes, starts, self.vocabulary)

    def fit_words(self, mask):
        mask = np.nonzero(mask & (self.weight > 0))[0]
        model = SGDClassifier(loss="log_loss", alpha=1e-4, max_iter=3, tol=None, average=True, random_state=1)
        weight = self.weight[mask]
        model.fit(self.telling[mask], self.labels[mask], sample_weight=weight / weight.mean())
        # As stored, so that what is learnt from is what is read.
        return (np.clip(np.round(model.coef_[0] / UNIT), -32768, 32767) * UNIT).astype(np.float32)


def each_page(examples, mask):
    for page in examples.pages:
        if mask[page["from"]:page["from"] + 1].any():
            yield slice(page["from"], page["to"])


def fill_words(examples, rows, weights, mask):
    """The columns of words of the lines of `mask`, as `fill_words` in judge.rs."""
    first = examples.columns.index("lexical")
    sums = examples.telling @ weights
    for page in each_page(examples, mask):
        own = sums[page]
        # Each line on counts FADE of the one before.
        behind = np.concatenate([[0], lfilter([FADE], [1, -FADE], own)[:-1]])
        ahead = np.concatenate([lfilter([FADE], [1, -FADE], own[::-1])[-2::-1], [0]])
        out = rows[page]
        out[:, first] = own
        out[1:, first + 1], out[:1, first + 1] = own[:-1], 0
        out[:-1, first + 2], out[-1:, first + 2] = own[1:], 0
        out[:, first + 3], out[:, first + 4] = behind, ahead


def second_rows(examples, rows, judged):
    """The rows with what the first judgement says of the lines around, as `second_rows` in judge.rs."""
    width = rows.shape[1]
    out = np.zeros((len(rows), width + MORE_COLUMNS), np.float32)
    out[:, :width] = rows
    for page in each_page(examples, np.ones(len(rows), bool)):
        p, lengths = judged[page].astype(np.float32), examples.words[page]
        count = len(p)
        sums, words = np.concatenate([[0], np.cumsum(p)]), np.concatenate([[0], np.cumsum(p * lengths)])
        total = max(words[-1], 1.0)
        at = np.arange(count)
        columns = [p]
        for step in NEIGHBOURS:
            there = (at + step >= 0) & (at + step < count)
            columns.append(np.where(there, p[np.clip(at + step, 0, count - 1)], -1))
        for window in WINDOWS:
            from_, to = np.maximum(at - window, 0), np.minimum(at + 1 + window, count)
            columns.append((sums[at] - sums[from_]) / np.maximum(at - from_, 1))
            columns.append((sums[to] - sums[at + 1]) / np.maximum(to - at - 1, 1))
        columns += [words[at] / total, (words[-1] - words[at + 1]) / total, np.full(count, np.log(1 + total)),
                    p * lengths / total]
        out[page, width:] = np.stack(columns, 1)
    return out


def grow(rows, labels, weight, rounds):
    known = weight > 0
    data = lgb.Dataset(rows[known], labels[known], weight=weight[known] / weight[known].mean())
    return lgb.train(TREES, data, rounds)


def save(path, examples, weights, forests):
    out = bytearray(MAGIC + struct.pack("<I", len(examples.columns)))
    whole = np.round(weights / UNIT).astype(int)
    kept = [(h, v) for h, v in zip(examples.vocabulary, whole) if v]
    out += struct.pack("<I", len(kept)) + b"".join(struct.pack("<Ih", h, v) for h, v in kept)
    for forest in forests:
        trees = [nodes(tree["tree_structure"]) for tree in forest.dump_model()["tree_info"]]
        out += struct.pack("<I", len(trees))
        for tree in trees:
            out += struct.pack("<I", len(tree)) + b"".join(struct.pack("<HHf", *node) for node in tree)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out)
    print(f"{path}: {len(out)} bytes", flush=True)


def figures(examples, name, probability, headline=None):
    """Mean word F1 a kind of dump, by the labels: an estimate; `cargo xtask score` measures."""
    scores = {}
    for page in examples.pages:
        lines = slice(page["from"], page["to"])
        if page["gold_words"] and page["to"] > page["from"] and page["as_is"]:
            words, labels = examples.words[lines], examples.labels[lines]
            kept = keep(probability[lines], words)
            f1 = 2 * (words * labels * kept).sum() / ((words * kept).sum() + page["gold_words"])
            kind = page["set"] if page["kind"] == "article" else "  other kinds"
            scores.setdefault(kind, []).append(f1)
            if headline is not None and page["kind"] == "article":
                right = examples.headline[lines][headline[lines].argmax()]
                scores.setdefault("  headline of " + page["set"], []).append(right)
    for kind, values in sorted(scores.items()):
        print(f"{name:<10}{kind:<24}{np.mean(values):.4f}  {len(values)} pages", flush=True)


def main(examples_dir, weights_dir):
    examples = Examples(examples_dir)
    fold = examples.fold
    folds = range(FOLDS)

    def outside(*held):
        return ~np.isin(fold, held)

    words = {held: examples.fit_words(outside(*held)) for n in (1, 2, 3) for held in combinations(folds, n)}

    def told(held):
        """Rows whose columns of words are of weights that saw neither `held` nor the row's own fold."""
        rows = examples.features.copy()
        for other in folds:
            fill_words(examples, rows, words[tuple(sorted({*held, other}))], fold == other)
        return rows

    first = {}
    judged = {}
    for held in [(), *[h for n in (1, 2) for h in combinations(folds, n)]]:
        rows = told(held)
        mask = outside(*held)
        first[held] = grow(rows[mask], examples.labels[mask], examples.weight[mask], FIRST_ROUNDS)
        # Folds held out are judged by this forest.
        judged[held] = {k: first[held].predict(rows[fold == k], num_threads=2) for k in held}
        print("first without", held, flush=True)
    probability, headline = np.zeros(len(fold), np.float32), np.zeros(len(fold), np.float32)
    for held in [*[(k,) for k in folds], ()]:
        rows = told(held)
        seen = np.zeros(len(fold), np.float32)
        for other in folds:
            seen[fold == other] = judged[tuple(sorted({*held, other}))][other]
        mask = outside(*held)
        rows = second_rows(examples, rows, seen)
        second = grow(rows[mask], examples.labels[mask], examples.weight[mask], SECOND_ROUNDS)
        third = grow(rows[mask], examples.headline[mask], examples.headline_weight[mask], HEADLINE_ROUNDS)
        for k in held:
            probability[fold == k] = second.predict(rows[fold == k], num_threads=2)
            headline[fold == k] = third.predict(rows[fold == k], num_threads=2)
        if held:
            save(weights_dir / "dump-folds" / f"{held[0]}.bin", examples, words[held], [first[held], second, third])
        else:
            weights = examples.fit_words(np.ones(len(fold), bool))
            save(weights_dir / "dump.bin", examples, weights, [first[()], second, third])
    alone = np.zeros(len(fold), np.float32)
    for k in folds:
        alone[fold == k] = judged[(k,)][k]
    figures(examples, "first", alone)
    figures(examples, "second", probability, headline)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
