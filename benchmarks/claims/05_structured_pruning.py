"""Lesson 5: what it claims, and what could have refuted it."""

import subprocess
import sys
import time
from contextlib import contextmanager
from functools import cache
from itertools import pairwise

import numpy as np

from benchmarks.claims import (
    INCONCLUSIVE,
    NOT_SHOWN,
    SHOWN,
    Found,
    answers,
    claim,
    judged,
    spread,
    verdict,
)
from smallnets import (
    Adam,
    Conv2D,
    DataLoader,
    Dense,
    Flatten,
    MaxPool2D,
    ReLU,
    Sequential,
    Trainer,
    create_mlp,
    evaluate_model,
    layer_signals,
    load_mnist,
    load_pretrained,
    pretrained_info,
    softmax_cross_entropy,
    time_ratio,
)

LESSON = "05_structured_pruning"
WIDE, OTHER = "mlp_512_256_128", "lenet_300_100"
FRACTIONS = (0.5, 0.35, 0.25, 0.1)


def points(row):
    return ", ".join(f"{each:.1f}" for each in row)


def score(model, images=5000):
    """Validation accuracy in percent."""
    data = load_mnist(flatten=not isinstance(model.layers[0], Conv2D)).validation
    return 100 * evaluate_model(model, DataLoader(data.take(images), 1000))


def hidden(model):
    return known()["weight_places"](model)[:-1]


@cache
def known():
    return answers(LESSON)


@cache
def training_images(seed):
    drawn = load_mnist(flatten=True).train.sample(5000, seed=seed)
    return next(iter(DataLoader(drawn, batch_size=5000)))


@cache
def ranked(name, method, seed, factor=1.0):
    """Scores of a network's hidden units; seeds draw images, or the random scores."""
    model = load_pretrained(name)
    if method == "random":
        rng = np.random.default_rng([55, seed])
        return {place: rng.random(model.layers[place].out_features) for place in hidden(model)}
    received, gradients = layer_signals(model, *training_images(seed), factor)
    if method == "spread":
        return {
            at: np.maximum(model.layers[at].forward(received[at]), 0).std(axis=0)
            for at in hidden(model)
        }
    data = {"taylor": lambda at: (received[at], gradients[at]), "activation": received.__getitem__}
    importance = known()["compute_neuron_importance"]
    return {
        place: importance(model.layers[place], method, data.get(method, lambda at: None)(place))
        for place in hidden(model)
    }


def shrunk(name, shares, scores):
    """A network cut to a share of each hidden layer."""
    model = load_pretrained(name)
    for place in hidden(model):
        share = shares[place] if isinstance(shares, dict) else shares
        kept = known()["neurons_to_keep"](scores[place], share)
        model = known()["prune_layer_neurons"](model, place, kept)
    return model


@cache
def after_cut(name, method, seed, factor=1.0):
    """Accuracy at each of the fractions, right after the cut."""
    scores = ranked(name, method, seed, factor)
    return np.array([score(shrunk(name, keep, scores)) for keep in FRACTIONS])


@cache
def heard_alike(seed, classes):
    """Accuracy after a cut by `taylor` in which each image pushes alike on its logits.

    ``classes``: how many wrong classes, the likeliest first, it sets against the right one.
    """
    model, (images, labels) = load_pretrained(WIDE), training_images(seed)
    received, _ = layer_signals(model, images, labels)
    logits = model.layers[-1].forward(received[-1])
    rows = np.arange(len(labels))
    logits[rows, labels] = -np.inf
    wrong = np.argsort(-logits, axis=1)[:, :classes]
    flow = np.zeros_like(logits)
    np.put_along_axis(flow, wrong, 1 / classes, axis=1)
    flow[rows, labels] = -1
    scores = {}
    for place in reversed(range(len(model.layers))):
        if place in hidden(model):
            data = (received[place], flow)
            layer = model.layers[place]
            scores[place] = known()["compute_neuron_importance"](layer, "taylor", data)
        flow = model.layers[place].backward(flow)
    return np.array([score(shrunk(WIDE, keep, scores)) for keep in FRACTIONS])


@cache
def mended(method, keep, seed, factor=1.0, rate=1.0, rates=(4e-3, 1e-3), images=20_000):
    """Accuracy after training, of a cut network or of a fresh one of the same shape."""
    if method == "from scratch":
        widths = [max(1, round(keep * units)) for units in (512, 256, 128)]
        model = create_mlp(784, widths, 10, seed=seed)
    else:
        model = shrunk(WIDE, keep, ranked(WIDE, method, seed, factor))
    return score(trained(model, seed, load_mnist(flatten=True).train, rates, images, rate))


def trained(model, seed, data, rates, images, rate=1.0, batch_size=256):
    trainer = Trainer(model, Adam(model.parameters()), progress=False)
    for turn, each in enumerate(rates):
        trainer.optimizer.learning_rate = rate * each
        part = data.sample(images, seed=[seed, turn])
        trainer.fit(DataLoader(part, batch_size, shuffle=True, seed=seed), epochs=1)
    return model


def times_as_fast(whole, *models):
    """How many times as fast as a network others are in a batch: medians, and in words."""
    x = load_mnist(flatten=True).validation.images[:256].astype(np.float32) / 255
    ratios = [
        time_ratio(lambda: whole.forward(x), lambda m=model: m.forward(x), 60) for model in models
    ]
    shown = [f"{each.median:.2f} ({each.low:.2f} to {each.high:.2f})" for each in ratios]
    return [each.median for each in ratios], shown


@claim(
    says="Silent units save no time: a zero is multiplied like any other number (lesson 2).",
    experiment="How many times as fast as the whole network the one with three quarters of its "
    "units silent is, batch of 256: median and middle half of 60 pairs.",
    control="A copy of the whole network; and a network a quarter as wide.",
    timed=True,
)
def silent(seeds):
    whole = load_pretrained(WIDE)
    quiet, narrow = whole.copy(), create_mlp(784, [128, 64, 32], 10)
    for place in hidden(whole):
        kept = range(whole.layers[place].out_features // 4)
        quiet = known()["silence"](quiet, place, kept)
    quick, shown = times_as_fast(whole, quiet, whole.copy(), narrow)
    holds = 0.8 < quick[0] < 1.25 and quick[2] > 2
    return Found("{}; copy {}; narrow {}".format(*shown), verdict(holds))


@claim(
    says="The smaller *shape* is faster",
    experiment="How many times as fast as the whole network one of a half and one of a quarter of "
    "its units in each layer are, batch of 256: median and middle half of 60 pairs.",
    control="A copy of the whole network.",
    timed=True,
)
def smaller(seeds):
    whole = load_pretrained(WIDE)
    narrow = [create_mlp(784, sizes, 10) for sizes in ([256, 128, 64], [128, 64, 32])]
    quick, shown = times_as_fast(whole, *narrow, whole.copy())
    holds = 1.5 < quick[0] < quick[1] and 0.8 < quick[2] < 1.25
    return Found("{} and {}; copy {}".format(*shown), verdict(holds))


@claim(
    says="the weakest units score what units score before training",
    experiment="`l1` of the five weakest units of the first layer, and the range of all 512 before "
    "training.",
    control="The five strongest, and the median unit.",
)
def grain(seeds):
    whole = load_pretrained(WIDE)
    start = create_mlp(784, [512, 256, 128], 10, seed=pretrained_info(WIDE)["seed"])
    now, then = (
        np.sort(np.abs(model.layers[0].weights.data).sum(axis=0)) for model in (whole, start)
    )
    result = (
        f"weakest {now[0]:.1f} to {now[4]:.1f}; before training {then[0]:.1f} to {then[-1]:.1f}; "
        f"strongest {now[-5]:.1f} to {now[-1]:.1f}, median {np.median(now):.1f}"
    )
    return Found(result, verdict(now[4] <= then[-1] < now[-5]))


@claim(
    says="The network is nearly always sure and right on these images, so that their gradients "
    "are close to zero",
    experiment="Share of 5,000 training images with a loss below 0.01, and the share of all loss "
    "that the 50 largest make up.",
    control="The share of the 50 largest with logits multiplied by 0.05.",
    seeds=(1, 2, 3),
)
def sure(seeds):
    small, top, soft = [], [], []
    for seed in seeds:
        images, labels = training_images(seed)
        logits = load_pretrained(WIDE).forward(images)
        for factor, into in ((1.0, top), (0.05, soft)):
            losses = np.sort(
                [
                    softmax_cross_entropy(factor * logits[i : i + 1], labels[i : i + 1])[0]
                    for i in range(len(labels))
                ]
            )
            into.append(100 * losses[-50:].sum() / losses.sum())
            small += [100 * np.mean(losses < 0.01)] if factor == 1 else []
    result = f"{spread(small)}% below 0.01; the 50 largest {spread(top)}%; softened {spread(soft)}%"
    return Found(result, verdict(min(small) > 90 and min(top) > 40 > 5 > max(soft)))


@claim(
    says="Down to a quarter of the units the first makes most of the lead over plain `taylor`; at "
    "a tenth the second does.",
    experiment="Lead (points) of `taylor soft` over `taylor` at 50, 35, 25 and 10%; and what of it "
    "a `taylor` has in which every image pushes alike, the right class against the runner-up.",
    control="The same with the right class against all nine others. Part of the push on wrong "
    "classes that the runner-up takes, factor 1 and 0.05.",
    seeds=range(1, 7),
)
def two_things(seeds):
    plain = [after_cut(WIDE, "taylor", seed) for seed in seeds]
    lead = np.subtract([after_cut(WIDE, "taylor", seed, 0.05) for seed in seeds], plain)
    first, both = (
        np.subtract([heard_alike(seed, classes) for seed in seeds], plain) for classes in (1, 9)
    )
    shares = []
    for factor in (1.0, 0.05):
        images, labels = training_images(seeds[0])
        logits = factor * load_pretrained(WIDE).forward(images)
        wrong = np.exp(logits - logits.max(axis=1, keepdims=True))
        wrong[np.arange(len(labels)), labels] = 0
        shares.append(100 * float((wrong.max(axis=1) / wrong.sum(axis=1)).mean()))
    shown = [points(rows.mean(axis=0)) for rows in (lead, first, both)]
    result = "{}; alike {}; against all nine {}; the runner-up takes {:.0f}% and {:.0f}%".format(
        *shown, *shares
    )
    most = [judged(first[:, i] - lead[:, i] / 2) == SHOWN for i in range(3)]
    tenth = judged(both[:, 3] - first[:, 3] - lead[:, 3] / 2), judged(lead[:, 3] / 2 - first[:, 3])
    return Found(result, verdict(all(most) and tenth == (SHOWN, SHOWN)))


@claim(
    says="From a half of the units down `taylor soft` stands highest.",
    experiment="Accuracy (%) of `taylor soft` less that of the best other ranking, at 50, 35, 25 "
    "and 10%: the lowest over three draws.",
    control="The same on another network, LeNet-300-100, of which the lesson says nothing.",
    seeds=(1, 2, 3),
)
def highest(seeds):
    def ahead(name):
        rows = []
        for seed in seeds:
            rest = [
                after_cut(name, method, seed) for method in ("l1", "l2", "activation", "taylor")
            ]
            rows.append(after_cut(name, "taylor", seed, 0.05) - np.max(rest, axis=0))
        return np.min(rows, axis=0)

    wide, other = ahead(WIDE), ahead(OTHER)
    return Found(f"{points(wide)}; the other network {points(other)}", verdict(min(wide) > 0))


@claim(
    says="`activation` lies below the mean of the random cuts from a half down.",
    experiment="Mean of 10 random cuts less `activation` (mean of three draws), in points, at 50, "
    "35, 25 and 10%.",
    control="The same on another network, LeNet-300-100, of which the lesson says nothing.",
    seeds=(1, 2, 3),
)
def below_chance(seeds):
    def under(name):
        chance = np.mean([after_cut(name, "random", seed) for seed in range(10)], axis=0)
        return chance - np.mean([after_cut(name, "activation", seed) for seed in seeds], axis=0)

    wide, other = under(WIDE), under(OTHER)
    return Found(f"{points(wide)}; the other network {points(other)}", verdict(min(wide) > 0))


@claim(
    says="Ranked by the standard deviation of $a_j$ instead, the cut lies above them.",
    experiment="Accuracy (%) of the ranking by standard deviation (mean of three draws) less the "
    "mean of 10 random cuts, at 50, 35, 25 and 10%.",
    control="`activation`, the mean of the same outputs, less the random cuts.",
    seeds=(1, 2, 3),
)
def by_spread(seeds):
    chance = np.mean([after_cut(WIDE, "random", seed) for seed in range(10)], axis=0)
    varied, loud = (
        np.mean([after_cut(WIDE, method, seed) for seed in seeds], axis=0) - chance
        for method in ("spread", "activation")
    )
    holds = min(varied) > 0 > max(loud)
    return Found(f"{points(varied)}; `activation` {points(loud)}", verdict(holds))


def shortest(run, repeats=300):
    """Seconds of the quickest of many calls: other work only ever adds."""
    return min(seconds_of(run) for _ in range(repeats))


def seconds_of(run):
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


@contextmanager
def busy(loops=2):
    """Other work on the machine, while it lasts."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


@claim(
    says="on a busy machine a long run is interrupted, a short one seldom, and single runs give a "
    "ratio far too high",
    experiment="A tenth of the units, batch of 256, with two idle loops running: times as fast, "
    "median of 60 pairs of single runs, by the ratio of the shortest of 300 runs each.",
    control="`time_ratio`, whose turns take equally long, by the same.",
    timed=True,
)
def stretched(seeds):
    whole, small = load_pretrained(WIDE), create_mlp(784, [51, 26, 13], 10)
    x = load_mnist(flatten=True).validation.images[:256].astype(np.float32) / 255
    runs = [lambda m=model: m.forward(x) for model in (whole, small)]
    with busy():
        single = [seconds_of(runs[0]) / seconds_of(runs[1]) for _ in range(60)]
        equal = time_ratio(*runs, 60)
        least = shortest(runs[0]) / shortest(runs[1])
    low, high = np.quantile(single, [0.25, 0.75])
    result = (
        f"{np.median(single):.1f} ({low:.1f} to {high:.1f}) by {least:.1f}; `time_ratio` "
        f"{equal.median:.1f} ({equal.low:.1f} to {equal.high:.1f}); MACs 13.6 times fewer"
    )
    holds = np.median(single) > 1.3 * least and 0.75 < equal.median / least < 1.3
    return Found(result, verdict(holds))


@claim(
    says="In the batch the gain follows the MACs for a while; one image at a time it levels off.",
    experiment="Times as fast at a half and at a tenth of the units (2.3 and 13.6 times fewer "
    "MACs), batch of 256 and one image: ratios of the shortest of 300 runs.",
    control="One image through networks of one unit a layer, of seven layers and of three: times "
    "as fast as the whole.",
    timed=True,
)
def floor(seeds):
    whole = load_pretrained(WIDE)
    x = load_mnist(flatten=True).validation.images[:256].astype(np.float32) / 255

    def faster(model, inputs, own):
        return shortest(lambda: whole.forward(inputs)) / shortest(lambda: model.forward(own))

    narrow = [create_mlp(784, sizes, 10) for sizes in ([256, 128, 64], [51, 26, 13])]
    many, one = ([faster(model, part, part) for model in narrow] for part in (x, x[:1]))
    least = [faster(create_mlp(1, units, 1), x[:1], x[:1, :1]) for units in ([1, 1, 1], [1])]
    result = (
        "batch {:.1f} and {:.1f}; one image {:.1f} and {:.1f}; one unit a layer {:.1f}, "
        "of three layers {:.1f}".format(*many, *one, *least)
    )
    holds = many[1] / many[0] > 1.5 * one[1] / one[0] and least[1] > 1.5 * least[0]
    return Found(result, verdict(holds))


@claim(
    says="With half of the units left the ranking hardly matters: what chance kept is mended in "
    "two short passes. At a tenth it matters *which* units they are.",
    experiment="Points that `l1` is ahead of random units after 2 times 20,000 images, half of the "
    "units left; hardly: less than half a point.",
    control="The same at a tenth of the units.",
    seeds=(11, 12, 13),
)
def half_left(seeds):
    gaps = {
        keep: [mended("l1", keep, seed) - mended("random", keep, seed) for seed in seeds]
        for keep in (0.5, 0.1)
    }
    small = judged([0.5 - each for each in gaps[0.5]]) == SHOWN
    holds = small and judged(gaps[0.1], 0.5) == SHOWN
    return Found(
        f"{spread(gaps[0.5], '{:.2f}')}; a tenth {spread(gaps[0.1], '{:.2f}')}", verdict(holds)
    )


@cache
def at_best(method, seeds):
    """Accuracies at a tenth of the units, at the best of half, once and twice the rates."""
    rows = [[mended(method, 0.1, seed, rate=rate) for seed in seeds] for rate in (0.5, 1.0, 2.0)]
    return np.array(max(rows, key=np.mean))


@claim(
    says="With half of the units inherited weights are worth more than a point",
    experiment="Points that random units are ahead of a fresh network, half of the units left.",
    control="The cut by `l1` ahead of the fresh network; and random units at a tenth.",
    seeds=(11, 12, 13),
)
def inherited(seeds):
    fresh = {keep: [mended("from scratch", keep, seed) for seed in seeds] for keep in (0.5, 0.1)}
    ahead, by_norm, tenth = (
        np.subtract([mended(method, keep, seed) for seed in seeds], fresh[keep])
        for method, keep in (("random", 0.5), ("l1", 0.5), ("random", 0.1))
    )
    result = "{}; `l1` {}; a tenth {}".format(
        *(spread(each, "{:.2f}") for each in (ahead, by_norm, tenth))
    )
    return Found(result, judged(ahead, 1))


@claim(
    says="what chance kept is not told from fresh weights",
    experiment="Points that random units are ahead of a fresh network at a tenth of the units, "
    "each at its best of three learning rates (half, once and twice the lesson's).",
    control="The cut by `l1`, at its best rate, ahead of the fresh network.",
    seeds=range(11, 17),
    states=INCONCLUSIVE,
)
def by_chance(seeds):
    fresh, by_norm = at_best("from scratch", seeds), at_best("l1", seeds)
    ahead = at_best("random", seeds) - fresh
    result = f"{spread(ahead, '{:.2f}')}; `l1` {spread(by_norm - fresh, '{:.2f}')}"
    return Found(result, judged(ahead) if judged(by_norm - fresh) == SHOWN else NOT_SHOWN)


@claim(
    says="At a tenth, twice the learning rates shrink the lead of `l1` over chance.",
    experiment="Points by which that lead is smaller at twice the rates.",
    control="By which it is larger at half the rates; and the lead that is left.",
    seeds=range(11, 17),
)
def schedule(seeds):
    half, once, twice = (
        np.subtract(*([mended(m, 0.1, s, rate=rate) for s in seeds] for m in ("l1", "random")))
        for rate in (0.5, 1.0, 2.0)
    )
    result = "{}; at half the rates {}; left {}".format(
        *(spread(each, "{:.2f}") for each in (once - twice, half - once, twice))
    )
    return Found(result, judged(once - twice) if judged(twice) == SHOWN else NOT_SHOWN)


@claim(
    says="the wide gaps among the first four have all but closed",
    experiment="Accuracy at a tenth of the units after training by `l1`, `l2`, `taylor` and "
    "`taylor soft`: the largest gap between two means, in points.",
    control="The same gap right after the cut; and after training to random units and to "
    "`activation`.",
    seeds=(11, 12, 13),
)
def closed(seeds):
    ways = {"l1": ("l1", 1), "l2": ("l2", 1), "taylor": ("taylor", 1), "soft": ("taylor", 0.05)}
    after = [np.mean([mended(m, 0.1, s, f) for s in seeds]) for m, f in ways.values()]
    before = [np.mean([after_cut(WIDE, m, s, f)[-1] for s in seeds]) for m, f in ways.values()]
    low = [np.mean([mended(m, 0.1, s) for s in seeds]) for m in ("random", "activation")]
    gaps = np.ptp(after), np.ptp(before)
    result = "{:.2f}; right after the cut {:.1f}; random {:.2f} and activation {:.2f} lower".format(
        *gaps, *(np.mean(after) - np.array(low))
    )
    return Found(result, verdict(gaps[0] < 1 and gaps[1] > 10 and max(low) < min(after) - 0.5))


@cache
def redundant(threshold):
    """Accuracy of the cut, its widths as shares, and those of random and l1 cuts like it."""
    whole, images = load_pretrained(WIDE), training_images(0)[0]
    small = known()["prune_redundant_neurons"](whole, threshold, images)
    shares = {
        at: small.layers[at].out_features / whole.layers[at].out_features for at in hidden(whole)
    }
    chance = [score(shrunk(WIDE, shares, ranked(WIDE, "random", seed))) for seed in range(10)]
    return score(small), chance, score(shrunk(WIDE, shares, ranked(WIDE, "l1", 0)))


@claim(
    says="Up to a threshold of 2 nothing is lost; nor is it where `l1` chooses the same number of "
    "units.",
    experiment="Accuracy (%) at thresholds 0, 1 and 2, and of the whole network.",
    control="As many units cut by `l1`; as many at random, mean of ten draws at threshold 2.",
    seeds=range(10),
)
def nothing_lost(seeds):
    whole = score(load_pretrained(WIDE))
    found = [redundant(threshold) for threshold in (0, 1, 2)]
    own, by_norm = [row[0] for row in found], [row[2] for row in found]
    result = (
        f"{', '.join(f'{each:.2f}' for each in own)}; whole {whole:.2f}; l1 "
        f"{', '.join(f'{each:.2f}' for each in by_norm)}; random {spread(found[2][1], '{:.2f}')}"
    )
    return Found(result, verdict(min(own + by_norm) > whole - 0.1))


@cache
def first_layer(threshold):
    """Accuracy when the first layer's quiet units go, alone; bare; and of random cuts like it."""
    whole, images = load_pretrained(WIDE), training_images(0)[0]
    at = hidden(whole)[0]
    outputs = Sequential(whole.layers[: at + 2]).forward(images)
    stays = np.ptp(outputs, axis=0) > threshold
    cut = known()["prune_layer_neurons"]
    bare = cut(whole, at, np.flatnonzero(stays))
    given, after = whole.copy(), known()["weight_places"](whole)[1]
    layer = given.layers[after]
    layer.bias.data = layer.bias.data + (
        outputs[:, ~stays].mean(axis=0) @ layer.weights.data[~stays]
    )
    chance = [
        score(cut(whole, at, known()["neurons_to_keep"](scores[at], stays.mean())))
        for scores in (ranked(WIDE, "random", seed) for seed in range(10))
    ]
    return score(cut(given, at, np.flatnonzero(stays))), score(bare), chance, int((~stays).sum())


@claim(
    says="At 3, 350 of the 512 units of the first layer go, and the cut of these alone is worse "
    "than any of ten random ones",
    experiment="Accuracy (%) when the first layer alone is cut at threshold 3, and of ten random "
    "cuts of as many of its units.",
    control="The same units without the constants; and threshold 2.",
    seeds=range(10),
)
def worse(seeds):
    own, bare, chance, gone = first_layer(3)
    before = first_layer(2)
    result = (
        f"{own:.1f}, {gone} units; random {spread(chance)}; without the constants {bare:.1f}; at 2 "
        f"{before[0]:.1f}, random {spread(before[2])}"
    )
    return Found(result, verdict(gone == 350 and max(own, bare) < min(chance)))


def gained(model, threshold, data):
    """Points that the constants gain: the cut of exercise 5.5 less that of the same units."""
    full = bare = model
    places = known()["weight_places"](model)
    for place, after in pairwise(places):
        outputs = Sequential(full.layers[:after]).forward(data)
        stays = np.ptp(outputs, axis=0) > threshold
        full = full.copy()
        layer = full.layers[after]
        given = outputs[:, ~stays].mean(axis=0) @ layer.weights.data[~stays]
        layer.bias.data = layer.bias.data + given
        full, bare = (
            known()["prune_layer_neurons"](each, place, np.flatnonzero(stays))
            for each in (full, bare)
        )
    return score(full) - score(bare)


@claim(
    says="Up to 2 the constants change next to nothing here",
    experiment="Points that the constants gain at thresholds 1 and 2, the same units cut.",
    control="Thresholds 2.5 and 3. Threshold 0 on the network with 20 more units in its first "
    "layer that always say 2, and the next biases set so that it computes what it did.",
    seeds=(1, 2, 3),
)
def constants(seeds):
    images = training_images(0)[0]
    here = [gained(load_pretrained(WIDE), threshold, images) for threshold in (1, 2, 2.5, 3)]
    planted = []
    for seed in seeds:
        model, rng = load_pretrained(WIDE), np.random.default_rng(seed)
        first, second = model.layers[0], model.layers[2]
        rows = rng.normal(0, 0.2, (20, second.out_features)).astype(np.float32)
        blank = np.zeros((784, 20), np.float32)
        first.weights.data = np.concatenate([first.weights.data, blank], axis=1)
        first.bias.data = np.concatenate([first.bias.data, np.full(20, 2, np.float32)])
        second.weights.data = np.concatenate([second.weights.data, rows])
        second.bias.data = second.bias.data - 2 * rows.sum(axis=0)
        planted.append(gained(model, 0, images))
    result = f"{', '.join(f'{each:.2f}' for each in here)}; planted {spread(planted)}"
    return Found(result, verdict(np.abs(here[:2]).max() < 0.1 and min(planted) > 1))


@claim(
    says="A convolution of one filter does a sixth of the MACs of six, and takes a larger share of "
    "their time.",
    experiment="Time of Conv2D(1, 1, 5) by that of Conv2D(1, 6, 5), 128 images, in turns: median "
    "of 300 pairs.",
    control="Copying the patches alone, by the time of one filter.",
    timed=True,
)
def one_filter(seeds):
    x = load_mnist().validation.images[:128].astype(np.float32) / 255
    one, six = (Conv2D(1, n, 5, padding=2) for n in (1, 6))
    padded = np.pad(np.asfortranarray(x), ((0, 0), (2, 2), (2, 2), (0, 0)))
    share, copying = (
        1 / time_ratio(whole, part, 300).median
        for whole, part in (
            (lambda: six.forward(x), lambda: one.forward(x)),
            (lambda: one.forward(x), lambda: one._patches(padded)),
        )
    )
    result = f"{share:.2f}; copying takes {copying:.2f} of the time of one filter"
    return Found(result, verdict(share > 1.3 / 6 and copying > 0.2))


def random_half(seed):
    rng, model = np.random.default_rng([55, seed]), load_pretrained("lenet5")
    for place, n in ((0, 6), (3, 16)):
        kept = known()["neurons_to_keep"](rng.random(n), 0.5)
        model = known()["prune_layer_neurons"](model, place, kept)
    return model


def fresh_half(seed):
    rng = np.random.default_rng([56, seed])
    convolutions = [Conv2D(1, 3, 5, padding=2, rng=rng), Conv2D(3, 8, 5, rng=rng)]
    middle = [Flatten(), Dense(200, 120, rng=rng), ReLU(), Dense(120, 84, rng=rng), ReLU()]
    front = [part for each in convolutions for part in (each, ReLU(), MaxPool2D(2))]
    return Sequential([*front, *middle, Dense(84, 10, rng=rng)])


@cache
def filters_mended(which, seed):
    """Accuracy of half of LeNet-5 after the lesson's brief training."""
    if which == "l2":
        model = known()["prune_structured"](load_pretrained("lenet5"), 0.5)
    else:
        model = {"random": random_half, "fresh": fresh_half}[which](seed)
    data = load_mnist().train
    return score(trained(model, seed, data, (2e-3, 3e-4), 8000, batch_size=64), 2000)


@claim(
    says="Three draws do not show that the norms pick a better half of 6 and 16 filters than "
    "chance does.",
    experiment="Points that the half by `l2` is ahead of random halves after 2 times 8,000 images, "
    "on 2,000 validation images.",
    control="The same right after the cut.",
    seeds=(11, 12, 13),
    states=INCONCLUSIVE,
)
def filters(seeds):
    half = score(known()["prune_structured"](load_pretrained("lenet5"), 0.5), 2000)
    before = [half - score(random_half(seed), 2000) for seed in seeds]
    after = [filters_mended("l2", seed) - filters_mended("random", seed) for seed in seeds]
    result = f"{spread(after, '{:.2f}')}; right after the cut {spread(before)}"
    return Found(result, judged(after))


@claim(
    says="Fresh filters, trained alike, end more than a point behind either",
    experiment="Points that random halves are ahead of a fresh network of that shape after the "
    "same training, on 2,000 validation images.",
    control="The half by `l2` ahead of the fresh network.",
    seeds=(11, 12, 13),
)
def fresh_filters(seeds):
    ahead, by_norm = (
        [filters_mended(which, seed) - filters_mended("fresh", seed) for seed in seeds]
        for which in ("random", "l2")
    )
    result = f"{spread(ahead, '{:.2f}')}; `l2` {spread(by_norm, '{:.2f}')}"
    holds = judged(ahead, 1) == SHOWN == judged(by_norm, 1)
    return Found(result, verdict(holds))


LONG = tuple(3e-3 * 0.8**turn for turn in range(15))


def at_length(method, seeds):
    """Accuracies at [96, 48, 24], trained as in section 5.10."""
    rates = LONG if method == "from scratch" else (4e-3, 2e-3, 5e-4)
    return np.array([mended(method, 3 / 16, s, rates=rates, images=55_000) for s in seeds])


@claim(
    says="a network trained for as long from scratch comes within half a point",
    experiment="Points that the cut to [96, 48, 24], trained for 3 epochs, is ahead of a fresh "
    "network after 15, on validation images.",
    control="The fresh network after the same brief training, 2 times 20,000 images.",
    seeds=range(11, 17),
)
def humbling(seeds):
    ahead = at_length("l1", seeds) - at_length("from scratch", seeds)
    brief = [mended("from scratch", 3 / 16, seed) for seed in seeds]
    far = at_length("l1", seeds) - brief
    result = f"{spread(ahead, '{:.2f}')}; after brief training {spread(far, '{:.2f}')}"
    near = judged(0.5 - ahead)
    return Found(result, near if judged(far, 0.5) == SHOWN else NOT_SHOWN)


@claim(
    says="random units trained like the cut do as this control does, within half a point, and "
    "less well than the cut",
    experiment="Points that random units at [96, 48, 24], trained for 3 epochs, lie away from a "
    "fresh network after 15, on validation images.",
    control="The cut by `l1` ahead of the random units.",
    seeds=range(11, 17),
)
def level(seeds):
    away = at_length("random", seeds) - at_length("from scratch", seeds)
    over = at_length("l1", seeds) - at_length("random", seeds)
    result = f"{spread(away, '{:.2f}')}; `l1` over random {spread(over, '{:.2f}')}"
    near = judged(0.5 - away) == SHOWN == judged(0.5 + away)
    return Found(result, verdict(near and judged(over) == SHOWN))


NO_CLAIMS = {
    "Which shapes are really faster?": "question",
    "How much faster, really?": "question",
    "how many times faster is it?": "question",
    "You are to make a trained network five times faster in batches": "question",
    "## 5.2 Which units matter?": "question",
    "over the positions of one example, since the cut changes them together": "definition",
    "since Python's `round` takes a half to the even neighbour": "arithmetic",
    "Which further runs would you need before claiming": "question",
}
