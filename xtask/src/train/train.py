"""Trains the judge from the examples that `cargo xtask train` lays out.

    train.py EXAMPLES_DIR WEIGHTS_DIR

Writes WEIGHTS_DIR/judge.bin (trained on everything) and WEIGHTS_DIR/folds/K.bin (trained without the sites of fold K),
and prints figures out of fold.  Two steps: a logistic regression gives every name of an element and every telling word
a weight; gradient-boosted trees, block by block, and a sequence model over the blocks of a page (net.py) each weigh the
sums of those with all other features, and the mean of their logits judges.  What they learn from is itself out of fold:
the names of a training page are weighed by a regression that did not see its site.
"""
import json
import struct
import sys
from itertools import combinations
from pathlib import Path

import lightgbm as lgb
import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import SGDClassifier

import net

MAGIC = b"khabar-judge-2\n"
UNIT = 1 / 2048
NEAR, FAR, FOLDS = 3, 11, 5
# A name has to stand on that many pages to be weighed, a word on that many.
NAME_PAGES, WORD_PAGES = 8, 20
TREES = dict(
    objective="binary", learning_rate=0.08, num_leaves=31, min_data_in_leaf=60, feature_fraction=0.5,
    bagging_fraction=0.7, bagging_freq=1, max_bin=63, lambda_l2=5, verbose=-1, seed=1, deterministic=True,
    force_row_wise=True,
)
ROUNDS = 150
# How much a set's pages count: plain news is what the judge is for; few blocks of a page with snippets are labelled.
SET_WEIGHT = {"news-dev": 2.5, "arabic-dev": 2.5, "wcxb-dev": 1.0}
SNIPPET_WEIGHT = 0.45


class Examples:
    """The arrays of labelled blocks; one entry a block unless said otherwise."""

    def __init__(self, folder):
        def array(name, kind):
            return np.fromfile(folder / name, kind)

        self.pages = [json.loads(line) for line in open(folder / "pages.jsonl", encoding="utf-8")]
        self.columns = json.loads((folder / "columns.json").read_text())
        self.labels = array("labels.u8", np.uint8).astype(np.float32)
        self.words = array("words.u32", np.uint32).astype(np.float32)
        self.features = array("features.f32", np.float32).reshape(-1, len(self.columns))
        self.around = array("around.i32", np.int32).reshape(len(self.labels), -1)
        self.page = np.zeros(len(self.labels), np.int32)
        for at, page in enumerate(self.pages):
            self.page[page["from"]:page["to"]] = at
        self.fold = np.array([p["fold"] for p in self.pages], np.int8)[self.page]
        self.set = np.array([p["set"] for p in self.pages])[self.page]
        self.weight = self.weights(array("sure.f32", np.float32))
        self.lists = {
            name: (array(name + ".u32", np.uint32), array(name + ".starts.u64", np.uint64).astype(np.int64))
            for name in ("container_names", "inner_names", "lexical")
        }

    def weights(self, sure):
        """A block counts by the root of its share of the page's words: what F1 over words counts, dampened."""
        gold = np.array([max(p["gold_words"], 60) for p in self.pages], np.float32)[self.page]
        weight = np.sqrt(np.maximum(self.words, 1) / gold) * sure
        weight = np.where(self.set == "segments-dev", SNIPPET_WEIGHT * sure, weight)
        return weight * np.array([SET_WEIGHT.get(s, 1.0) for s in self.set], np.float32)


def matrix(hashes, starts, vocabulary):
    """One row a list, one column a hash of the vocabulary: how often it is in the list."""
    at = np.searchsorted(vocabulary, hashes)
    at[at == len(vocabulary)] = 0
    known = vocabulary[at] == hashes
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts))[known]
    shape = (len(starts) - 1, len(vocabulary))
    return sp.csr_matrix((np.ones(known.sum(), np.float32), (rows, at[known])), shape=shape)


def vocabulary(hashes, starts, page_of_list, pages):
    """Hashes that stand on at least so many pages, sorted."""
    page = np.repeat(page_of_list, np.diff(starts)).astype(np.uint64)
    pairs = np.unique((hashes.astype(np.uint64) << np.uint64(24)) | page)
    names, counts = np.unique((pairs >> np.uint64(24)).astype(np.uint32), return_counts=True)
    return names[counts >= pages]


class NameModel:
    """Weighs names near, names far, names inside and words."""

    def __init__(self, examples):
        self.examples = examples
        around, lists = examples.around, examples.lists
        self.containers = around.max() + 1
        page_of_container = np.zeros(len(lists["container_names"][1]) - 1, np.int64)
        for level in range(around.shape[1]):
            there = around[:, level] >= 0
            page_of_container[around[there, level]] = examples.page[there]
        self.vocabularies = [
            vocabulary(*lists["container_names"], page_of_container, NAME_PAGES),
            vocabulary(*lists["inner_names"], examples.page, NAME_PAGES),
            vocabulary(*lists["lexical"], examples.page, WORD_PAGES),
        ]
        self.of_container = matrix(*lists["container_names"], self.vocabularies[0])
        self.inner = matrix(*lists["inner_names"], self.vocabularies[1])
        self.lexical = matrix(*lists["lexical"], self.vocabularies[2])
        near = self.pick(range(NEAR)) @ self.of_container
        far = self.pick(range(NEAR, FAR)) @ self.of_container
        near.data, far.data = np.minimum(near.data, 1), np.minimum(far.data, 1)
        self.rows = sp.hstack([near, far, self.inner, self.lexical]).tocsr()
        sizes = [len(self.vocabularies[i]) for i in (0, 0, 1, 2)]
        self.parts = np.split(np.arange(sum(sizes)), np.cumsum(sizes)[:-1])

    def pick(self, levels):
        """One row a block, one column a container: whether it is at one of those levels around the block."""
        around = self.examples.around
        rows, columns = [], []
        for level in levels:
            there = np.nonzero(around[:, level] >= 0)[0]
            rows.append(there)
            columns.append(around[there, level])
        rows, columns = np.concatenate(rows), np.concatenate(columns)
        shape = (len(around), self.of_container.shape[0])
        return sp.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)

    def fit(self, mask):
        mask = np.nonzero(mask & (self.examples.weight > 0))[0]
        model = SGDClassifier(loss="log_loss", alpha=1e-4, max_iter=6, tol=None, average=True, random_state=1)
        weight = self.examples.weight[mask]
        model.fit(self.rows[mask], self.examples.labels[mask], sample_weight=weight / weight.mean())
        # As stored, so that what is learnt from is what is read.
        weights = np.clip(np.round(model.coef_[0] / UNIT), -32768, 32767) * UNIT
        return [weights[part].astype(np.float32) for part in self.parts]

    def columns(self, weights, mask):
        """The judge's columns of names for the blocks of `mask`, as `Judge::weigh_names` computes them."""
        near, far, inner, lexical = weights
        by_container = [self.of_container @ near, self.of_container @ far]
        around = self.examples.around[mask]
        out = []
        for sums, levels in ((by_container[0], range(NEAR)), (by_container[1], range(NEAR, FAR))):
            each = np.stack([np.where(around[:, n] >= 0, sums[around[:, n]], 0) for n in levels], 1)
            out += [each.sum(1), np.minimum(each.min(1), 0), np.maximum(each.max(1), 0)]
        out += [self.inner[mask] @ inner, self.lexical[mask] @ lexical]
        return np.stack(out, 1).astype(np.float32)


def grow(examples, rows, mask):
    mask = mask & (examples.weight > 0)
    weight = examples.weight[mask]
    data = lgb.Dataset(rows[mask], examples.labels[mask], weight=weight / weight.mean(), feature_name=examples.columns)
    return lgb.train(TREES, data, ROUNDS)


def nodes(tree):
    """A LightGBM tree as (column, distance to the right child, value) in preorder."""
    if "leaf_value" in tree:
        return [(0xFFFF, 0, tree["leaf_value"])]
    left, right = nodes(tree["left_child"]), nodes(tree["right_child"])
    return [(tree["split_feature"], len(left) + 1, tree["threshold"])] + left + right


def save(path, names, weights, forest, fitted_net, columns):
    near, far, inner, lexical = [np.round(w / UNIT).astype(int) for w in weights]
    out = bytearray(MAGIC + struct.pack("<I", columns))
    kept = [(h, n, f) for h, n, f in zip(names.vocabularies[0], near, far) if n or f]
    out += struct.pack("<I", len(kept)) + b"".join(struct.pack("<Ihh", h, n, f) for h, n, f in kept)
    for vocabulary_, values in ((names.vocabularies[1], inner), (names.vocabularies[2], lexical)):
        kept = [(h, v) for h, v in zip(vocabulary_, values) if v]
        out += struct.pack("<I", len(kept)) + b"".join(struct.pack("<Ih", h, v) for h, v in kept)
    trees = [nodes(tree["tree_structure"]) for tree in forest.dump_model()["tree_info"]]
    out += struct.pack("<I", len(trees))
    for tree in trees:
        out += struct.pack("<I", len(tree)) + b"".join(struct.pack("<HHf", *node) for node in tree)
    out += net.packed(fitted_net)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out)
    print(f"{path}: {len(out)} bytes, {len(trees)} trees", flush=True)


def keep(probability, words):
    """The set of blocks with the highest expected F1, as `keep` in judge.rs."""
    order = np.argsort(-probability, kind="stable")
    hit = np.cumsum((probability * words)[order])
    best = (2 * hit / np.maximum(np.cumsum(words[order]) + hit[-1], 1)).max()
    firmness = 0.7 + 0.7 * np.clip((best - 0.6) / 0.3, 0, 1)
    return probability > best / 2 * firmness


def figures(examples, probability):
    """Mean word F1 a set, by the labels: an estimate; `cargo xtask score` measures."""
    scores = {}
    for page in examples.pages:
        blocks = slice(page["from"], page["to"])
        if page["gold_words"] and page["to"] > page["from"]:
            words, labels = examples.words[blocks], examples.labels[blocks]
            kept = keep(probability[blocks], words)
            f1 = 2 * (words * labels * kept).sum() / ((words * kept).sum() + page["gold_words"])
            scores.setdefault(page["set"], []).append(f1)
            if page["set"] == "wcxb-dev":
                scores.setdefault("  " + page["kind"], []).append(f1)
    for name, values in sorted(scores.items()):
        print(f"{name:<20}{np.mean(values):.4f}  {len(values)} pages", flush=True)


def main(examples_dir, weights_dir):
    examples = Examples(examples_dir)
    names = NameModel(examples)
    trainer = net.Trainer(examples, SET_WEIGHT)
    first, columns = examples.columns.index("near_sum"), len(examples.columns)
    fold = examples.fold
    without = {held: names.fit(~np.isin(fold, held)) for n in (1, 2) for held in combinations(range(FOLDS), n)}
    probability = np.zeros(len(fold), np.float32)
    rows = examples.features
    for held in range(FOLDS):
        for other in range(FOLDS):
            mask = fold == other
            weights = without[(held,)] if other == held else without[tuple(sorted((held, other)))]
            rows[mask, first:] = names.columns(weights, mask)
        seen, unseen = fold != held, fold == held
        forest, fitted = grow(examples, rows, seen), trainer.fit(rows, seen)
        logit = (forest.predict(rows[unseen], raw_score=True) + trainer.predict(fitted, rows, unseen)) / 2
        probability[unseen] = 1 / (1 + np.exp(-logit))
        save(weights_dir / "folds" / f"{held}.bin", names, without[(held,)], forest, fitted, columns)
    figures(examples, probability)
    for other in range(FOLDS):
        mask = fold == other
        rows[mask, first:] = names.columns(without[(other,)], mask)
    everything = np.ones(len(fold), bool)
    forest, fitted = grow(examples, rows, everything), trainer.fit(rows, everything)
    save(weights_dir / "judge.bin", names, names.fit(everything), forest, fitted, columns)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
