"""The sequence model over the blocks of a page: the same sums as crates/article/src/body/net.rs, and how it is trained.

A page's blocks go in as a sequence.  The loss is part cross-entropy a block, part one minus the F1 over words that the
page's probabilities amount to, so that what counts in the end counts in training.
"""
import math
import struct

import jax
import jax.numpy as jnp
import numpy as np
import optax

WIDTH, KERNEL, DILATIONS, PAGE_AFTER, CLIP = 48, 5, (1, 1, 2, 4, 8), 2, 4.0
EPOCHS, RATE, DECAY, DROPOUT, F1_WEIGHT = 10, 3e-3, 1e-2, 0.1, 3.0
# Columns that name one of several things; each value this common becomes an input of its own.
CHOICES = ("tag", "parent1_tag", "before1_tag", "after1_tag", "first_char", "last_char", "last_mark")
COMMON = 2000
# Numbers beyond this are taken by their logarithm.
LARGE = 20
# Pages are padded to one of these lengths; a longer page gives a random stretch of the last each epoch.
LENGTHS = (128, 256, 512, 1024)
BLOCKS_A_STEP = 4096


class Inputs:
    """What the net is shown of each column: (column, kind, a, b) as `Input` in net.rs."""

    def __init__(self, columns, rows):
        self.specs = []
        for at, name in enumerate(columns):
            column = rows[:, at]
            if name in CHOICES:
                values, counts = np.unique(column, return_counts=True)
                self.specs += [(at, 2, float(value), 0.0) for value in values[counts > COMMON]]
                continue
            large = np.abs(column).max() > LARGE
            column = logarithm(column) if large else column
            self.specs.append((at, int(large), float(column.mean()), float(1 / (column.std() + 1e-3))))

    def of(self, rows):
        out = np.empty((len(rows), len(self.specs)), np.float32)
        for to, (at, kind, a, b) in enumerate(self.specs):
            column = rows[:, at]
            if kind == 2:
                out[:, to] = column == a
            else:
                column = logarithm(column) if kind == 1 else column
                out[:, to] = np.clip((column - a) * b, -CLIP, CLIP)
        return out


def logarithm(column):
    return np.sign(column) * np.log1p(np.abs(column))


def begin(key, inputs):
    keys = iter(jax.random.split(key, 32))

    def dense(rows, columns, scale):
        weights = jax.random.normal(next(keys), (rows, columns)) * scale / math.sqrt(rows)
        return {"w": weights, "b": jnp.zeros(columns)}

    def taps():
        return jax.random.normal(next(keys), (KERNEL, WIDTH)) * 0.3 / math.sqrt(KERNEL)

    return {
        "first": dense(inputs, WIDTH, 1.0),
        "layers": [{"taps": taps(), "mix": dense(WIDTH, WIDTH, 0.7)} for _ in DILATIONS],
        "whole": dense(2 * WIDTH, WIDTH, 0.5),
        "last": dense(WIDTH, WIDTH, 1.0),
        "logit": dense(WIDTH, 1, 0.3),
    }


def logits(net, x, there, key=None):
    """Logits of the blocks of some pages; `there` is 0 where a page has ended.  With a key, as in training."""

    def drop(x, n):
        if key is None:
            return x
        kept = jax.random.bernoulli(jax.random.fold_in(key, n), 1 - DROPOUT, x.shape)
        return x * kept / (1 - DROPOUT)

    def dense(part, x):
        return x @ part["w"] + part["b"]

    there_ = there[..., None]
    x = jax.nn.relu(dense(net["first"], drop(x, 99))) * there_
    for n, (layer, dilation) in enumerate(zip(net["layers"], DILATIONS)):
        margin = KERNEL // 2 * dilation
        padded = jnp.pad(x, ((0, 0), (margin, margin), (0, 0)))
        seen = sum(padded[:, k * dilation:k * dilation + x.shape[1]] * layer["taps"][k] for k in range(KERNEL))
        x = (x + drop(jax.nn.relu(dense(layer["mix"], seen)), n)) * there_
        if n + 1 == PAGE_AFTER:
            both = jnp.concatenate([x.sum(1) / there.sum(1)[:, None], x.max(1)], 1)
            x = (x + jax.nn.relu(dense(net["whole"], both))[:, None]) * there_
    return dense(net["logit"], jax.nn.relu(dense(net["last"], x)))[..., 0]


def loss(net, batch, key):
    x, labels, weight, words, gold, page_weight, there = batch
    z = logits(net, x, there, key)
    entropy = (jnp.maximum(z, 0) - z * labels + jnp.log1p(jnp.exp(-jnp.abs(z)))) * weight
    likely = jax.nn.sigmoid(z) * there
    f1 = 2 * (likely * labels * words).sum(1) / ((likely * words).sum(1) + gold)
    return entropy.sum() / x.shape[0] + F1_WEIGHT * ((1 - f1) * page_weight).mean()


class Trainer:
    """Trains nets on examples; `page_weights` says how much the F1 of a page of each set counts."""

    def __init__(self, examples, page_weights):
        self.examples, self.page_weights = examples, page_weights
        # So that a page's blocks add up to about as much as its F1.
        self.weight = examples.weight / examples.weight.mean() / 16

    def batches(self, x, pages, rng, whole):
        """Pages of about one length together, padded; whole, or stretches of the longest."""
        by_length = {}
        for page in pages:
            start, end = page["from"], page["to"]
            if end - start > LENGTHS[-1] and not whole:
                start = int(rng.integers(start, end - LENGTHS[-1] + 1))
                end = start + LENGTHS[-1]
            if end > start:
                longest = 1 << math.ceil(math.log2(end - start))
                length = next((n for n in LENGTHS if end - start <= n), longest)
                by_length.setdefault(length, []).append((page, start, end))
        out = []
        for length, stretches in by_length.items():
            rng.shuffle(stretches)
            count = max(1, BLOCKS_A_STEP // length)
            out += [(length, count, stretches[at:at + count]) for at in range(0, len(stretches), count)]
        rng.shuffle(out)
        return ((stretches, self.batch(x, *batch, stretches)) for *batch, stretches in out)

    def batch(self, x, length, count, stretches):
        examples = self.examples
        out = np.zeros((count, length, x.shape[1]), np.float32)
        labels, weight, words, there = (np.zeros((count, length), np.float32) for _ in range(4))
        gold, page_weight = np.ones(count, np.float32), np.zeros(count, np.float32)
        there[:, 0] = 1
        for row, (page, start, end) in enumerate(stretches):
            stretch, to = slice(start, end), slice(0, end - start)
            out[row, to], labels[row, to] = x[stretch], examples.labels[stretch]
            weight[row, to], words[row, to], there[row, to] = self.weight[stretch], examples.words[stretch], 1
            if page["gold_words"] and end - start == page["to"] - page["from"]:
                gold[row] = max((words[row] * labels[row]).sum(), 20)
                page_weight[row] = self.page_weights.get(page["set"], 1.0)
        return out, labels, weight, words, gold, page_weight, there

    def fit(self, rows, mask):
        """A net trained on the pages whose blocks `mask` names."""
        examples = self.examples
        pages = [p for p in examples.pages if p["to"] > p["from"] and mask[p["from"]]]
        inputs = Inputs(examples.columns, rows[mask])
        x, rng, key = inputs.of(rows), np.random.default_rng(0), jax.random.PRNGKey(1)
        net = begin(jax.random.PRNGKey(0), x.shape[1])
        steps = EPOCHS * sum(1 for _ in self.batches(x, pages, rng, False))
        rate = optax.cosine_decay_schedule(RATE, steps, 0.02)
        optimizer = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=DECAY))
        state = optimizer.init(net)

        @jax.jit
        def step(net, state, batch, key):
            value, gradient = jax.value_and_grad(loss)(net, batch, key)
            update, state = optimizer.update(gradient, state, net)
            return optax.apply_updates(net, update), state, value

        for epoch in range(EPOCHS):
            values = []
            for _, batch in self.batches(x, pages, rng, False):
                key, now = jax.random.split(key)
                net, state, value = step(net, state, batch, now)
                values.append(float(value))
            print(f"  epoch {epoch + 1}: loss {np.mean(values):.3f}", flush=True)
        return inputs, jax.tree.map(np.asarray, net)

    def predict(self, fitted, rows, mask):
        """Logits of the blocks that `mask` names, those of whole pages; nothing elsewhere."""
        inputs, net = fitted
        pages = [p for p in self.examples.pages if p["to"] > p["from"] and mask[p["from"]]]
        out = np.zeros(len(mask), np.float32)
        run = jax.jit(logits)
        for stretches, batch in self.batches(inputs.of(rows), pages, np.random.default_rng(0), True):
            z = np.asarray(run(net, batch[0], batch[-1]))
            for row, (_, start, end) in enumerate(stretches):
                out[start:end] = z[row, :end - start]
        return out[mask]


def packed(fitted):
    """The bytes that `Net::read` reads."""
    inputs, net = fitted

    def dense(part):
        return part["w"].astype("<f4").tobytes() + part["b"].astype("<f4").tobytes()

    out = struct.pack("<I", len(inputs.specs)) + b"".join(struct.pack("<HHff", *spec) for spec in inputs.specs)
    out += dense(net["first"])
    for layer in net["layers"]:
        out += layer["taps"].astype("<f4").tobytes() + dense(layer["mix"])
    return out + dense(net["whole"]) + dense(net["last"]) + dense(net["logit"])
