"""Train the networks that lesson 9 compresses, and those it compares them with; store them.

    python -m tasks.store_pruned

LeNet-300-100 is trained for 12 epochs and then for 8 more in which its smallest weights go,
all layers ranked together, along the cubic schedule of Zhu and Gupta (2017). Settings were
chosen on validation images; the test images are read once, for the numbers that are stored.
A network of 100 hidden units is pruned in the same way.
About 20 CPU minutes; with names of experiments it runs those alone and keeps the rest.
"""

import argparse
import json

import numpy as np

from smallnets import (
    Adam,
    DataLoader,
    Trainer,
    create_mlp,
    evaluate_model,
    load_fashion_mnist,
    load_mnist,
)
from smallnets.carry import STORED
from smallnets.pruned import PRUNED, load_pruned
from tasks.lessons import reference_answers

SEEDS = (1, 2, 3)
PERCENT = {"mnist": (90, 95, 98), "fashion": (90,)}
DENSE_EPOCHS, DENSE_RATE, DENSE_DECAY = 12, 1e-3, 0.8
EPOCHS, BATCH, RATE, RAMP = 8, 60, 1.2e-3, 0.7
WIDTHS = (20, 40, 70)  # hidden units of the small dense networks
NARROW, NARROW_PERCENT = 100, (84, 94)  # hidden units, and zeros, of the small pruned ones
N_CODES = 32
SMALL_RATES = (2e-3, 4e-3, 8e-3)
REPLACED = {
    "mnist": ("dense mnist", "random"),
    "shares": ("random, same shares",),
    "fashion": ("dense fashion",),
    "small": ("small",),
}
LESSON = "09_deep_compression"
RESULTS = STORED / f"{LESSON}.json"
LOADERS = {"mnist": load_mnist, "fashion": load_fashion_mnist}


def cubic(done, final, ramp=RAMP):
    """The sparsity due when a fraction of the run is done."""
    return final * (1 - (1 - min(1.0, done / ramp)) ** 3)


class Pruning:
    """A hook that zeroes weights after each step, more and more of them.

    Parameters
    ----------
    model : Sequential
    final : float
        Fraction of all weights that is zero from 70% of the run on.
    ranks : list of ndarray or None
        Go in this order instead of by size, an array for each layer; once gone is gone for
        good.
    """

    EVERY = 20

    def __init__(self, model, final, ranks=None):
        self.weights = [layer.weights for layer in model.layers if hasattr(layer, "weights")]
        self.final, self.steps, self.masks, self.ranks = final, 0, None, ranks

    def __call__(self, done):
        if self.steps % self.EVERY == 0:
            self.choose(cubic(done, self.final))
        self.steps += 1
        for weight, mask in zip(self.weights, self.masks, strict=True):
            weight.data = weight.data * mask

    def choose(self, sparsity):
        scores = self.ranks or [np.abs(weight.data).ravel() for weight in self.weights]
        flat = np.concatenate(scores)
        keep = np.ones(flat.size, dtype=bool)
        keep[np.argpartition(flat, round(sparsity * flat.size))[: round(sparsity * flat.size)]] = 0
        ends = np.cumsum([score.size for score in scores])[:-1]
        self.masks = [
            part.reshape(weight.data.shape)
            for part, weight in zip(np.split(keep, ends), self.weights, strict=True)
        ]


def drawn(sizes, rng):
    """Ranks at random, all weights alike."""
    return np.split(rng.random(sum(sizes)), np.cumsum(sizes)[:-1])


def drawn_with_shares(pruned, rng):
    """Ranks at random, by which each layer loses in the end what it lost in a pruned network.

    On the way each layer has lost the same part of that.
    """
    zeros = [parameter.data.ravel() == 0 for parameter in pruned.parameters()[::2]]
    return [rng.permutation(layer.size) / max(1, layer.sum()) for layer in zeros]


def train_dense(model, data, seed, rate=DENSE_RATE, epochs=DENSE_EPOCHS):
    """Train as the shipped networks were; returns the model."""
    trainer = Trainer(model, Adam(model.parameters(), rate), progress=False)
    loader = DataLoader(data.train, 64, shuffle=True, seed=seed)
    for _ in range(epochs):
        trainer.fit(loader, epochs=1)
        trainer.optimizer.learning_rate *= DENSE_DECAY
    return model


def train_on(model, data, seed, hook=None, rate=RATE, epochs=EPOCHS):
    """Train further with a linearly falling rate, and a hook after each step."""
    optimizer = Adam(model.parameters(), rate)
    trainer = Trainer(
        model, optimizer, progress=False, after_step=hook, schedule=lambda done: 1 - done
    )
    trainer.fit(DataLoader(data.train, BATCH, shuffle=True, seed=seed + 100), epochs)
    return model


def score(model, data):
    """Validation and test accuracy."""
    return [evaluate_model(model, DataLoader(part, 1000)) for part in (data.validation, data.test)]


def halved(model):
    """The model with every number rounded to float16, as it is stored."""
    for parameter in model.parameters():
        parameter.data = parameter.data.astype(np.float16).astype(np.float32)
    return model


def packed(key, model):
    """The arrays that stand for a model in the file."""
    arrays = {}
    for number, parameter in enumerate(model.parameters()):
        flat = parameter.data.ravel()
        arrays[f"{key} {number} kept"] = np.packbits(flat != 0)
        arrays[f"{key} {number} values"] = flat[flat != 0].astype(np.float16)
    return arrays


def prune(key, dense, percent, data, seed, kept):
    """Prune a copy of a dense network and keep it under a key."""
    arrays, info = kept
    model = dense.copy()
    halved(train_on(model, data, seed, Pruning(model, percent / 100)))
    validation, test = score(model, data)
    info[key] = {"validation_accuracy": validation, "test_accuracy": test}
    arrays |= packed(key, model)
    print(key, info[key], flush=True)


def train_narrow(name, seed, kept):
    """Train a network of one hidden layer, and prune it as the large one was."""
    data = LOADERS[name](flatten=True)
    dense = train_dense(create_mlp(784, [NARROW], 10, seed=seed), data, seed)
    for percent in NARROW_PERCENT:
        key = f"small {NARROW} {percent}% seed {seed}"
        prune(key, dense, percent, data, seed, kept[:2])


def train_pruned(name, seed, kept):
    """Train one dense network, and from it the pruned ones and their controls."""
    arrays, info, results = kept
    data = LOADERS[name](flatten=True)
    dense = train_dense(create_mlp(784, [300, 100], 10, seed=seed), data, seed)
    longer = score(train_on(dense.copy(), data, seed), data)
    results.setdefault(f"dense {name}", []).append([seed, *score(dense, data), *longer])
    print(name, seed, "dense", results[f"dense {name}"][-1], flush=True)
    for percent in PERCENT[name]:
        prune(f"{name} {percent}% seed {seed}", dense, percent, data, seed, (arrays, info))
    for percent in PERCENT[name] if name == "mnist" else ():
        sizes = [parameter.data.size for parameter in dense.parameters()[::2]]
        ranks = drawn(sizes, np.random.default_rng([9, seed]))
        prune_drawn("random", ranks, dense, percent, data, seed, results)


def prune_drawn(key, ranks, dense, percent, data, seed, results):
    """Prune a copy of a dense network in the order of ranks, and keep what it scores."""
    model = dense.copy()
    halved(train_on(model, data, seed, Pruning(model, percent / 100, ranks)))
    results.setdefault(key, []).append([percent, seed, *score(model, data)])
    print(key, results[key][-1], flush=True)


def train_shares(seed, results):
    """Prune at random, each layer by as much as the stored networks lost there."""
    data = LOADERS["mnist"](flatten=True)
    dense = train_dense(create_mlp(784, [300, 100], 10, seed=seed), data, seed)
    for percent in PERCENT["mnist"]:
        ranks = drawn_with_shares(
            load_pruned("mnist", percent, seed), np.random.default_rng([9, seed])
        )
        prune_drawn("random, same shares", ranks, dense, percent, data, seed, results)


def train_small(name, seed, kept):
    """Train narrow networks for as many epochs, each width at the first seed's best rate."""
    arrays, info, results = kept
    data = LOADERS[name](flatten=True)
    for width in WIDTHS:
        known = [row[2] for row in results.get("small", []) if row[0] == width]
        tried = []
        for rate in known[:1] or SMALL_RATES:
            model = train_dense(create_mlp(784, [width], 10, seed=seed), data, seed, rate)
            model = halved(train_on(model, data, seed, rate=rate))
            tried.append((*score(model, data), rate, model))
        *scores, rate, model = max(tried, key=lambda row: row[0])
        shared = with_codes(model)
        key = f"small {width} seed {seed}"
        validation, test = score(shared, data)
        info[key] = {"validation_accuracy": validation, "test_accuracy": test}
        arrays |= packed(key, shared)
        rows = [*scores, *score(in_int8(model), data)]
        results.setdefault("small", []).append([width, seed, rate, *rows])
        print(key, info[key], results["small"][-1], flush=True)


def with_codes(model):
    """The model with the weights of each layer shared, by the lesson's own function."""
    namespace = {"np": np}
    exec(reference_answers(LESSON)["kmeans_codebook"], namespace)
    model = model.copy()
    for parameter in model.parameters()[::2]:
        codebook = namespace["kmeans_codebook"](parameter.data.ravel(), N_CODES)
        nearest = np.abs(parameter.data[..., None] - codebook.astype(np.float16)).argmin(axis=-1)
        parameter.data = codebook.astype(np.float16).astype(np.float32)[nearest]
    return model


def in_int8(model):
    """The model with weights rounded to 255 steps, one scale a layer."""
    model = model.copy()
    for parameter in model.parameters()[::2]:
        scale = np.abs(parameter.data).max() / 127
        parameter.data = (scale * np.round(parameter.data / scale)).astype(np.float32)
    return model


EXPERIMENTS = {
    "mnist": lambda seed, kept: train_pruned("mnist", seed, kept),
    "shares": lambda seed, kept: train_shares(seed, kept[2]),
    "fashion": lambda seed, kept: train_pruned("fashion", seed, kept),
    "small": lambda seed, kept: train_small("mnist", seed, kept),
    "narrow": lambda seed, kept: train_narrow("mnist", seed, kept),
}


def read():
    """What is stored already: arrays, what each network scores, and other results."""
    if not PRUNED.exists():
        return {}, {}, {}
    with np.load(PRUNED) as stored:
        arrays = {key: stored[key] for key in stored.files}
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    return arrays, json.loads(arrays.pop("info").tobytes()), results


def write(arrays, info, results):
    """Write the networks, and the results as JSON, a line for each."""
    header = np.frombuffer(json.dumps(info).encode(), np.uint8)
    np.savez_compressed(PRUNED, info=header, **arrays)
    made = {"made_by": "python -m tasks.store_pruned", "numpy": np.__version__}
    lines = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in (results | made).items())
    RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main():
    """Run the experiments named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("experiments", nargs="*", choices=[[], *EXPERIMENTS], default=[])
    for name in parser.parse_args().experiments or EXPERIMENTS:
        arrays, info, results = read()
        for key in REPLACED.get(name, ()):
            results.pop(key, None)
        for seed in SEEDS:
            EXPERIMENTS[name](seed, (arrays, info, results))
        write(arrays, info, results)
    print(f"{PRUNED.name}: {PRUNED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
