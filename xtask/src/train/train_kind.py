"""Trains the classifier of pages from what `cargo xtask train --kinds` lays out.

    train_kind.py EXAMPLES_DIR WEIGHTS_DIR

Writes WEIGHTS_DIR/kind.bin (trained on everything) and WEIGHTS_DIR/kind-folds/K.bin (trained without the sites of fold
K), and prints how often the likeliest kind is right, out of fold.  Two steps, as with the judge of blocks: a logistic
regression gives every name a weight a kind; one forest a kind weighs the sums of those with the numbers.  What the
forests learn from is itself out of fold.
"""
import json
import struct
import sys
from itertools import combinations
from pathlib import Path

import lightgbm as lgb
import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from train import nodes

MAGIC = b"khabar-kind-1\n"
UNIT = 1 / 64
FOLDS = 5
# A name has to stand on that many pages to be weighed.
NAME_PAGES = 10
MOST_NAMES = 6000
STRENGTH = 0.02
TREES = dict(
    objective="binary", learning_rate=0.06, num_leaves=10, min_data_in_leaf=12, feature_fraction=0.4,
    bagging_fraction=0.7, bagging_freq=1, lambda_l2=10, verbose=-1, seed=1, deterministic=True, force_row_wise=True,
    num_threads=2,
)
ROUNDS = 70
# News is what is read most, and what must not be taken for something else; the pages of segments-dev are not labelled.
SET_WEIGHT = {"news-dev": 2.0, "arabic-dev": 3.0, "segments-dev": 0.4}


class Pages:
    def __init__(self, folder):
        about = json.loads((folder / "about.json").read_text())
        self.columns, self.kinds = about["numbers"], about["kinds"]
        pages = [json.loads(line) for line in open(folder / "pages.jsonl", encoding="utf-8")]
        self.set = np.array([p["set"] for p in pages])
        self.kind = np.array([self.kinds.index(p["kind"]) for p in pages])
        self.fold = np.array([p["fold"] for p in pages])
        self.weight = np.array([SET_WEIGHT.get(s, 1.0) for s in self.set])
        self.numbers = np.array([p["numbers"] for p in pages], np.float32)
        names = [np.array(p["names"], np.uint32) for p in pages]
        hashes, counts = np.unique(np.concatenate(names), return_counts=True)
        # Names on every page tell nothing, and the commonest of the rest tell most.
        known = (counts >= NAME_PAGES) & (counts < 0.9 * len(pages))
        if known.sum() > MOST_NAMES:
            known &= counts >= np.sort(counts[known])[-MOST_NAMES]
        self.vocabulary = hashes[known]
        rows, columns = [], []
        for at, page in enumerate(names):
            found = np.nonzero(np.isin(self.vocabulary, page, assume_unique=True))[0]
            rows += [at] * len(found)
            columns += found.tolist()
        self.names = sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), (len(pages), len(self.vocabulary)))


def weigh_names(pages, mask):
    """What each name speaks for, kind by kind, as stored, so that what is learnt from is what is read."""
    model = LogisticRegression(C=STRENGTH, max_iter=300)
    model.fit(pages.names[mask], pages.kind[mask], sample_weight=pages.weight[mask])
    return np.clip(np.round(model.coef_ / UNIT), -128, 127).astype(int)


def rows_of(pages, sums):
    return np.hstack([pages.numbers, sums.astype(np.float32)])


def grow(pages, rows, mask):
    forests = []
    for kind in range(len(pages.kinds)):
        data = lgb.Dataset(rows[mask], (pages.kind[mask] == kind).astype(int), weight=pages.weight[mask])
        forests.append(lgb.train(TREES, data, ROUNDS))
    return forests


def shares(forests, rows):
    each = np.stack([f.predict(rows) for f in forests], 1)
    return each / each.sum(1, keepdims=True)


def save(path, pages, weights, forests):
    out = bytearray(MAGIC + struct.pack("<II", len(pages.columns), len(pages.kinds)))
    kept = np.nonzero(np.abs(weights).max(0) > 1)[0]
    out += struct.pack("<I", len(kept))
    for at in kept:
        out += struct.pack(f"<I{len(pages.kinds)}b", pages.vocabulary[at], *weights[:, at])
    for forest in forests:
        trees = [nodes(tree["tree_structure"]) for tree in forest.dump_model()["tree_info"]]
        out += struct.pack("<I", len(trees))
        for tree in trees:
            out += struct.pack("<I", len(tree)) + b"".join(struct.pack("<HHf", *node) for node in tree)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out)
    print(f"{path}: {len(out)} bytes, {len(kept)} names", flush=True)


def figures(pages, probability):
    said = probability.argmax(1)
    for name in np.unique(pages.set):
        mask = pages.set == name
        right = said[mask] == pages.kind[mask]
        print(f"{name:<20}{right.mean():.4f}  {mask.sum()} pages", flush=True)
    mask = pages.set == "wcxb-dev"
    for kind, name in enumerate(pages.kinds):
        of = mask & (pages.kind == kind)
        others = np.bincount(said[of], minlength=len(pages.kinds))
        print(f"  {name:<18}{(said[of] == kind).mean():.4f}  " + " ".join(f"{n:4}" for n in others), flush=True)


def main(examples_dir, weights_dir):
    pages = Pages(examples_dir)
    fold = pages.fold
    clear = lambda weights: np.where(np.abs(weights).max(0) > 1, weights, 0)
    without = {
        held: clear(weigh_names(pages, ~np.isin(fold, held))) for n in (1, 2) for held in combinations(range(FOLDS), n)
    }
    probability = np.zeros((len(fold), len(pages.kinds)))
    for held in range(FOLDS):
        sums = np.zeros(probability.shape)
        for other in range(FOLDS):
            mask = fold == other
            weights = without[(held,)] if other == held else without[tuple(sorted((held, other)))]
            sums[mask] = pages.names[mask] @ (weights.T * UNIT)
        rows = rows_of(pages, sums)
        forests = grow(pages, rows, fold != held)
        probability[fold == held] = shares(forests, rows[fold == held])
        save(weights_dir / "kind-folds" / f"{held}.bin", pages, without[(held,)], forests)
    figures(pages, probability)
    sums = np.zeros(probability.shape)
    for other in range(FOLDS):
        mask = fold == other
        sums[mask] = pages.names[mask] @ (without[(other,)].T * UNIT)
    everything = np.ones(len(fold), bool)
    forests = grow(pages, rows_of(pages, sums), everything)
    save(weights_dir / "kind.bin", pages, clear(weigh_names(pages, everything)), forests)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
