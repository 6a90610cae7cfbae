"""Lesson 1: what it claims, and what could have refuted it."""

import math
import time
import zlib

import numpy as np

from benchmarks.claims import Found, answers, claim, verdict
from smallnets import (
    SGD,
    Adam,
    DataLoader,
    Sequential,
    Trainer,
    create_mlp,
    evaluate_model,
    file_bytes,
    load_mnist,
    load_pretrained,
    measure_macs,
    pretrained_info,
)

LESSON = "01_model_size"
SEEDS = (201, 202, 203)
EPOCHS = 3
BOUNDS = ((0, 0.05), (0.05, 0.1), (0.2, np.inf))


def networks():
    trained = load_pretrained("lenet_300_100")
    seed = pretrained_info("lenet_300_100")["seed"]
    return create_mlp(784, [300, 100], 10, seed=seed), trained


def trained(seed, optimizer=Adam, rate=0.001):
    """LeNet-300-100 before and after training: the lesson's network is one draw."""
    start = create_mlp(784, [300, 100], 10, seed=seed)
    model = start.copy()
    loader = DataLoader(load_mnist(flatten=True).train, batch_size=64, shuffle=True, seed=seed)
    Trainer(model, optimizer(model.parameters(), rate), progress=False).fit(loader, EPOCHS)
    return start, model


def first_weights(model):
    return model.layers[0].weights.data


def times_lit():
    """For every pixel, the number of training images that light it."""
    return np.count_nonzero(load_mnist(flatten=True).train.images, axis=0)


def score(model):
    return 100 * evaluate_model(model, DataLoader(load_mnist(flatten=True).validation, 1000))


def without(model, chosen):
    """Validation accuracy (%) when the chosen weights of the first layer are 0."""
    cut = model.copy()
    first_weights(cut)[chosen] = 0
    return score(cut)


def saved(array):
    data = array.tobytes()
    return 1 - len(zlib.compress(data, level=9)) / len(data)


@claim(
    says="as many numbers, all different, shrink by more than two thirds in order, and by more "
    "than a fifth shuffled.",
    experiment="What zip saves of 235,200 float32 numbers, all different, in order and shuffled.",
    control="The first layer's weights, nearly all different; and the same weights in order.",
)
def different_numbers(seeds):
    weights = first_weights(networks()[1]).ravel()
    in_order = np.arange(weights.size, dtype="<f4")
    shuffled = np.random.default_rng(0).permutation(in_order)
    shares = [saved(each) for each in (in_order, shuffled, weights, np.sort(weights))]
    result = "in order {:.1%}, shuffled {:.1%}; weights {:.1%}, in order {:.1%}".format(*shares)
    return Found(result, verdict(shares[0] > 2 / 3 and shares[1] > 1 / 5 > shares[2]))


@claim(
    says="In three of the four bytes, which hold a weight's digits after the leading one, "
    "zip finds nothing; it saves more than half of the fourth, which holds the sign and most "
    "of the exponent, and half of that is lost when the four kinds alternate, as in the file.",
    experiment="Each of the four bytes of the first layer's weights is zipped apart; then all, one "
    "kind after the other, and as they stand.",
    control="The same for the weights before training, and for as many numbers in order.",
)
def bytes_apart(seeds):
    before, after = (first_weights(each).ravel() for each in networks())
    found, whole = [], []
    for numbers in (after, before, np.arange(after.size, dtype="<f4")):
        kinds = numbers.astype("<f4").view(np.uint8).reshape(-1, 4).T
        found.append([max(0.0, saved(each)) for each in kinds])
        whole.append((saved(kinds), saved(numbers)))
    texts = [
        "/".join(f"{share:.0%}" for share in shares) + ", all {:.1%}, mixed {:.1%}".format(*both)
        for shares, both in zip(found, whole, strict=True)
    ]
    result = f"lowest byte first: {texts[0]}; before training {texts[1]}; in order {texts[2]}"
    holds = max(found[0][:3]) < 0.005 and found[0][3] > 0.5 and max(found[2][:3]) > 0.005
    holds &= 0.4 < whole[0][1] / whole[0][0] < 0.6
    return Found(result, verdict(holds))


@claim(
    says="In units of its own spread, the first layer has a little *more* of them near zero "
    "after training; the last, of 1,000 weights, goes either way from network to network.",
    experiment="Change of the share of a layer's weights within a fifth of its own std, by the "
    "lesson's network and five others.",
    control="The share of the first layer below 0.01, which falls; and what a normal distribution "
    "of the new std gives for it.",
    seeds=(*SEEDS, 204, 205),
)
def near_zero(seeds):
    changes, fixed = {0: [], 4: []}, []
    for pair in [networks(), *map(trained, seeds)]:
        for position, found in changes.items():
            weights = [model.layers[position].weights.data for model in pair]
            shares = [np.mean(np.abs(each) < each.std() / 5) for each in weights]
            found.append(shares[1] - shares[0])
        below = [np.mean(np.abs(first_weights(model)) < 0.01) for model in pair]
        fixed.append((*below, math.erf(0.01 / first_weights(pair[1]).std() / math.sqrt(2))))
    texts = [", ".join(f"{change:+.3f}" for change in each) for each in changes.values()]
    result = (
        f"first layer {texts[0]}, last {texts[1]}; below 0.01 in the lesson's "
        "{:.3f} to {:.3f} (normal {:.3f})".format(*fixed[0])
    )
    holds = min(changes[0]) > 0 and min(changes[4]) < 0 < max(changes[4])
    return Found(result, verdict(holds and all(each[1] < each[0] for each in fixed)))


@claim(
    says="no size below 0.1 says that it is idle: of these weights one in ten is.",
    experiment="Share of weights on pixels black in every training image, among the first layer's "
    "weights of a size from 0 to 0.05 and from 0.05 to 0.1, by four networks.",
    control="The same beyond 0.2.",
    seeds=SEEDS,
)
def idle_sizes(seeds):
    dark, shares = times_lit() == 0, []
    for model in [networks()[1], *(trained(seed)[1] for seed in seeds)]:
        sizes = np.abs(first_weights(model))
        within = [(sizes >= low) & (sizes < high) for low, high in BOUNDS]
        shares.append([each[dark].sum() / each.sum() for each in within])
    ranges = [f"{min(each):.1%} to {max(each):.1%}" for each in zip(*shares, strict=True)]
    small = np.array(shares)[:, :2]
    holds = small.min() > 0.05 and small.max() < 0.15 and np.array(shares)[:, 2].max() < 0.005
    return Found("{}, {}; beyond 0.2 {}".format(*ranges), verdict(holds))


@claim(
    says="how far a pixel's weights moved tells less of it than how often the pixel is lit.",
    experiment="Points of validation accuracy lost when the weights of 100 lit pixels are set to "
    "0: those that moved furthest, and those lit most often; by four networks.",
    control="Those that moved least; and the worst of five draws.",
    seeds=SEEDS,
)
def map_as_guide(seeds):
    lit, losses = times_lit(), []
    live = np.flatnonzero(lit)
    for start, model in [networks(), *map(trained, seeds)]:
        moved = np.abs(first_weights(model) - first_weights(start)).mean(axis=1)[live]
        orders = [-moved, -lit[live], moved]
        found = [without(model, live[order.argsort(kind="stable")[:100]]) for order in orders]
        draws = [np.random.default_rng(s).choice(live, 100, replace=False) for s in range(5)]
        found.append(min(without(model, drawn) for drawn in draws))
        losses.append(score(model) - np.array(found))
    ranges = [f"{min(each):.1f} to {max(each):.1f}" for each in zip(*losses, strict=True)]

    result = "furthest {}, most lit {}; least {}, drawn {}".format(*ranges)
    return Found(result, verdict(all(2 * loss[0] < loss[1] for loss in losses)))


@claim(
    says="pixels lit in 100 to 999 images moved as far as those lit in 10,000 and more. Under "
    "plain SGD the pixels lit more often move further.",
    experiment="Mean change of the weights of pixels lit in 1 to 99, 100 to 999, 1,000 to 9,999 "
    f"and more images, under Adam (rate 0.001, {EPOCHS} epochs).",
    control="The same networks trained by SGD (rate 0.1, as many epochs).",
    seeds=SEEDS,
)
def movement(seeds):
    lit, edges = times_lit(), (1, 100, 1_000, 10_000, 60_000)
    found = {}
    for name, optimizer, rate in (("Adam", Adam, 0.001), ("SGD", SGD, 0.1)):
        means = []
        for seed in seeds:
            start, model = trained(seed, optimizer, rate)
            change = np.abs(first_weights(model) - first_weights(start)).mean(axis=1)
            groups = [
                (lit >= low) & (lit < high) for low, high in zip(edges[:-1], edges[1:], strict=True)
            ]
            means.append([change[group].mean() for group in groups])
        found[name] = np.array(means)
    texts = [
        f"{name} " + "/".join(f"{value:.4f}" for value in means.mean(axis=0))
        for name, means in found.items()
    ]
    holds = (found["Adam"][:, 1] >= found["Adam"][:, 3]).all()
    return Found("; ".join(texts), verdict(holds and (np.diff(found["SGD"]) > 0).all()))


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
    says="Three in four of the weights that were small before training no longer are. Deleting "
    "them costs little, but so does deleting as many at random.",
    experiment="Of the first layer's weights below 0.01 before training, the share that is not "
    "below it after, and the points of validation accuracy lost when they are set to 0; by four "
    "networks.",
    control="The share of all weights; the most lost by five draws of as many, by the smallest "
    "after training, and by the largest.",
    seeds=SEEDS,
)
def the_plan(seeds):
    shares, losses = [], []
    for start, model in [networks(), *map(trained, seeds)]:
        before, after = (np.abs(first_weights(each)) for each in (start, model))
        small = before < 0.01
        shares.append([np.mean(after[small] >= 0.01), np.mean(after >= 0.01)])
        ranks = [after.ravel().argsort(kind="stable").argsort().reshape(after.shape)]
        ranks += [
            np.random.default_rng(s).permutation(after.size).reshape(784, 300) for s in range(5)
        ]
        smallest, *drawn = (each < small.sum() for each in ranks)
        largest = ranks[0] >= after.size - small.sum()
        left = [without(model, small), min(without(model, each) for each in drawn)]
        left += [without(model, smallest), without(model, largest)]
        losses.append(score(model) - np.array(left))
    ranges = [f"{min(each):.0%} to {max(each):.0%}" for each in zip(*shares, strict=True)]
    ranges += [f"{min(each):.2f} to {max(each):.2f}" for each in zip(*losses, strict=True)]
    result = "{} (of all {}); lost {}, drawn {}, smallest after {}, largest {}".format(*ranges)
    losses = np.array(losses)
    holds = losses[:, :2].max() < 1 and losses[:, 3].min() > 5
    return Found(result, verdict(holds and all(0.65 < each[0] < 0.85 for each in shares)))


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


def cpu_seconds(call, repeats=25):
    """The shortest of some calls, which a busy machine disturbs least."""
    seconds = []
    for _ in range(repeats):
        started = time.process_time()
        call()
        seconds.append(time.process_time() - started)
    return min(seconds)


@claim(
    says="our layers turn float16 back into float32 before they multiply, which takes as long for "
    "one image as for the 128 timed here.",
    experiment="CPU milliseconds that the float16 copy takes longer, for 1 image and for 128.",
    control="The conversion of its arrays alone.",
    timed=True,
)
def conversion(seeds):
    network = networks()[1]
    half = network.copy()
    for parameter in half.parameters():
        parameter.data = parameter.data.astype(np.float16)
    alone = cpu_seconds(lambda: [p.data.astype(np.float32) for p in half.parameters()])
    images = load_mnist(flatten=True).test.images.astype(np.float32) / 255
    longer = []
    for batch in (images[:1], images[:128]):
        both = [cpu_seconds(lambda m=m, x=batch: m.forward(x)) for m in (half, network)]
        longer.append(both[0] - both[1])
    shown = [1000 * each for each in (*longer, alone)]
    result = "{:.2f} for 1, {:.2f} for 128; conversion {:.2f}".format(*shown)
    return Found(result, verdict(all(0.5 < each / alone < 2 for each in longer)))


@claim(
    says="the products of its small kernels run slower than those of a large matrix.",
    experiment="Billions of MACs in a CPU second, products alone: LeNet-5's two convolutions, 128 "
    "images, as matrices of patches times kernels.",
    control="LeNet-300-100's first layer, 128 images.",
    timed=True,
)
def products(seeds):
    rng, rates = np.random.default_rng(0), []
    for rows, inner, columns in ((128 * 28 * 28, 25, 6), (128 * 10 * 10, 150, 16), (128, 784, 300)):
        a, b = (rng.random(shape, np.float32) for shape in ((rows, inner), (inner, columns)))
        rates.append(rows * inner * columns / cpu_seconds(lambda a=a, b=b: a @ b) / 1e9)
    result = "{:.1f} and {:.1f}; the large matrix {:.1f}".format(*rates)
    return Found(result, verdict(max(rates[:2]) < rates[2]))


NO_CLAIMS = {
    "Key details: ask each array for its own dtype, since one layer may mix two": "instruction",
    "A network that zip hardly shrinks may still hold weights that matter little.": "question",
    "Three of five entries are closer to zero than 0.15": "arithmetic",
    "compute in float64, because float16 loses digits and int8 has no $+128$": "definition",
    "Nearly all values differ, but is that the reason?": "question",
    "None grew, so beyond 0.2 hardly any is.": "printed",
    "Explain why the measurement does not support the plan.": "question",
    "Biases are added, not multiplied, so they cost no MAC here;": "definition",
    "`ReLU` and pooling cost none either (Sze et al., 2017, section III).": "source",
    "Key details: choose one or two small models for which each wrong idea": "instruction",
    "Key details: follow the shape through *all* layers": "instruction",
    "in energy, one 32-bit number from DRAM costs 640 pJ and one multiplication 3.7 pJ": "source",
    "Bytes, MACs and seconds are three different costs": "definition",
}
