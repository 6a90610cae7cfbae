"""Lesson 6: what it claims, and what could have refuted it."""

import zlib
from functools import cache, partial
from itertools import permutations

import numpy as np

from benchmarks.claims import NOT_SHOWN, SHOWN, Found, answers, claim, judged, spread, verdict
from smallnets import (
    Adam,
    DataLoader,
    Dense,
    Trainer,
    create_compact_model,
    create_mlp,
    evaluate_model,
    load_mnist,
    load_pretrained,
    load_teacher_logits,
    time_ratio,
)

LESSON = "06_comparison"
SEEDS = (301, 302, 303)


def from_lesson(lesson, name):
    return answers(lesson)[name]


@cache
def mnist():
    return load_mnist(flatten=True)


def network():
    return load_pretrained("lenet_300_100")


def trained(model, seed, epochs=3, dataset=None, after_step=None, rate=2e-3):
    """The lesson's training."""
    adam = Adam(model.parameters(), rate)
    loader = DataLoader(dataset or mnist().train, 128, shuffle=True, seed=seed)
    for _ in range(epochs):
        Trainer(model, adam, progress=False, after_step=after_step).fit(loader, 1)
        adam.learning_rate *= 0.4
    return model


@cache
def parent(seed):
    """LeNet-300-100 trained anew: the lesson's network is one draw, these are others."""
    return trained(create_mlp(784, [300, 100], 10, seed=seed), seed)


def score(model, part="validation"):
    return 100 * evaluate_model(model, DataLoader(getattr(mnist(), part), 1000))


def cut(model, sparsity):
    return from_lesson("02_magnitude_pruning", "prune_model_by_magnitude")(
        model, sparsity, "global"
    )


def rounded(model, bits):
    return from_lesson("03_quantization", "quantize_model_weights")(model, bits)[0]


def small_bytes(model):
    return from_lesson(LESSON, "small_bytes")(model)


def dense_layers(model):
    return [layer for layer in model.layers if isinstance(layer, Dense)]


def cut_at_random(model, fraction, seed):
    rng, damaged = np.random.default_rng(seed), model.copy()
    for layer in dense_layers(damaged):
        layer.weights.data[rng.random(layer.weights.data.shape) < fraction] = 0
    return damaged


def sliced(model, share, rng=None):
    """Hidden units sliced away: those that lesson 5 ranks last, or drawn ones."""
    lesson = answers("05_structured_pruning")
    for place in (0, 2):
        scores = lesson["compute_neuron_importance"](model.layers[place], "l1")
        if rng is not None:
            scores = rng.permutation(scores)
        kept = lesson["neurons_to_keep"](scores, share)
        model = lesson["prune_layer_neurons"](model, place, kept)
    return model


def held(model, seed):
    """Train on, what is zero stays zero."""
    weights = [layer.weights for layer in dense_layers(model)]
    kept = [weight.data != 0 for weight in weights]

    def hold(done):
        for weight, mask in zip(weights, kept, strict=True):
            weight.data *= mask

    return trained(model, seed, after_step=hold)


@cache
def sparse(seed):
    return held(cut(parent(seed), 0.9), seed)


@cache
def half(seed):
    return trained(sliced(parent(seed), 0.5), seed)


@claim(
    says="Values and places of what is left, zipped apart, would take less",
    experiment="Bytes of the file with 80% cut, less those of the values that are left, zipped, "
    "and of one bit a place, zipped.",
    control="A fifth of the dense file.",
)
def price_of_places(seeds):
    model = cut(network(), 0.8)
    arrays = [parameter.data for parameter in model.parameters()]
    values = len(zlib.compress(b"".join(each[each != 0].tobytes() for each in arrays)))
    places = len(zlib.compress(b"".join(np.packbits(each != 0).tobytes() for each in arrays)))
    whole, dense = small_bytes(model), small_bytes(network())
    result = (
        f"{whole:,} bytes; apart {values:,} and {places:,}, {values + places:,} together; "
        f"a fifth of dense {dense / 5:,.0f}"
    )
    return Found(result, verdict(dense / 5 < values + places < whole))


@claim(
    says="the small weights are the ones that 4 bits store in few numbers already",
    experiment="Bits a weight that zip needs at 4 bits, of the 80% that the cut takes and of the "
    "rest.",
    control="Bytes saved at 4 bits by a cut of 80% by size, and by one at random (three draws).",
    seeds=range(3),
)
def less_to_save(seeds):
    coarse, kept = rounded(network(), 4), cut(network(), 0.8)
    bits = {"cut": [0, 0], "left": [0, 0]}
    for layer, before in zip(dense_layers(coarse), dense_layers(kept), strict=True):
        codes = np.unique(layer.weights.data, return_inverse=True)[1].astype(np.uint8).ravel()
        gone = before.weights.data.ravel() == 0
        for name, part in (("cut", codes[gone]), ("left", codes[~gone])):
            bits[name][0] += 8 * len(zlib.compress(part.tobytes(), 9))
            bits[name][1] += part.size
    each = {name: size / count for name, (size, count) in bits.items()}
    whole = small_bytes(coarse)
    by_size = whole - small_bytes(rounded(cut(network(), 0.8), 4))
    drawn = [whole - small_bytes(rounded(cut_at_random(network(), 0.8, s), 4)) for s in seeds]
    result = (
        f"{each['cut']:.2f} bits and {each['left']:.2f}; saved {by_size:,} bytes, at random "
        f"{spread(drawn, '{:,.0f}')}"
    )
    return Found(result, verdict(each["cut"] < each["left"] and by_size < min(drawn)))


@claim(
    says="zeros and short numbers are multiplied as before",
    experiment="Speed of a batch of 128 with 90% cut, and at 4 bits, by dense, in turns: median "
    "of 100 pairs.",
    control="Half the units; and the dense network by a copy of itself.",
    timed=True,
)
def no_faster(seeds):
    dense = network()
    images = mnist().validation.images[:128].astype(np.float32) / 255
    others = [cut(dense, 0.9), rounded(dense, 4), sliced(dense, 0.5), dense.copy()]
    run = partial(dense.forward, images)
    ratios = [time_ratio(run, partial(other.forward, images), 100).median for other in others]
    result = "{:.2f} and {:.2f} times; half the units {:.2f}, a copy {:.2f}".format(*ratios)
    return Found(result, verdict(max(ratios[:2]) < 1.25 < ratios[2]))


@cache
def from_chance(seed, rate):
    return score(trained(create_compact_model(0.25, seed), seed, rate=rate))


@cache
def quarter(seed, rate, at_random=False):
    rng = np.random.default_rng(seed) if at_random else None
    return score(trained(sliced(parent(seed), 0.25, rng), seed, rate=rate))


@claim(
    says="one that suits a trained network is too low for it",
    experiment="Points of the small network from chance at the rate 0.01 above the same at 0.002.",
    control="A quarter of the units of a trained network at the same two rates.",
    seeds=SEEDS,
)
def rates(seeds):
    gains, slices = (
        [run(seed, 1e-2) - run(seed, 2e-3) for seed in seeds] for run in (from_chance, quarter)
    )
    result = f"{spread(gains, '{:.2f}')} points; slices {spread(slices, '{:.2f}')}"
    return Found(result, judged(gains) if max(slices) < min(gains) else NOT_SHOWN)


@claim(
    says="Slices of a trained network were a better start than chance, and those with the largest "
    "weights a better one than slices drawn at random.",
    experiment="Points of a quarter of the units, after training, above the same shape from "
    "chance, by six networks trained anew; slices at the rate 0.005, chance at 0.01, the best of "
    "three rates each.",
    control="A quarter drawn at random, in place of those with the largest weights.",
    seeds=range(301, 307),
)
def starts(seeds):
    chance = [from_chance(seed, 1e-2) for seed in seeds]
    ranked, drawn = ([quarter(seed, 5e-3, how) for seed in seeds] for how in (False, True))
    gains, others = np.subtract(ranked, chance), np.subtract(drawn, chance)
    result = f"{spread(gains, '{:.2f}')} points; drawn at random {spread(others, '{:.2f}')}"
    better = judged(np.subtract(ranked, drawn)) == SHOWN
    return Found(result, judged(gains) if better else NOT_SHOWN)


@claim(
    says="The teacher added a little",
    experiment="Points of the small network trained with alpha 0.7 above the same trainer with "
    "alpha 0, three passes each.",
    control="Points of alpha 0 above the lesson's own loop of training, from labels.",
    seeds=range(301, 311),
)
def teacher(seeds):
    pixels = np.divide(mnist().train.images, 255, dtype=np.float32)
    logits, labels = load_teacher_logits().train, mnist().train.labels
    kind = from_lesson("04_distillation", "DistillationTrainer")

    def taught(seed, alpha):
        trainer = kind(
            create_compact_model(0.25, seed),
            alpha=alpha,
            learning_rate=1e-2,
            batch_size=128,
            seed=seed,
        )
        for _ in range(3):
            model = trainer.fit(pixels, logits, labels, 1)
            trainer.optimizer.learning_rate *= 0.4
        return score(model)

    alone = [taught(seed, 0.0) for seed in seeds]
    gains = np.subtract([taught(seed, 0.7) for seed in seeds], alone)
    others = np.subtract(alone, [from_chance(seed, 1e-2) for seed in seeds])
    result = f"{spread(gains, '{:.2f}')} points; alpha 0 above the loop {spread(others, '{:.2f}')}"
    return Found(result, judged(gains))


@claim(
    says="Slicing and rounding nearly did",
    experiment="Times smaller by half the units and 4 or 3 bits, as a share of the product of the "
    "two alone, by three networks trained anew.",
    control="A cut of 80% and the same bits.",
    seeds=SEEDS,
)
def products(seeds):
    def share(whole, small, bits):
        dense = small_bytes(whole)
        product = dense / small_bytes(small) * dense / small_bytes(rounded(whole, bits))
        return 100 * dense / small_bytes(rounded(small, bits)) / product

    pairs = [(seed, bits) for seed in seeds for bits in (4, 3)]
    slices = [share(parent(seed), half(seed), bits) for seed, bits in pairs]
    cuts = [share(parent(seed), cut(parent(seed), 0.8), bits) for seed, bits in pairs]
    result = f"{spread(slices, '{:.0f}')}%; cut and rounded {spread(cuts, '{:.0f}')}%"
    return Found(result, verdict(min(slices) > 90 and max(cuts) < 75))


@claim(
    says="Training after the cut is what brings `sparse` up: the same passes before the cut did "
    "not.",
    experiment="Points of a network cut to 90% and trained for three passes above the same cut "
    "alone.",
    control="The same three passes before the cut in place of after it.",
    seeds=SEEDS,
)
def trained_after_the_cut(seeds):
    after, before = [], []
    for seed in seeds:
        base = score(cut(parent(seed), 0.9))
        after.append(score(sparse(seed)) - base)
        before.append(score(cut(trained(parent(seed).copy(), seed), 0.9)) - base)
    result = f"{spread(after)} points; trained before the cut {spread(before)}"
    return Found(result, judged(np.subtract(after, before)))


@claim(
    says="At 3 bits, with as many passes of training as the narrow networks had, `sparse` reads "
    "as much as `half` or more, from a file of about the same size",
    experiment="Points at 3 bits of 90% cut and trained above half the units, trained alike, by "
    "five networks trained anew.",
    control="The bytes of both; and points of 90% drawn at random, trained alike, above half.",
    seeds=range(301, 306),
)
def sparse_against_narrow(seeds):
    gains, drawn, sizes = [], [], []
    for seed in seeds:
        narrow = rounded(half(seed), 3)
        ours = rounded(sparse(seed), 3)
        other = rounded(held(cut_at_random(parent(seed), 0.9, seed), seed), 3)
        gains.append(score(ours) - score(narrow))
        drawn.append(score(other) - score(narrow))
        sizes.append(small_bytes(ours) / small_bytes(narrow))
    result = (
        f"{spread(gains, '{:.2f}')} points with {spread(sizes, '{:.2f}')} of the bytes; "
        f"at random {spread(drawn, '{:.2f}')}"
    )
    near = 0.9 < min(sizes) <= max(sizes) < 1.1
    return Found(result, judged(gains, -0.2) if near else NOT_SHOWN)


def shaken(model, seed):
    """Equal weights put in random order, as in the lesson."""
    rng, model = np.random.default_rng(seed), model.copy()
    for layer in dense_layers(model):
        most = 1e-4 * np.abs(layer.weights.data).max()
        noise = rng.uniform(-most, most, layer.weights.data.shape)
        layer.weights.data = (layer.weights.data + noise).astype(np.float32)
    return model


@cache
def gaps(seed, sparsity):
    """Points that rounding to 3 bits first costs: ties first-first, ties at random, noise alone."""
    model = parent(seed) if seed else network()
    cut_first = score(rounded(cut(model, sparsity), 3))
    return (
        cut_first - score(cut(rounded(model, 3), sparsity)),
        cut_first - score(cut(shaken(rounded(model, 3), seed), sparsity)),
        cut_first - score(shaken(rounded(cut(model, sparsity), 3), seed)),
    )


@claim(
    says="At 80% most of the gap belongs to the rule for ties",
    experiment="Points between the two orders at 3 bits and 80% that go when ties are broken at "
    "random, as a share; the lesson's network (0) and three trained anew.",
    control="The same random numbers added after cutting first: points they cost by themselves.",
    seeds=(0, *SEEDS),
)
def ties(seeds):
    rows = [gaps(seed, 0.8) for seed in seeds]
    shares = [100 * (whole - left) / whole for whole, left, _ in rows]
    result = (
        f"{spread(shares, '{:.0f}')}% of {spread([row[0] for row in rows])} points; the numbers "
        f"alone {spread([row[2] for row in rows], '{:.2f}')}"
    )
    return Found(result, judged(shares, 50))


def largest_left(model, counts):
    """Keep as many weights of each layer as ``counts`` says, the largest."""
    model = model.copy()
    for layer, count in zip(dense_layers(model), counts, strict=True):
        weights = layer.weights.data.copy()
        order = np.argsort(np.abs(weights), axis=None, kind="stable")
        weights.ravel()[order[: weights.size - count]] = 0
        layer.weights.data = weights
    return model


def counts_left(model):
    return [np.count_nonzero(layer.weights.data) for layer in dense_layers(model)]


def remembering(model):
    """Round to 3 bits; of equal weights those that were larger stay larger, as in the lesson."""
    coarse = rounded(model, 3)
    for new, old in zip(dense_layers(coarse), dense_layers(model), strict=True):
        new.weights.data = (new.weights.data + 1e-4 * old.weights.data).astype(np.float32)
    return coarse


@claim(
    says="What is left at 90% is more than lost ranking. Where small ones go first, no ranking "
    "within a layer is lost, and still cutting first reads more: the grids of the layers differ, "
    "so rounding first takes weights from other layers. How much random ties lose beyond that, by "
    "ranking only a few sizes, differs from network to network.",
    experiment="Points at 3 bits and 90% from cutting first down to rounding first with ties "
    "broken by the trained size, and from there down to ties broken at random; the lesson's "
    "network (0) and three trained anew.",
    control="Cutting first, each layer left as many weights as rounding first leaves it: points "
    "below cutting first.",
    seeds=(0, *SEEDS),
)
def order(seeds):
    layers, ranking, shares = [], [], []
    for seed in seeds:
        model = parent(seed) if seed else network()
        first = score(rounded(cut(model, 0.9), 3))
        kept = cut(remembering(model), 0.9)
        layers.append(first - score(kept))
        ranking.append(gaps(seed, 0.9)[1] - layers[-1])
        shares.append(first - score(rounded(largest_left(model, counts_left(kept)), 3)))
    result = f"{spread(layers)} and {spread(ranking)} points; by the shares {spread(shares)}"
    same = max(np.abs(np.subtract(layers, shares))) < 1
    differs = max(ranking) - min(ranking) > 1
    return Found(result, verdict(min(layers) > 1 and same and differs))


@claim(
    says="the order matters where the grid is coarse",
    experiment="Points at 90% by which cutting first is above rounding first, at 3 bits, ties "
    "broken at random; the lesson's network (0) and three trained anew.",
    control="The same at 4 and at 8 bits.",
    seeds=(0, *SEEDS),
)
def coarse_grid(seeds):
    def gap(seed, bits):
        model = parent(seed) if seed else network()
        late = cut(shaken(rounded(model, bits), seed), 0.9)
        return score(rounded(cut(model, 0.9), bits)) - score(late)

    three, four, eight = ([gap(seed, bits) for seed in seeds] for bits in (3, 4, 8))
    result = f"{spread(three)} points; 4 bits {spread(four)}, 8 bits {spread(eight)}"
    return Found(result, verdict(min(three) > 2 > max(np.abs([*four, *eight]))))


@claim(
    says="A half of them does more harm than none",
    experiment="Points gained at 3 bits and 80%, rounding first, when all weights of the smallest "
    "size left in the first layer are set to zero; the lesson's network (0) and three trained "
    "anew.",
    control="The same number of them, drawn from all rows: points gained.",
    seeds=(0, *SEEDS),
)
def lopsided(seeds):
    none, anywhere = [], []
    for seed in seeds:
        coarse = rounded(parent(seed) if seed else network(), 3)
        damaged = cut(coarse, 0.8)
        base, spare = score(damaged), damaged.copy()
        weights = np.abs(damaged.layers[0].weights.data)
        least = weights[weights > 0].min()
        spare.layers[0].weights.data = damaged.layers[0].weights.data * (weights > 1.01 * least)
        none.append(score(spare) - base)
        anywhere.append(score(cut(shaken(coarse, seed), 0.8)) - base)
    result = f"{spread(none)} points; drawn from all rows {spread(anywhere)}"
    return Found(result, judged(none) if min(anywhere) > 0 else NOT_SHOWN)


@claim(
    says="With random ties rounding first falls steadily from 60% on.",
    experiment="Accuracy (%) at 3 bits and 60, 70, 80, 85 and 90%, rounding first, ties broken at "
    "random: falls in the lesson's network (0) and three trained anew.",
    control="The same with the first of equals cut: the largest rise from one to the next.",
    seeds=(0, *SEEDS),
)
def steadily(seeds):
    rises, control = [], []
    for seed in seeds:
        coarse = rounded(parent(seed) if seed else network(), 3)
        for model, found in ((shaken(coarse, seed), rises), (coarse, control)):
            line = [score(cut(model, sparsity)) for sparsity in (0.6, 0.7, 0.8, 0.85, 0.9)]
            found.append(max(np.diff(line)))
    result = f"{spread(rises)} points between neighbours at most; first of equals {spread(control)}"
    return Found(result, verdict(max(rises) < 0 < min(control)))


@cache
def six_orders(seed):
    part = mnist().train.sample(20_000, seed=[seed, 6])
    steps = {
        "slice": lambda model: sliced(model, 0.25),
        "train": lambda model: trained(model, seed, 1, part),
        "round": lambda model: rounded(model, 4),
    }
    found = {}
    for names in permutations(steps):
        model = network()
        for name in names:
            model = steps[name](model)
        found[" > ".join(names)] = score(model), small_bytes(model)
    return found


@claim(
    says="Training before the slice does not mend it",
    experiment="Points of slice > train > round above train > slice > round.",
    control="Points of train > slice > round above slice > round, without training.",
    seeds=SEEDS,
)
def slice_then_train(seeds):
    bare = score(rounded(sliced(network(), 0.25), 4))
    found = [six_orders(seed) for seed in seeds]
    late = [each["slice > train > round"][0] for each in found]
    early = [each["train > slice > round"][0] for each in found]
    gains = np.subtract(late, early)
    result = f"{spread(gains)} points; without training {bare:.1f}, trained before {spread(early)}"
    return Found(result, judged(gains))


@claim(
    says="Training last mends it as well, but moves the weights off the grid: the file is several "
    "times as large",
    experiment="Bytes of slice > round > train by those of slice > train > round.",
    control="Points of the first above the second.",
    seeds=SEEDS,
)
def round_then_train(seeds):
    pairs = [
        (each["slice > round > train"], each["slice > train > round"])
        for each in map(six_orders, seeds)
    ]
    sizes = [last[1] / first[1] for last, first in pairs]
    points = [last[0] - first[0] for last, first in pairs]
    result = f"{spread(sizes)} times; {spread(points, '{:.2f}')} points"
    return Found(result, verdict(min(sizes) > 3 and min(points) > -1))


@claim(
    says="plain training would have filled most of the zeros again",
    experiment="Share of the cut weights (90%) that are zero after one pass of plain training.",
    control="Weights on always-black pixels apart, which no image moves.",
    seeds=SEEDS[:1],
)
def zeros_filled(seeds):
    black = mnist().train.images.max(axis=0) == 0
    model = cut(network(), 0.9)
    gone = [layer.weights.data == 0 for layer in dense_layers(model)]
    after = dense_layers(trained(model, seeds[0], 1))
    still = [layer.weights.data == 0 for layer in after]
    dark = still[0][black][gone[0][black]].mean()
    rest = np.concatenate([(s & g)[g] for s, g in zip(still[1:], gone[1:], strict=True)])
    lit = np.concatenate([still[0][~black][gone[0][~black]], rest])
    result = f"{lit.mean():.1%}; on always-black pixels {dark:.1%}"
    return Found(result, verdict(lit.mean() < 0.1))


@claim(
    says="At 3 bits a cut of half the weights changes nothing: the grid had rounded that half to "
    "zero without it",
    experiment="Weights that a cut of 50% changes in the rounded network, the lesson's (0) and "
    "three trained anew.",
    control="The same at 4 bits.",
    seeds=(0, *SEEDS),
)
def cut_of_half(seeds):
    def changed(model, bits):
        pairs = zip(
            dense_layers(rounded(model, bits)),
            dense_layers(rounded(cut(model, 0.5), bits)),
            strict=True,
        )
        return sum(int((a.weights.data != b.weights.data).sum()) for a, b in pairs)

    models = [parent(seed) if seed else network() for seed in seeds]
    three, four = ([changed(model, bits) for model in models] for bits in (3, 4))
    result = f"{three} weights; at 4 bits {four}"
    return Found(result, verdict(max(three) == 0 < min(four)))


NO_CLAIMS = {
    "**search** for a network whose file fits a budget": "definition",
    "that you have not overlooked a better way?**": "question",
    "how many times smaller than that of the dense network": "question",
    "Every row has fewer bytes than dense.": "printed",
    "## 6.4 What no other beats": "definition",
    "The table has more rows than anybody can weigh.": "printed",
    "Give each point its *costs*, numbers of which less is better": "definition",
    "for every cost $i$, and $p_i < q_i$ for at least one.": "definition",
    "Whatever you value, $q$ is then the worse choice.": "definition",
    "Costs (bytes in KB, error in %):": "definition",
    "will take any number of points with any number of costs.": "definition",
    "it returns the *places* of the front's points in `costs`": "definition",
    "places come in order of the first cost, the lowest first": "definition",
    "Here is a slow way, for two costs that are whole numbers from 0 to 9": "definition",
    "Now for any number of points and of costs, by the contract above.": "instruction",
    "compare a point with all points at once": "instruction",
    "NaN is neither less nor more than anything": "definition",
    "Five points from above, three costs, a front that bulges": "instruction",
    "Costs are the bytes and the error on validation images": "definition",
    "## 6.5 Does the order matter?": "question",
    "With 3 bits rounding first reads fewer digits at 80% than at 90%": "printed",
    "and is the difference larger than chance?": "question",
    "Before you believe that an order matters, ask what else changed with it.": "instruction",
}
