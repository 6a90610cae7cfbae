"""Lesson 2: what it claims, and what could have refuted it."""

import contextlib
import io
import zlib
from dataclasses import replace
from functools import cache

import numpy as np

from benchmarks.claims import NOT_SHOWN, SHOWN, Found, answers, claim, judged, spread, verdict
from smallnets import (
    DataLoader,
    create_mlp,
    evaluate_model,
    file_bytes,
    load_mnist,
    load_pretrained,
    pretrained_info,
    time_ratio,
)
from tasks.pretrain import RECIPES, train

LESSON = "02_magnitude_pruning"
SEEDS = tuple(range(101, 107))


def network():
    return load_pretrained("lenet_300_100")


@cache
def trained(seed):
    """The lesson's network trained anew by its own recipe: it is one draw, these are others."""
    recipe = replace(RECIPES["lenet_300_100"], seed=seed)
    with contextlib.redirect_stdout(None), contextlib.redirect_stderr(io.StringIO()):
        return train(recipe, load_mnist(flatten=True))


def score(model):
    return 100 * evaluate_model(model, DataLoader(load_mnist(flatten=True).validation, 1000))


def cut(model, sparsity, scope):
    return answers(LESSON)["prune_model_by_magnitude"](model, sparsity, scope)


def owners(model):
    return answers(LESSON)["weight_layers"](model)


def zeros(model):
    return [float((layer.weights.data == 0).mean()) for layer in owners(model)]


def elsewhere(model, pruned, seed):
    """As many zeros in every layer as ``pruned`` has there, at places drawn."""
    rng, damaged = np.random.default_rng(seed), model.copy()
    for layer, gone in zip(owners(damaged), owners(pruned), strict=True):
        left = gone.weights.data != 0
        layer.weights.data *= rng.permutation(left.ravel()).reshape(left.shape)
    return damaged


def each_at(model, shares):
    """Every layer cut by size, each at a share of its own."""
    pruned = model.copy()
    for place, share in zip((0, 2, 4), shares, strict=True):
        pruned.layers[place] = answers(LESSON)["prune_weights_by_magnitude"](
            model.layers[place], share
        )
    return pruned


def right(model):
    """Which validation images are read right."""
    data = load_mnist(flatten=True).validation
    images = data.images.astype(np.float32) / 255
    return model.forward(images).argmax(axis=1) == data.labels


def at_random(model, fraction, seed):
    rng, damaged = np.random.default_rng(seed), model.copy()
    for layer in owners(damaged):
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
    experiment="Points lost on validation images at 80%, global and layer-wise, by six networks "
    "trained by the recipe of the lesson's.",
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
    says="how the zeros are spread over the layers is one part of what the global cut gains on "
    "chance, and which weights go is the other.",
    experiment="Points between the global cut and as many zeros in every layer at random places, "
    "at 75%, mean of three draws, six networks trained by the recipe of the lesson's.",
    control="Points between those and zeros at random with the same share of every layer.",
    seeds=SEEDS,
)
def two_parts(seeds):
    ranked, shared = [], []
    for seed in seeds:
        model = trained(seed)
        best = cut(model, 0.75, "global")
        drawn = np.mean([score(elsewhere(model, best, 10 * seed + i)) for i in range(3)])
        ranked.append(score(best) - drawn)
        shared.append(
            drawn - np.mean([score(at_random(model, 0.75, 10 * seed + i)) for i in range(3)])
        )
    verdicts = {judged(ranked), judged(shared)}
    result = f"{spread(ranked)}; by the shares alone {spread(shared)}"
    return Found(result, SHOWN if verdicts == {SHOWN} else NOT_SHOWN)


@claim(
    says="For the difference of two cuts it is smaller, as both read the same images.",
    experiment="Standard error (points) of global minus layer-wise at 60%, image by image.",
    control="The same if each cut had images of its own.",
)
def paired(seeds):
    one, other = (right(cut(network(), 0.6, scope)) for scope in ("global", "layer"))
    pairs = 100 * (one.astype(float) - other)
    together = pairs.std() / np.sqrt(pairs.size)
    apart = 100 * np.sqrt((one.var() + other.var()) / one.size)
    result = f"{pairs.mean():.2f} points, standard error {together:.2f}; control {apart:.2f}"
    return Found(result, verdict(together < apart))


@claim(
    says="At 90% that one change brings most of what the global cut gains.",
    experiment="Points gained at 90% on the layer-wise cut by leaving layer 3 whole, the total "
    "being the same, by six networks trained by the recipe of the lesson's.",
    control="Points that the global cut gains; and what is gained by leaving as many more weights "
    "in layer 2 instead.",
    seeds=SEEDS,
)
def layer_three_whole(seeds):
    gained = {"layer 3 whole": [], "global": [], "900 weights of layer 2": []}
    for seed in seeds:
        model = trained(seed)
        n = [layer.weights.data.size for layer in owners(model)]
        plain, total = score(each_at(model, [0.9] * 3)), 0.9 * sum(n)
        rest, second = total / (n[0] + n[1]), 0.9 - 0.9 * n[2] / n[1]
        first = (total - second * n[1]) / (n[0] + n[2])
        gained["layer 3 whole"].append(score(each_at(model, [rest, rest, 0.0])) - plain)
        gained["global"].append(score(cut(model, 0.9, "global")) - plain)
        other = each_at(model, [first, second, first])
        gained["900 weights of layer 2"].append(score(other) - plain)
    whole, best, other = map(np.mean, gained.values())
    result = "; ".join(f"{name} {spread(values)}" for name, values in gained.items())
    return Found(result, verdict(whole > 0.5 * best and other < 0.3 * best))


@claim(
    says="the global cut read more than the layer-wise one in each",
    experiment="Points by which the global cut reads more at 90%, in six networks trained by the "
    "recipe of the lesson's.",
    control="What each of the two cuts reads (%), and its range over the trainings.",
    seeds=SEEDS,
)
def trainings(seeds):
    read = {
        scope: [score(cut(trained(seed), 0.9, scope)) for seed in seeds]
        for scope in ("global", "layer")
    }
    more = np.subtract(read["global"], read["layer"])
    result = f"{spread(more)}; global {spread(read['global'])}, layer-wise {spread(read['layer'])}"
    return Found(result, verdict(min(more) > 0))


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
    says="which of the equal weights go changed the accuracy by less than half a point",
    experiment="Range of the validation accuracy (points) over first, last and ten random orders "
    "of equals: first layer as whole numbers, cut at 0.5, 0.75 and 0.9.",
    control="Points that the cut at 0.9 loses against that at 0.5.",
    seeds=range(10),
)
def order_of_equals(seeds):
    model, ranges, means = network(), [], []
    weights = model.layers[0].weights.data
    step = np.abs(weights).max() / 127
    whole = np.rint(weights / step).astype(np.float32)
    places = np.arange(whole.size)
    orders = [places, -places, *(np.random.default_rng(seed).permutation(places) for seed in seeds)]
    for sparsity in (0.5, 0.75, 0.9):
        read = []
        for order in orders:
            ranked = np.lexsort((order, np.abs(whole).ravel()))
            left = whole.ravel().copy()
            left[ranked[: round(sparsity * left.size)]] = 0
            model.layers[0].weights.data = (left * step).reshape(whole.shape)
            read.append(score(model))
        ranges.append(np.ptp(read))
        means.append(np.mean(read))
    shown = ", ".join(f"{value:.2f}" for value in ranges)
    lost = means[0] - means[-1]
    return Found(f"{shown}; control {lost:.2f}", verdict(max(ranges) < 0.5 < lost))


@claim(
    says="weights that never moved stayed smaller, and $|W|$ drops more of them.",
    experiment="Share of the first layer's weights on always-black pixels that a cut of 90% drops, "
    "of the others, and the standard deviations of both.",
    control="The same of the layer before training.",
)
def rim(seeds):
    start = create_mlp(784, [300, 100], 10, seed=pretrained_info("lenet_300_100")["seed"])
    black = load_mnist(flatten=True).train.images.max(axis=0) == 0
    found, words = [], []
    for first in (network().layers[0], start.layers[0]):
        gone = answers(LESSON)["prune_weights_by_magnitude"](first, 0.9).weights.data == 0
        shares = [float(gone[rows].mean()) for rows in (black, ~black)]
        sizes = [float(first.weights.data[rows].std()) for rows in (black, ~black)]
        found.append(shares[0] - shares[1])
        words.append("{:.1%} and {:.1%} ({:.3f}, {:.3f})".format(*shares, *sizes))
    holds = found[0] > 0.05 and abs(found[1]) < 0.02
    return Found(f"{words[0]}; before {words[1]}", verdict(holds))


@claim(
    says="Layer 3 gives way first, and it is the one from which the global cut took the "
    "smallest share.",
    experiment="Points that a cut of 95% in layer 3 alone costs more than the worse of layers 1 "
    "and 2, in six networks trained by the recipe of the lesson's.",
    control="The share of each layer that the global cut of 90% takes in the same networks.",
    seeds=SEEDS,
)
def last_layer(seeds):
    more, shares = [], []
    for seed in seeds:
        model = trained(seed)
        scan = answers(LESSON)["sensitivity_scan"](model, [0.95], score)[:, 0]
        more.append(min(scan[:2]) - scan[2])
        shares.append(zeros(cut(model, 0.9, "global")))
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
    timed=True,
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
    "every layer loses the fraction $s$ of its own weights": "definition",
    "Layer-wise, A loses the 1, and B the 10 and the 20": "arithmetic",
    "Which cut loses fewer digits": "question",
    "the other two lose as much more as keeps the total": "definition",
    "at which the global cut loses at most one point": "instruction",
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
