"""Lesson 2: what it claims, and what could have refuted it."""

import zlib
from functools import cache

import numpy as np

from benchmarks.claims import NOT_SHOWN, SHOWN, Found, answers, claim, judged, spread
from smallnets import (
    Adam,
    DataLoader,
    Trainer,
    create_mlp,
    evaluate_model,
    file_bytes,
    load_mnist,
    load_pretrained,
    pretrained_info,
    time_ratio,
)

LESSON = "02_magnitude_pruning"
SEEDS = tuple(range(101, 107))
EPOCHS = 2


def verdict(holds):
    return SHOWN if holds else NOT_SHOWN


def network():
    return load_pretrained("lenet_300_100")


@cache
def trained(seed):
    """LeNet-300-100 trained anew: the lesson's network is one draw, these are others."""
    model = create_mlp(784, [300, 100], 10, seed=seed)
    loader = DataLoader(load_mnist(flatten=True).train, batch_size=64, shuffle=True, seed=seed)
    Trainer(model, Adam(model.parameters(), 0.001), progress=False).fit(loader, EPOCHS)
    return model


def score(model):
    return 100 * evaluate_model(model, DataLoader(load_mnist(flatten=True).validation, 1000))


def cut(model, sparsity, scope):
    return answers(LESSON)["prune_model_by_magnitude"](model, sparsity, scope)


def at_random(model, fraction, seed):
    rng, damaged = np.random.default_rng(seed), model.copy()
    for layer in answers(LESSON)["weight_layers"](damaged):
        layer.weights.data[rng.random(layer.weights.data.shape) < fraction] = 0
    return damaged


@claim(
    says="With nine in ten gone the network does little better than guessing",
    experiment="Validation accuracy (%) of the lesson's network with 90% of its weights zeroed "
    "at random.",
    control="The most frequent label for every image.",
    seeds=range(10),
)
def nine_in_ten(seeds):
    labels = load_mnist(flatten=True).validation.labels
    guess = 100 * np.bincount(labels).max() / labels.size
    scores = [score(at_random(network(), 0.9, seed)) for seed in seeds]
    return Found(f"{spread(scores)}; guessing {guess:.1f}", verdict(np.mean(scores) < guess + 10))


@claim(
    says="The global curve is nearly flat for most of its length, the layer-wise one bends "
    "earlier, and the random one falls from the start.",
    experiment=f"Points lost on validation images at 80%, global and layer-wise, by six networks "
    f"trained {EPOCHS} epochs.",
    control="As many weights drawn at random, at 40%; global at 60%.",
    seeds=SEEDS,
)
def three_curves(seeds):
    lost = {"global at 60%": [], "global": [], "layer-wise": [], "random at 40%": []}
    for seed in seeds:
        model = trained(seed)
        whole = score(model)
        lost["global at 60%"].append(whole - score(cut(model, 0.6, "global")))
        lost["global"].append(whole - score(cut(model, 0.8, "global")))
        lost["layer-wise"].append(whole - score(cut(model, 0.8, "layer")))
        lost["random at 40%"].append(whole - score(at_random(model, 0.4, seed)))
    earlier = np.subtract(lost["layer-wise"], lost["global"])
    flat = max(lost["global at 60%"]) < 1 < min(lost["random at 40%"])
    result = "; ".join(f"{name} {spread(values)}" for name, values in lost.items())
    return Found(result, judged(earlier) if flat else NOT_SHOWN)


@claim(
    says="here, the fewer inputs a unit has, the larger its weights. So it was before training",
    experiment="Standard deviation of the weights of layers 1, 2 and 3 (784, 300, 100 inputs), "
    "after training.",
    control="The same before training, and sqrt(2 / inputs), from which they were drawn.",
)
def scales(seeds):
    start = create_mlp(784, [300, 100], 10, seed=pretrained_info("lenet_300_100")["seed"])
    found = [
        [float(each.layers[place].weights.data.std()) for place in (0, 2, 4)]
        for each in (network(), start)
    ]
    drawn = [np.sqrt(2 / inputs) for inputs in (784, 300, 100)]
    shown = [", ".join(f"{value:.3f}" for value in row) for row in (*found, drawn)]
    rising = all(np.all(np.diff(row) > 0) for row in found)
    return Found(f"{shown[0]}; before {shown[1]}; drawn from {shown[2]}", verdict(rising))


@claim(
    says="In float32 no tie stands at these cuts, and any sort gives the same mask.",
    experiment="Places at which the masks of a stable and of an unstable sort differ, first layer, "
    "at 0.5, 0.75 and 0.9.",
    control="The same on the weights rounded to whole numbers from -127 to 127.",
)
def ties(seeds):
    weights = network().layers[0].weights.data

    def differ(array, sparsity):
        masks = []
        for kind in ("stable", "quicksort"):
            mask = np.ones(array.size, dtype=bool)
            order = np.argsort(np.abs(array), axis=None, kind=kind)
            mask[order[: round(sparsity * array.size)]] = False
            masks.append(mask)
        return int((masks[0] != masks[1]).sum())

    whole = np.rint(weights / np.abs(weights).max() * 127)
    plain, rounded = ([differ(each, s) for s in (0.5, 0.75, 0.9)] for each in (weights, whole))
    holds = max(plain) == 0 < min(rounded)
    return Found(f"{plain} places; rounded {rounded}", verdict(holds))


@claim(
    says="$|W|$ drops nearly all weights on always-black pixels",
    experiment="Share of the first layer's weights on always-black pixels that a cut of 90% drops.",
    control="The share it drops of all other weights: what chance would give is 90% of both.",
)
def rim(seeds):
    first = network().layers[0]
    black = load_mnist(flatten=True).train.images.max(axis=0) == 0
    gone = answers(LESSON)["prune_weights_by_magnitude"](first, 0.9).weights.data == 0
    shares = gone[black].mean(), gone[~black].mean()
    result = f"{shares[0]:.1%}; of the others {shares[1]:.1%}"
    return Found(result, verdict(shares[0] > 0.95 and shares[0] > shares[1] + 0.05))


@claim(
    says="Layer 3 gives way first, and it is the one from which the global cut took the "
    "smallest share.",
    experiment=f"Points that a cut of 95% in layer 3 alone costs more than the worse of layers 1 "
    f"and 2, in six networks trained {EPOCHS} epochs.",
    control="The share of each layer that the global cut of 90% takes in the same networks.",
    seeds=SEEDS,
)
def last_layer(seeds):
    more, shares = [], []
    for seed in seeds:
        model = trained(seed)
        scan = answers(LESSON)["sensitivity_scan"](model, [0.95], score)[:, 0]
        more.append(min(scan[:2]) - scan[2])
        layers = answers(LESSON)["weight_layers"](cut(model, 0.9, "global"))
        shares.append([float((each.weights.data == 0).mean()) for each in layers])
    means = ", ".join(f"{share:.0%}" for share in np.mean(shares, axis=0))
    smallest = all(row[2] == min(row) for row in shares)
    result = f"{spread(more)} points more; shares taken {means}"
    return Found(result, judged(more) if smallest else NOT_SHOWN)


@claim(
    says="No byte: a zero in a float32 array takes four, as any number does.",
    experiment="Bytes of the file at 90%, less those of the dense one.",
    control="Bytes after zip: at 90% by size, and dense.",
)
def no_byte(seeds):
    dense, sparse = network(), cut(network(), 0.9, "global")

    def zipped(model):
        arrays = [parameter.data + 0.0 for parameter in model.parameters()]
        return len(zlib.compress(b"".join(each.tobytes() for each in arrays)))

    difference = file_bytes(sparse) - file_bytes(dense)
    result = f"{difference} bytes; zipped {zipped(sparse):,} against {zipped(dense):,}"
    return Found(result, verdict(difference == 0))


@claim(
    says="the matrix product multiplies by a zero as by any number",
    experiment="Time of a batch of 1,000 at 90% by that of the dense network, in turns: median and "
    "middle half of 100 pairs.",
    control="The dense network by a copy of itself.",
)
def no_time(seeds):
    dense, sparse, copy = network(), cut(network(), 0.9, "global"), network().copy()
    images = load_mnist(flatten=True).validation.images[:1000].astype(np.float32) / 255
    run = [lambda model=model: model.forward(images) for model in (dense, sparse, copy)]
    ratios = [time_ratio(run[0], other, 100) for other in run[1:]]
    shown = [f"{each.median:.2f} ({each.low:.2f} to {each.high:.2f})" for each in ratios]
    holds = 0.8 < ratios[0].median < 1.25
    return Found(f"{shown[0]}; control {shown[1]}", verdict(holds))


NO_CLAIMS = {
    "**Is there a better nine in ten to cut, and how would you find it?**": "question",
    "not every sort of numpy leaves equal values in their first order": "definition",
    "Pruned at 0.5 *again* it does not change, since the ratio counts all weights": "arithmetic",
    "More than a tenth of this unit is left: the ratio holds for the layer": "printed",
    "What the cut costs is not in the picture": "printed",
    "Describe the opposite: a weight that is small and matters.": "question",
    "Then propose a ranking that judges both kinds better than $|W|$ does": "question",
    "Which cut is better cannot be read off here": "printed",
    "Why does the worst single layer not tell you what cutting all three costs?": "question",
    "The zipped sizes show that there *is* something to gain.": "printed",
}
