"""Run the trainings of lesson 11 that take minutes, on its reference answers; store the results.

    python -m tasks.store_quantized mlp
    python -m tasks.store_quantized cnn
    python -m tasks.store_quantized bytes

The first two round trained networks and train through the rounding, the third trains networks
of equal files from scratch. The same machine and numpy give the same results.
"""

import argparse
import json
from functools import cache
from itertools import product

import numpy as np

from benchmarks.claims import answers
from smallnets import (
    Adam,
    DataLoader,
    Dataset,
    Trainer,
    create_mlp,
    evaluate_model,
    load_fashion_mnist,
    load_mnist,
    load_pretrained,
)
from smallnets.carry import STORED

LESSON = "11_quantization_aware_training"
LOADERS = {"MNIST": load_mnist, "Fashion": load_fashion_mnist}
SEEDS = (0, 1, 2)
BATCH = 128

# Rounding of LeNet-300-100, trained from chance: epochs of the float network, then of each way.
LOW_BITS = (4, 3, 2, 1.58, 1)
FIRST, MORE = 6, 2
RATE, MORE_RATE = 2e-3, 1e-3
STRETCHES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5)
OF_LARGEST = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)

# Rounding of the shipped LeNet-5: little data, since convolutions in numpy take long. Scales
# are chosen on the first validation images and accuracy is that on the others.
SHIPPED = {"MNIST": "lenet5", "Fashion": "lenet5_fashion"}
CNN_TRAIN, CNN_CHOOSE = 10_000, 1_000
CNN_STRETCHES = (0.7, 0.85, 1.0, 1.2, 1.5)

# Equal files, from scratch.
ALL_BITS = (8, 4, 3, 2, 1.58, 1)
BUDGETS = (4096, 16384)
RATES = (2e-3, 6e-3)
SCRATCH_EPOCHS = 4


@cache
def known():
    """What the lesson defines, its reference answers included."""
    return answers(LESSON)


@cache
def images(data, flatten=True):
    return LOADERS[data](flatten=flatten)


def batches(sets, seed):
    return DataLoader(sets.train, BATCH, shuffle=True, seed=seed)


def score(model, dataset):
    """Accuracy in percent."""
    return round(100 * evaluate_model(model, DataLoader(dataset, batch_size=500)), 2)


def trained(model, sets, epochs, rate, seed):
    """The model itself, trained with a rate that falls to zero."""
    adam = Adam(model.parameters(), rate)
    trainer = Trainer(model, adam, progress=False, schedule=lambda done: 1 - done)
    trainer.fit(batches(sets, seed), epochs)
    return model


# Trained networks, rounded -----------------------------------------------------------------


def by_largest(bits, share):
    """A quantizer whose lowest code stands for a share of a layer's largest weight."""

    def quantize(weights):
        _, low, high = known()["weight_grid"](weights, bits)
        scale = share * float(np.abs(weights).max()) / -low
        return known()["fake_quant"](weights, scale, low, high)

    return quantize


def best_rounding(model, sets, quantizers):
    """Validation and test accuracy of the rounding that reads most validation images."""
    copies = (known()["rounded_copy"](model, quantize) for quantize in quantizers)
    right, best = max(((score(m, sets.validation), m) for m in copies), key=lambda pair: pair[0])
    return right, score(best, sets.test)


def ways(model, sets, epochs, seed):
    """Yield (way, bits, validation accuracy, test accuracy) for a trained network."""
    quantizer = known()["quantizer"]
    yield "float", 32, score(model, sets.validation), score(model, sets.test)
    more = trained(model.copy(), sets, epochs, MORE_RATE, seed + 100)
    yield "float, trained on", 32, score(more, sets.validation), score(more, sets.test)
    for bits in LOW_BITS:
        own = quantizer(bits)
        yield "rounded", bits, *best_rounding(model, sets, [own])
        stretched = [quantizer(bits, stretch) for stretch in STRETCHES]
        yield "rounded, best scale", bits, *best_rounding(model, sets, stretched)
        yield "trained on, best scale", bits, *best_rounding(more, sets, stretched)
        if bits >= 2:
            shares = [by_largest(bits, share) for share in OF_LARGEST]
            yield "rounded, largest", bits, *best_rounding(model, sets, shares[-1:])
        loader = batches(sets, seed + 100)
        through = known()["train_through"](model, own, loader, epochs, MORE_RATE)
        yield "trained through", bits, *best_rounding(through, sets, [own])


def mlp():
    """Rows (data, seed, way, bits, validation accuracy, test accuracy)."""
    rows = []
    for data, seed in product(LOADERS, SEEDS):
        sets = images(data)
        model = trained(create_mlp(784, [300, 100], 10, seed), sets, FIRST, RATE, seed)
        for row in ways(model, sets, MORE, seed):
            rows.append([data, seed, *row])
            print(*rows[-1], flush=True)
    return rows


def cnn():
    """Rows (data, seed, way, bits, accuracy): orders of images for what is trained."""
    rows = []
    for data in LOADERS:
        model, whole = load_pretrained(SHIPPED[data]), images(data, flatten=False)
        sets = whole._replace(train=whole.train.take(CNN_TRAIN))
        choose = whole.validation.take(CNN_CHOOSE)
        others = whole.validation.images[CNN_CHOOSE:], whole.validation.labels[CNN_CHOOSE:]
        judge = Dataset(*others)
        for row in cnn_ways(model, sets, choose, judge):
            rows.append([data, *row])
            print(*rows[-1], flush=True)
    return rows


def cnn_ways(model, sets, choose, judge):
    """Yield (seed, way, bits, accuracy)."""
    yield 0, "float", 32, score(model, judge)
    for bits in LOW_BITS:
        tried = [
            known()["rounded_copy"](model, known()["quantizer"](bits, stretch))
            for stretch in CNN_STRETCHES
        ]
        best = max(tried, key=lambda each: score(each, choose))
        yield 0, "rounded, best scale", bits, score(best, judge)
    for seed in SEEDS:
        more = trained(model.copy(), sets, MORE, MORE_RATE, seed)
        yield seed, "float, trained on", 32, score(more, judge)
        for bits in LOW_BITS:
            quantize, loader = known()["quantizer"](bits), batches(sets, seed)
            through = known()["train_through"](model, quantize, loader, MORE, MORE_RATE)
            right = score(known()["rounded_copy"](through, quantize), judge)
            yield seed, "trained through", bits, right


# Equal files -------------------------------------------------------------------------------


def from_scratch(data, hidden, bits, seed):
    """The rate, validation and test accuracy that the better of the rates gives; and bytes."""
    sets, quantize, best = images(data), known()["quantizer"](bits), None
    for rate in RATES:
        start = create_mlp(784, hidden, 10, seed)
        loader = batches(sets, seed)
        model = known()["train_through"](start, quantize, loader, SCRATCH_EPOCHS, rate)
        file = known()["file_bytes"](model, bits)
        read = known()["network_of"](file)
        right = score(read, sets.validation)
        if best is None or right > best[1]:
            best = rate, right, score(read, sets.test), len(file)
    return best


def equal_files():
    """Rows (data, budget, bits, hidden, seed, rate, validation, test, bytes)."""
    rows = []
    for seed, budget, data, bits in product(SEEDS, BUDGETS, LOADERS, ALL_BITS):
        hidden = known()["widest"](budget, bits)
        rows.append([data, budget, bits, hidden, seed, *from_scratch(data, hidden, bits, seed)])
        print(*rows[-1], flush=True)
    return rows


def main():
    """Run the part named on the command line and put its results beside the others'."""
    parts = {"mlp": mlp, "cnn": cnn, "bytes": equal_files}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=parts)
    part = parser.parse_args().part
    results = parts[part]()
    path = STORED / f"{LESSON}.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    made = {"made_by": "python -m tasks.store_quantized", "numpy": np.__version__}
    lines = [
        f"{json.dumps(key)}: {json.dumps(value)}"
        for key, value in {**made, **before, part: results}.items()
    ]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
