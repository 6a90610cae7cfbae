"""Run the trainings of lesson 7 that take minutes, on its reference answers; store the results.

    python -m tasks.store_pruning gradual
    python -m tasks.store_pruning MNIST
    python -m tasks.store_pruning Fashion-MNIST

The first prunes trained networks, the others search for tickets on one data set and judge
them. The same machine and numpy give the same bytes.
"""

import argparse
import json
from functools import cache, partial
from itertools import islice, product

import numpy as np

from benchmarks.claims import answers
from smallnets import (
    Adam,
    DataLoader,
    Trainer,
    create_mlp,
    evaluate_model,
    load_fashion_mnist,
    load_mnist,
    load_pretrained,
    softmax_cross_entropy,
)
from smallnets.carry import STORED, stored_arrays

LESSON = "07_iterative_pruning"
LOADERS = {"MNIST": load_mnist, "Fashion-MNIST": load_fashion_mnist}
SUFFIX = {"MNIST": "", "Fashion-MNIST": "_fashion"}  # of a shipped network

# Pruning of trained networks, each run with these orders of images.
ORDERS = (0, 1, 2)
MLP, CNN = "lenet_300_100", "lenet5"
RUNS = [  # network, data, epochs, sparsity, way
    *product([MLP], ["Fashion-MNIST"], [3, 8], [0.95, 0.98], ["gradual", "one-shot"]),
    *product([MLP], ["MNIST"], [8], [0.98], ["gradual", "one-shot"]),
    *product([MLP], LOADERS, [8], [0.0, 0.9], ["gradual"]),
    *product([MLP], ["Fashion-MNIST"], [3], [0.95, 0.98], ["random", "shuffled"]),
    *product([CNN], LOADERS, [8], [0.9], ["gradual"]),
]

# Tickets: LeNet-300-100 from chance, Adam at a constant rate, batches of 50. On Fashion-MNIST
# two of the levels.
SEEDS = {"MNIST": (0, 1, 2, 3), "Fashion-MNIST": (0, 1, 2, 3)}
ROUNDS, ROUND_STEPS = 15, 500
LEVELS = {"MNIST": (3, 7, 10, 15), "Fashion-MNIST": (7, 15)}  # rounds
RATE, BATCH, LATE = 1.2e-3, 50, 100
EVERY, PATIENCE, CAP = 200, 600, 1600  # steps


@cache
def known():
    """What the lesson defines, its reference answers included."""
    return answers(LESSON)


@cache
def images(data, flatten=True):
    return LOADERS[data](flatten=flatten)


def score(model, dataset):
    """Accuracy in percent."""
    return round(100 * evaluate_model(model, DataLoader(dataset, batch_size=1000)), 2)


# Pruning while training, and all at once -------------------------------------------------


def pruned(network, data, epochs, sparsity, way, seed):
    """Accuracy (%) on validation and test images after pruning a trained network.

    All ways get the same images in the same order and the same fall of the rate:
    ``gradual`` by the lesson's cubic schedule, ``one-shot`` the smallest after the first
    step, ``random`` any weights, before the first, ``shuffled`` as many of each layer as
    by size, but any of them.
    """
    model = load_pretrained(network + SUFFIX[data])
    sets = images(data, network == MLP)
    schedule = known()["cubic_sparsity"] if way == "gradual" else lambda done, final: final
    if way in ("random", "shuffled"):
        rng, sizes = np.random.default_rng([77, seed]), known()["sizes_of"](model)
        by_chance = way == "random"
        drawn = [rng.random(size.shape) if by_chance else rng.permuted(size) for size in sizes]
        known()["hold"](model, known()["masks_by_score"](drawn, sparsity))
    prune = known()["progressive_prune"]
    model = prune(model, sparsity, sets.train, epochs, schedule, seed=seed)
    return score(model, sets.validation), score(model, sets.test)


def gradual():
    """Rows of ``RUNS``, each with its accuracies over the orders of images."""
    rows = []
    for run in RUNS:
        found = [pruned(*run, seed) for seed in ORDERS]
        rows.append([*run, *map(list, zip(*found, strict=True))])
        print(*rows[-1], flush=True)
    return rows


# Tickets ---------------------------------------------------------------------------------


def batches_of(data, seed):
    """Endless batches of training images, each pass in a new order."""
    loader = DataLoader(images(data).train, BATCH, shuffle=True, seed=seed)
    while True:
        yield from loader


class Next:
    """The next batches of an endless stream, as a loader."""

    def __init__(self, batches, steps):
        self.batches, self.steps = batches, steps

    def __len__(self):
        return self.steps

    def __iter__(self):
        yield from islice(self.batches, self.steps)


def train(model, masks, optimizer, batches, steps):
    """Train in place for some steps with the masks held."""
    hold = partial(known()["hold"], model, masks, optimizer)
    trainer = Trainer(model, optimizer, progress=False, after_step=lambda done: hold())
    trainer.fit(Next(batches, steps), epochs=1)


def searched(start, data, seed):
    """Masks after 0, 1, ... ``ROUNDS`` rounds of the lesson's search."""
    rounds = []

    def train_round(model, masks):
        rounds.append(masks)
        optimizer = Adam(model.parameters(), RATE)
        train(model, masks, optimizer, batches_of(data, seed), ROUND_STEPS)
        return model

    last = known()["find_ticket"](start, train_round, ROUNDS)
    return [*rounds, last]


def cut_at_once(start, data, seed, levels):
    """Masks of a dense network trained for as many steps as the search took to each level."""
    model, batches = start.copy(), batches_of(data, seed)
    optimizer, found = Adam(model.parameters(), RATE), {}
    for turn in range(1, max(levels) + 1):
        Trainer(model, optimizer, progress=False).fit(Next(batches, ROUND_STEPS), 1)
        found[turn] = known()["masks_by_score"](known()["sizes_of"](model), 1 - 0.8**turn)
    return {level: found[level] for level in levels}


def validated(model, data):
    """Mean loss and accuracy (%) on the validation images."""
    inputs, labels = next(iter(DataLoader(images(data).validation, batch_size=5000)))
    logits = model.forward(inputs)
    right = float(np.mean(logits.argmax(axis=1) == labels))
    return softmax_cross_entropy(logits, labels)[0], round(100 * right, 2)


def judged(model, masks, data, seed, step=0):
    """Say how well a masked network learns: it is validated every ``EVERY`` steps.

    It stops after ``CAP`` steps, or once the validation loss has not fallen for ``PATIENCE``
    steps, but not before step 1,000. ``step`` is what its weights have been trained for.

    Returns
    -------
    list
        Validation accuracy (%) before training and after 1,000 steps; then of the lowest
        validation loss: validation accuracy, test accuracy, and its step.
    """
    batches, optimizer = batches_of(data, 1000 + seed), Adam(model.parameters(), RATE)
    loss, accuracy = validated(model, data)
    curve, best = {step: accuracy}, (loss, step, model.copy())
    while step < 1000 or (step < CAP and step - best[1] < PATIENCE):
        steps = EVERY - step % EVERY
        train(model, masks, optimizer, batches, steps)
        step += steps
        loss, curve[step] = validated(model, data)
        if loss < best[0]:
            best = (loss, step, model.copy())
    _, stop, kept = best
    first = next(iter(curve.values()))
    return [first, curve[1000], curve[stop], score(kept, images(data).test), stop]


def variants(data, seed):
    """Yield (variant, level, network, masks, steps it has behind it) for one seed."""
    rewind, rng = known()["rewind"], np.random.default_rng([7, seed])
    start, other = (create_mlp(784, [300, 100], 10, seed=each) for each in (seed, 100 + seed))
    masks = searched(start, data, seed)
    at_once = cut_at_once(start, data, seed, LEVELS[data])
    late = start.copy()
    early = batches_of(data, 1000 + seed)
    train(late, masks[0], Adam(late.parameters(), RATE), early, LATE)
    yield "dense", 0, start.copy(), masks[0], 0
    for level in LEVELS[data]:
        ticket = masks[level]
        shuffled = [rng.permutation(mask.ravel()).reshape(mask.shape) for mask in ticket]
        yield "ticket", level, rewind(start, ticket), ticket, 0
        yield "one-shot", level, rewind(start, at_once[level]), at_once[level], 0
        yield "late", level, rewind(late, ticket), ticket, LATE
        yield "re-initialised", level, rewind(other, ticket), ticket, 0
        yield "shuffled", level, rewind(start, shuffled), shuffled, 0


def tickets(data):
    """Judge every variant; store the masks as the number of levels that a weight survived."""
    rows, codes = [], []
    for seed in SEEDS[data]:
        code = 0
        for variant, level, model, masks, behind in variants(data, seed):
            rows.append([variant, level, seed, *judged(model, masks, data, seed, behind)])
            print(data, *rows[-1], flush=True)
            if variant == "ticket":
                code = code + np.concatenate([mask.ravel() for mask in masks])
        codes.append(code)
    path = STORED / f"{LESSON}.npz"
    before = stored_arrays(LESSON) if path.is_file() else {}
    np.savez_compressed(path, **before | {data: np.array(codes, dtype=np.uint8)})
    return rows


def main():
    """Run the part named on the command line and put its results beside the others'."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = {"gradual": gradual, **{data: partial(tickets, data) for data in SEEDS}}
    parser.add_argument("part", choices=parts)
    part = parser.parse_args().part
    path = STORED / f"{LESSON}.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    made = {"made_by": "python -m tasks.store_pruning", "numpy": np.__version__}
    results = {**made, **before, part: parts[part]()}
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in results.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
