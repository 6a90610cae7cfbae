"""Lesson 3: what it claims, and what could have refuted it."""

from functools import cache

import numpy as np

from benchmarks import claims
from benchmarks.claims import INCONCLUSIVE, NOT_SHOWN, SHOWN, Found, claim, judged, spread
from smallnets import (
    Adam,
    DataLoader,
    Trainer,
    create_mlp,
    load_mnist,
    load_pretrained,
    time_ratio,
)

LESSON = "03_quantization"
SEEDS = tuple(range(201, 213))
DENSE = (0, 2, 4)


def verdict(holds):
    return SHOWN if holds else NOT_SHOWN


@cache
def lesson():
    return claims.answers(LESSON)


@cache
def network():
    return load_pretrained("lenet_300_100")


@cache
def trained(seed):
    """LeNet-300-100 trained anew: the lesson's network is one draw, these are others."""
    model = create_mlp(784, [300, 100], 10, seed=seed)
    loader = DataLoader(load_mnist(flatten=True).train, batch_size=250, shuffle=True, seed=seed)
    Trainer(model, Adam(model.parameters(), 2e-3), progress=False).fit(loader, 1)
    return model


def right(model, images=None):
    """For each validation image, or each of ``images``, whether it is read right."""
    images = load_mnist(flatten=True).validation if images is None else images
    loader = DataLoader(images, batch_size=1000)
    parts = [model.forward(x).argmax(axis=1) == labels for x, labels in loader]
    return np.concatenate(parts)


def score(model):
    return 100 * right(model).mean()


def rounded(model, bits, per_channel=False, symmetric=False):
    return lesson()["quantize_model_weights"](model, bits, per_channel, symmetric)[0]


def changed(model, change):
    """A copy whose weights are ``change(array)``, layer by layer."""
    copy = model.copy()
    for place in DENSE:
        weights = copy.layers[place].weights
        weights.data = change(weights.data).astype(np.float32)
    return copy


def rounding_errors(w, bits):
    found = lesson()
    grid = found["quantization_params"](w, bits)
    return found["dequantize"](found["quantize"](w, *grid, bits), *grid) - w


def shuffled(model, bits, seed, keep_tied=False):
    """Deal the errors of one grid a layer to other weights, but for their multiple of each."""
    rng = np.random.default_rng(seed)

    def deal(w):
        errors = rounding_errors(w, bits)
        tied = (errors * w).sum() / (w * w).sum() * w if keep_tied else 0 * w
        return w + tied + rng.permutation((errors - tied).ravel()).reshape(w.shape)

    return changed(model, deal)


def in_errors(before, after):
    """Mean difference of paired answers, and how many of its standard errors that is."""
    difference = before.astype(float) - after.astype(float)
    error = difference.std(ddof=1) / np.sqrt(difference.size)
    return difference.mean() / error if error else 0.0


@claim(
    says="the step 0.1 was luck: these weights happen to be of about that size.",
    experiment="Validation accuracy (%) at one decimal of a network that computes the same: "
    "layer 1 divided by 100, layer 2 multiplied by it.",
    control="That network unrounded; the lesson's own at one decimal; the other one on the grid "
    "of section 3.2 in 4 bits, whose step follows the array.",
)
def lucky_step(seeds):
    other = network().copy()
    first, second = other.layers[0], other.layers[2]
    for parameter in (first.weights, first.bias):
        parameter.data = parameter.data / 100
    second.weights.data = second.weights.data * 100

    def one_decimal(w):
        return w.round(1)

    scores = [
        score(each)
        for each in (
            changed(other, one_decimal),
            other,
            changed(network(), one_decimal),
            rounded(other, 4),
        )
    ]
    result = "{:.1f}; unrounded {:.1f}; the lesson's {:.1f}; by the grid {:.1f}".format(*scores)
    return Found(result, verdict(scores[0] < 50 < 90 < min(scores[1:])))


@claim(
    says="It is the step that hurts: a fourth level wins nothing back, and three levels with the "
    "affine step do as well as the affine grid.",
    experiment="Validation accuracy (%) at 2 bits per tensor: three levels, symmetric, with the "
    "affine step; the affine grid.",
    control="Three levels with the symmetric step, as the symmetric grid has them; and four, the "
    "fourth above or below.",
)
def two_bits(seeds):
    def on_levels(lowest, highest, step_of):
        def change(w):
            return np.clip(np.rint(w / step_of(w)), lowest, highest) * step_of(w)

        return score(changed(network(), change))

    def wide(w):
        return np.abs(w).max()

    def affine(w):
        return (w.max() - w.min()) / 3

    three, grid = on_levels(-1, 1, affine), score(rounded(network(), 2))
    controls = [on_levels(*ends, wide) for ends in ((-1, 1), (-1, 2), (-2, 1))]
    shown = " and ".join(f"{each:.1f}" for each in controls[1:])
    result = f"{three:.1f}; affine {grid:.1f}; symmetric {controls[0]:.1f}, with four {shown}"
    return Found(result, verdict(three > grid - 1 and max(controls) < 15))


@claim(
    says="From 8 bits to 5 nothing happens that 5,000 images could tell from noise",
    experiment="Difference of the lesson's network from the float one at 8, 7, 6 and 5 bits, per "
    "tensor and per channel, in standard errors of the paired difference: the largest.",
    control="The same at 4, 3 and 2 bits, per tensor.",
)
def free_bits(seeds):
    whole = right(network())
    many = [
        in_errors(whole, right(rounded(network(), bits, each)))
        for bits in (8, 7, 6, 5)
        for each in (False, True)
    ]
    few = [in_errors(whole, right(rounded(network(), bits))) for bits in (4, 3, 2)]
    most = max(map(abs, many))
    result = f"{most:.1f}; at 4, 3 and 2 bits " + ", ".join(f"{each:.1f}" for each in few)
    return Found(result, verdict(most < 2.7 < few[1] < few[2]))


def lost(seed, bits, per_channel=False):
    """Points of validation accuracy that rounding costs a network trained anew."""
    return score(trained(seed)) - score(rounded(trained(seed), bits, per_channel))


def after_shuffling(seed, bits, keep_tied=False):
    """Mean accuracy (%) over three shuffles; a seed of None is the lesson's network."""
    model = network() if seed is None else trained(seed)
    return np.mean([score(shuffled(model, bits, draw, keep_tied)) for draw in range(3)])


@claim(
    says="Down to 3 bits, shuffled errors do about the same harm as the real ones.",
    experiment="Points of validation accuracy that shuffling the errors wins back at 4 and at 3 "
    "bits, per tensor, of twelve networks trained for an epoch: the mean.",
    control="The same at 2 bits.",
    seeds=SEEDS,
)
def same_harm(seeds):
    won = {
        bits: [after_shuffling(seed, bits) - score(rounded(trained(seed), bits)) for seed in seeds]
        for bits in (4, 3, 2)
    }
    result = "; ".join(f"at {bits} bits {spread(values)}" for bits, values in won.items())
    means = [abs(np.mean(values)) for values in won.values()]
    return Found(result, verdict(max(means[:2]) < 0.5 < means[2]))


@claim(
    says="Per tensor at 2 bits they do less harm here.",
    experiment="Points that shuffling the errors wins back at 2 bits per tensor on the lesson's "
    "network, over six shuffles.",
    control="The same on twelve networks trained for an epoch, three shuffles each: there it holds "
    "on average, not on each.",
    seeds=SEEDS,
)
def less_harm(seeds):
    base = score(rounded(network(), 2))
    here = [score(shuffled(network(), 2, draw)) - base for draw in range(6)]
    others = [after_shuffling(seed, 2) - score(rounded(trained(seed), 2)) for seed in seeds]
    return Found(f"{spread(here)}; others {spread(others)}", judged(here))


@claim(
    says="Alone that does no harm, but beside the rest it does: on this network, and on each of "
    "twelve from other seeds, fewer digits are read with $c \\, w$ in place than with whole "
    "errors shuffled.",
    experiment="Points of validation accuracy that whole errors shuffled read more than with "
    "c w in place and the rest shuffled, at 2 bits per tensor, mean of three shuffles: the "
    "lesson's network and twelve trained for an epoch.",
    control="Points lost by adding c w alone to the weights, without the rest.",
    seeds=SEEDS,
)
def tied_part(seeds):
    def shrunk(model):
        def shrink(w):
            errors = rounding_errors(w, 2)
            return w + (errors * w).sum() / (w * w).sum() * w

        return changed(model, shrink)

    every = [None, *seeds]
    more = [after_shuffling(seed, 2) - after_shuffling(seed, 2, True) for seed in every]
    models = [network(), *map(trained, seeds)]
    alone = [score(model) - score(shrunk(model)) for model in models]
    holds = min(more) > 0 and max(alone) < 0.5
    return Found(f"{spread(more)}; alone {spread(alone, '{:.2f}')}", verdict(holds))


@claim(
    says="What the rest does in its own place differs from network to network.",
    experiment="Points of validation accuracy that the rounded network reads more than with c w in "
    "place and the rest shuffled, at 2 bits per tensor: the lesson's network and twelve trained "
    "for an epoch.",
    control="Three shuffles each, so that no lucky one decides.",
    seeds=SEEDS,
    states=INCONCLUSIVE,
)
def rest_in_place(seeds):
    models = {None: network()} | {seed: trained(seed) for seed in seeds}
    more = [
        score(rounded(model, 2)) - after_shuffling(seed, 2, True) for seed, model in models.items()
    ]
    return Found(spread(more), judged(more))


def per_unit(seeds, bits):
    """Points that one grid a layer loses more than one grid a unit, and on how many networks."""
    more = [lost(seed, bits) - lost(seed, bits, True) for seed in seeds]
    return more, f"{spread(more, '{:.2f}')}, above 0 on {sum(np.array(more) > 0)} of {len(more)}"


@claim(
    says="On all twelve one grid a unit lost less than one grid a layer at 2 bits.",
    experiment="Points of validation accuracy that one grid a layer loses more than one a unit at "
    "2 bits, in twelve networks trained for an epoch.",
    control="The same at 8 bits.",
    seeds=SEEDS,
)
def units_at_two_bits(seeds):
    more, result = per_unit(seeds, 2)
    at_eight = per_unit(seeds, 8)[1]
    return Found(f"{result}; at 8 bits {at_eight}", judged(more) if min(more) > 0 else NOT_SHOWN)


@claim(
    says="Dealt out to other units the same grids kept much of that: smaller steps help, even "
    "where large weights saturate.",
    experiment="Points of validation accuracy that one grid a layer loses more at 2 bits than the "
    "units' own grids dealt out to other units at random, in the same twelve networks.",
    control="What the units' own grids in their places save.",
    seeds=SEEDS,
)
def dealt_out(seeds):
    models = map(trained, seeds)
    dealt = [score(each) - score(on_other_grids(each, 2, 1)) for each in models]
    saved = [lost(seed, 2) - each for seed, each in zip(seeds, dealt, strict=True)]
    own = per_unit(seeds, 2)[0]
    more_than_half = np.subtract(saved, np.array(own) / 2)
    return Found(f"{spread(saved)}; in place {spread(own)}", judged(more_than_half))


@claim(
    says="At 3 bits the difference was within the noise.",
    experiment="Points of validation accuracy that one grid a layer loses more than one a unit at "
    "3 bits, in the same twelve networks.",
    control="Whether the 95% interval of the mean holds 0.",
    seeds=SEEDS,
    states=INCONCLUSIVE,
)
def units_at_three_bits(seeds):
    more, result = per_unit(seeds, 3)
    return Found(result, judged(more))


@claim(
    says="At 4 bits both lost little.",
    experiment="Points of validation accuracy that one grid a layer, and one a unit, lose at 4 "
    "bits, in the same twelve networks.",
    control="The same at 2 bits.",
    seeds=SEEDS,
)
def little_at_four_bits(seeds):
    four, two = (
        [[lost(seed, bits, each) for seed in seeds] for each in (False, True)] for bits in (4, 2)
    )
    result = "{} and {}; at 2 bits {} and {}".format(*map(spread, [*four, *two]))
    return Found(result, verdict(np.max(four) < 0.6 < 1 < np.min(two)))


def on_other_grids(model, bits, seed):
    rng, found = np.random.default_rng(seed), lesson()

    def change(w):
        grid = found["quantization_params"](w, bits, axis=1)
        order = rng.permutation(w.shape[1])
        grid = [part[:, order] for part in grid]
        return found["dequantize"](found["quantize"](w, *grid, bits), *grid)

    return changed(model, change)


@claim(
    says="Half the range, and even a quarter, loses nothing that 1,000 images could show",
    experiment="Difference of the integer network at half and at a quarter of the ranges from the "
    "float one on 1,000 validation images, in standard errors of the paired difference: the "
    "largest of three draws of 100 calibration images.",
    control="The smallest at a sixteenth of the ranges and at 64 times them.",
    seeds=(1, 2, 3),
)
def narrow_ranges(seeds):
    data = load_mnist(flatten=True)
    some = data.validation.take(1000)
    whole = right(network(), some)

    def lost(seed, factor):
        images, _ = next(iter(DataLoader(data.train.sample(100, seed), batch_size=100)))
        ends = lesson()["calibrate"](network(), [images])
        ends[1:] *= factor
        arrays = lesson()["to_integers"](network(), ends)
        return in_errors(whole, right(lesson()["IntegerNetwork"](arrays), some))

    inside, outside = (
        [lost(seed, factor) for seed in seeds for factor in factors]
        for factors in ((1 / 2, 1 / 4), (1 / 16, 64))
    )
    result = f"{max(inside):.1f}; control {min(outside):.1f}"
    return Found(result, verdict(max(inside) < 2.4 < min(outside)))


@claim(
    says="Where we measured it, the library made the difference, not the numbers: in a plain loop "
    "float32 took about as long as int32, and the same codes as float32 went as fast as floats, "
    "with the same sums.",
    experiment="The product of 128 images' codes and layer 1's, time of int32 by that of float32: "
    "both by `@`, median of 20 pairs.",
    control="Both in numpy's own loop, `einsum` without the library; the codes in float32 by the "
    "float images and weights; whether the sums are equal.",
)
def library(seeds):
    rng = np.random.default_rng(0)
    images = load_mnist(flatten=True).validation.images[:128].astype(np.float32) / 255
    weights = network().layers[0].weights.data
    codes = rng.integers(-128, 128, images.shape), rng.integers(-127, 128, weights.shape)
    whole = [each.astype(np.int32) for each in codes]
    carried = [each.astype(np.float32) for each in codes]

    def loop(pair):
        return lambda: np.einsum("nk,km->nm", *pair, optimize=False)

    def product(pair):
        return lambda: pair[0] @ pair[1]

    ratios = [
        time_ratio(product(whole), product(carried), 20).median,
        time_ratio(loop(whole), loop(carried), 20).median,
        time_ratio(product(carried), product([images, weights]), 20).median,
    ]
    equal = np.array_equal(whole[0] @ whole[1], carried[0] @ carried[1])
    result = "{:.0f} times; in the loop {:.1f}; codes by floats {:.1f}".format(*ratios)
    holds = equal and ratios[0] > 4 and 0.5 < ratios[1] < 2 and 0.5 < ratios[2] < 2
    return Found(f"{result}; sums equal: {equal}", verdict(holds))


@claim(
    says="8 bits lose nothing that 10,000 images could show (at 98.2% the standard error is "
    "$\\sqrt{0.982 \\cdot 0.018 / 10000}$, 0.13 points), and 4 bits little.",
    experiment="Difference from the float network on test images at 8 bits, per tensor and per "
    "channel, in standard errors of the paired difference: the larger.",
    control="The same at 4 and at 2 bits, per channel, and the points lost at 4.",
)
def on_test_images(seeds):
    test = load_mnist(flatten=True).test
    whole = right(network(), test)
    eight = [right(rounded(network(), 8, each), test) for each in (False, True)]
    most = max(abs(in_errors(whole, each)) for each in eight)
    four, two = (right(rounded(network(), bits, True), test) for bits in (4, 2))
    points = 100 * (whole.mean() - four.mean())
    controls = in_errors(whole, four), in_errors(whole, two)
    result = "{:.1f}; at 4 bits {:.1f}, at 2 {:.1f}; {:.2f} points lost at 4".format(
        most, *controls, points
    )
    return Found(result, verdict(most < 2 < controls[1] and points < 0.3))


NO_CLAIMS = {
    "levels may lie closer, or leave out 0 where no entry is 0": "definition",
    "The symmetric step is larger: by one part in $2^b - 2$ if the array": "arithmetic",
    "has no range: the scale is 1 and the zero point therefore $-2^{b-1}$": "definition",
    "In the first layer half of the units use less than the printed share": "printed",
    "Yours has a few more zeros than before: small weights round to 0.": "printed",
    "And if one row is 100 times larger than the others, what becomes": "question",
    "bytes of which fewer codes are wanted than they hold": "instruction",
    "With *outliers*, a few activations many times larger than all others": "source",
    "Others report gains where integers are served well": "source",
    "In this file fewer than 4 bits save nothing: the bytes are the same.": "printed",
    "at 2 one grid a unit loses far less than one a layer": "printed",
}
