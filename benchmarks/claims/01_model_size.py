"""Lesson 1: what it claims, and what could have refuted it."""

import math
import zlib

import numpy as np

from benchmarks.claims import NOT_SHOWN, SHOWN, Found, answers, claim
from smallnets import (
    DataLoader,
    Sequential,
    create_mlp,
    evaluate_model,
    file_bytes,
    load_mnist,
    load_pretrained,
    measure_macs,
    pretrained_info,
)

LESSON = "01_model_size"


def verdict(holds):
    return SHOWN if holds else NOT_SHOWN


def networks():
    trained = load_pretrained("lenet_300_100")
    seed = pretrained_info("lenet_300_100")["seed"]
    return create_mlp(784, [300, 100], 10, seed=seed), trained


def saved(array):
    data = array.tobytes()
    return 1 - len(zlib.compress(data, level=9)) / len(data)


@claim(
    says="as many numbers, all different but in order, shrink by more than two thirds",
    experiment="What zip saves of the first layer's 235,200 weights, nearly all different.",
    control="As many float32 numbers, all different: in order, and the same ones shuffled.",
)
def different_numbers(seeds):
    weights = networks()[1].layers[0].weights.data.ravel()
    in_order = np.arange(weights.size, dtype="<f4")
    shuffled = np.random.default_rng(0).permutation(in_order)
    shares = [saved(each) for each in (weights, in_order, shuffled)]
    result = "the weights {:.1%}; in order {:.1%}; shuffled {:.1%}".format(*shares)
    return Found(result, verdict(shares[1] > 2 / 3 and np.unique(in_order).size == weights.size))


@claim(
    says="In three of the four bytes, those of a weight's later digits, zip finds nothing; "
    "it saves more than half of the fourth, which holds sign and exponent.",
    experiment="Each of the four bytes of the first layer's weights is zipped apart.",
    control="The same for the weights before training, and for as many numbers in order.",
)
def bytes_apart(seeds):
    before, after = (each.layers[0].weights.data.ravel() for each in networks())
    found = []
    for numbers in (after, before, np.arange(after.size, dtype="<f4")):
        columns = numbers.astype("<f4").view(np.uint8).reshape(-1, 4).T
        found.append([max(0.0, saved(np.ascontiguousarray(each))) for each in columns])
    shown = ["/".join(f"{share:.0%}" for share in shares) for shares in found]
    result = f"lowest byte first: {shown[0]}; before training {shown[1]}; in order {shown[2]}"
    holds = max(found[0][:3]) < 0.005 and found[0][3] > 0.5 and max(found[2][:3]) > 0.005
    return Found(result, verdict(holds))


@claim(
    says="In units of its own spread, each layer has a little *more* of them near zero "
    "after training.",
    experiment="Share of each layer's weights within a fifth of its own std, before and after.",
    control="The share below 0.01, and what a normal distribution of the new std gives for it.",
)
def near_zero(seeds):
    describe = answers(LESSON)["analyze_weight_distribution"]
    parts, holds = [], True
    for position in (0, 2, 4):
        layers = [Sequential([model.layers[position]]) for model in networks()]
        stds = [describe(each)["0.weights"]["std"] for each in layers]
        own = [
            describe(each, std / 5)["0.weights"]["near_zero"]
            for each, std in zip(layers, stds, strict=True)
        ]
        fixed = [describe(each)["0.weights"]["near_zero"] for each in layers]
        normal = math.erf(0.01 / stds[1] / math.sqrt(2))
        parts.append(
            f"layer {position}: {own[0]:.3f} to {own[1]:.3f}; below 0.01 {fixed[0]:.3f} to "
            f"{fixed[1]:.3f} (normal {normal:.3f})"
        )
        holds &= own[1] > own[0] and fixed[1] < fixed[0]
    return Found("; ".join(parts), verdict(holds))


@claim(
    says="how far they moved is no measure of how often their pixel is lit",
    experiment="Correlation, over pixels whose weights moved, of the mean change of a pixel's "
    "300 weights with the number of training images that light it.",
    control="Correlation of their ranks, which a few extremes do not decide.",
)
def movement(seeds):
    before, after = networks()
    change = np.abs(after.layers[0].weights.data - before.layers[0].weights.data).mean(axis=1)
    lit = np.count_nonzero(load_mnist(flatten=True).train.images, axis=0)
    there = change > 0
    plain = np.corrcoef(change[there], lit[there])[0, 1]
    ranks = [each[there].argsort().argsort() for each in (change, lit)]
    ranks_too = np.corrcoef(*ranks)[0, 1]
    result = f"correlation {plain:.2f}, of ranks {ranks_too:.2f}"
    return Found(result, verdict(abs(plain) < 0.1 and abs(ranks_too) < 0.1))


@claim(
    says="As long as its pixel is black, a weight is multiplied by 0: it changes no answer",
    experiment="The 20,100 weights on pixels that are black in every training image are set to 0: "
    "largest change of any score on validation images, where these pixels are black too.",
    control="As many weights of other pixels, drawn at random, set to 0.",
    seeds=(1, 2, 3),
)
def idle(seeds):
    network, part = networks()[1], load_mnist(flatten=True)
    dark = ~part.train.images.any(axis=0)
    x = part.validation.images.astype(np.float32) / 255
    full = network.forward(x)

    def change(pixels):
        cut = network.copy()
        cut.layers[0].weights.data[pixels] = 0
        return np.abs(cut.forward(x) - full).max()

    others = np.flatnonzero(~dark)
    drawn = [change(np.random.default_rng(s).choice(others, dark.sum(), False)) for s in seeds]
    result = f"{change(dark):.2g}; others {min(drawn):.1f} to {max(drawn):.1f}"
    return Found(result, verdict(change(dark) < 1e-4 and min(drawn) > 1))


@claim(
    says="a file adds a description, which matters when the arrays are small",
    experiment="Bytes of the file that are not of its arrays, as a share, for Dense(2, 1).",
    control="The same for LeNet-300-100.",
)
def description(seeds):
    tiny, large = create_mlp(2, [], 1), networks()[1]
    size = answers(LESSON)["calculate_model_size"]
    shares = [1 - size(each) * 1e6 / file_bytes(each) for each in (tiny, large)]
    result = "{:.1%} of the small file, {:.1%} of the large one".format(*shares)
    return Found(result, verdict(shares[0] > 0.9 and shares[1] < 0.01))


@claim(
    says="in LeNet-5 the dense layers keep most of the bytes, and the convolutions do most of "
    "the work",
    experiment="Share of the parameters in Dense layers and of the MACs in Conv2D layers.",
    control="MACs counted by running the network, beside those derived.",
)
def two_costs(seeds):
    found, network = answers(LESSON), load_pretrained("lenet5")
    shape, layers = (28, 28, 1), network.layers
    up_to = [found["count_macs"](Sequential(layers[: n + 1]), shape) for n in range(len(layers))]
    macs = np.diff(up_to, prepend=0)
    kept = np.array([found["count_parameters"](Sequential([each])) for each in layers])
    dense = np.array([type(each).__name__ == "Dense" for each in layers])
    shares = kept[dense].sum() / kept.sum(), macs[~dense].sum() / macs.sum()
    run = measure_macs(network, np.zeros((1, *shape), np.float32))
    result = f"{shares[0]:.0%} and {shares[1]:.0%}; derived {up_to[-1]:,}, counted {run:,} MACs"
    return Found(result, verdict(min(shares) > 0.5 and run == up_to[-1]))


@claim(
    says="In float16 the network takes half the bytes",
    experiment="Bytes of the file in float16 over bytes in float32.",
    control="Accuracy on 10,000 test images of both, printed by the lesson.",
)
def half(seeds):
    network = networks()[1]
    small = network.copy()
    for parameter in small.parameters():
        parameter.data = parameter.data.astype(np.float16)
    loader = DataLoader(load_mnist(flatten=True).test, batch_size=500)
    ratio = file_bytes(small) / file_bytes(network)
    right = [evaluate_model(each, loader) for each in (network, small)]
    result = f"{ratio:.3f}; accuracy {right[0]:.2%} and {right[1]:.2%}"
    return Found(result, verdict(abs(ratio - 0.5) < 0.01))


NO_CLAIMS = {
    "Key details: ask each array for its own dtype, since one layer may mix two": "instruction",
    "A network that zip hardly shrinks may still hold weights that matter little.": "question",
    "Three of five entries are closer to zero than 0.15": "arithmetic",
    "compute in float64, because float16 loses digits and int8 has no $+128$": "definition",
    "Nearly all values differ, but is that the reason?": "question",
    "Explain why the measurement does not support the plan.": "question",
    "Biases are added, not multiplied, so they cost no MAC here;": "definition",
    "`ReLU` and pooling cost none either (Sze et al., 2017, section III).": "source",
    "Key details: choose one or two small models for which each wrong idea": "instruction",
    "Key details: follow the shape through *all* layers": "instruction",
    "in energy, one 32-bit number from DRAM costs 640 pJ and one multiplication 3.7 pJ": "source",
    "Bytes, MACs and seconds are three different costs": "definition",
}
