"""Lesson 12: what it claims, and what could have refuted it."""

from functools import cache

import numpy as np

from benchmarks.claims import SHOWN, Found, answers, claim, judged, spread, verdict
from smallnets import DataLoader, load_pretrained, load_shakespeare, text_windows

LESSON = "12_language_model"
NAMES = {
    1: "shakespeare_64",
    2: "shakespeare_64_2",
    3: "shakespeare_64_3",
    "large": "shakespeare_96",
}
NETS = (1, 2, 3)


@cache
def known():
    return answers(LESSON)


@cache
def windows(part, count):
    every = text_windows(getattr(load_shakespeare(), part), 64)
    return every.take(count) if count else every


@cache
def calibration():
    return text_windows(load_shakespeare().train, 64).sample(128, seed=0).tokens.astype(int)


def losses(model, part="validation", count=256):
    """Nats a character of each of the first sequences of a text, or of all."""
    found = []
    for ids, following in DataLoader(windows(part, count), 64):
        scores = model.forward(ids).astype(np.float64)
        scores -= scores.max(axis=-1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=-1, keepdims=True))
        found.append(-np.take_along_axis(scores, following[..., None], axis=-1).mean(axis=(1, 2)))
    return np.concatenate(found)


@cache
def net(seed):
    return load_pretrained(NAMES[seed])


@cache
def whole(seed):
    return losses(net(seed))


def lost(seed, model):
    """Nats lost, a mean of paired differences."""
    return (losses(model) - whole(seed)).mean()


@cache
def plain(seed, bits, kind="to_nearest"):
    """Nats lost to rounding: a scale an output, or one a layer."""
    return lost(seed, known()["rounded"](net(seed), known()[kind](bits)))


@cache
def stepped(seed, bits, clip, text):
    """Nats lost with clipped scales, and with GPTQ on text, random characters, or none."""
    tokens = {"none": None, "train": calibration()}.get(text)
    if text == "random":
        tokens = np.random.default_rng(seed).integers(0, 65, (128, 64))
    return lost(seed, known()["compress"](net(seed), bits, clip=clip, tokens=tokens)[0])


def of(function, seeds=NETS):
    return np.array([function(seed) for seed in seeds])


def nats(values):
    return spread(values, "{:.3f}")


@claim(
    says="at 4 bits the standard error of this *paired* difference is under a third of that of "
    "either loss.",
    experiment="Standard error of the paired difference at 4 bits, a scale an output, by that of "
    "the loss of the rounded model and of the whole one: the larger share, three networks.",
    control="The same with the sequences of one of the two in another order: no pair is of one "
    "text.",
    seeds=NETS,
)
def paired(seeds):
    shares, shuffled = [], []
    for seed in seeds:
        row = losses(known()["rounded"](net(seed), known()["to_nearest"](4)))
        other = np.random.default_rng(seed).permutation(whole(seed))
        least = min(row.std(), whole(seed).std())
        shares.append((row - whole(seed)).std() / least)
        shuffled.append((row - other).std() / least)
    words = f"{spread(shares, '{:.2f}')}; in another order {spread(shuffled, '{:.2f}')}"
    return Found(words, verdict(max(shares) < 1 / 3 and min(shuffled) > 1))


@claim(
    says="the loss on all of the test text is over 0.1 nats higher than on all of the validation "
    "text, and on their first 16,384 characters lower.",
    experiment="Loss on all of the test text less that on all of the validation text, three "
    "networks; the same of the first 256 sequences of each.",
    control="Two halves of the validation text, every second sequence: apart by less.",
    seeds=NETS,
)
def texts_differ(seeds):
    def apart(count):
        both = [
            [losses(net(s), part, count).mean() for part in ("test", "validation")] for s in seeds
        ]
        return [test - validation for test, validation in both]

    every = [losses(net(seed), count=None) for seed in seeds]
    halves = np.abs([row[::2].mean() - row[1::2].mean() for row in every])
    all_of, first = apart(None), apart(256)
    words = f"{nats(all_of)}; first 256 {nats(first)}; two halves {nats(halves)}"
    return Found(words, verdict(min(all_of) > 0.1 > 0 > max(first) and max(halves) < 0.02))


@claim(
    says="Without any text, clipping takes away over a third of what is lost at 3 bits, GPTQ "
    "about half, and both together about two thirds, all in the same bytes.",
    experiment="Share of what rounding loses at 3 bits that clipping, GPTQ, and both take away, "
    "three networks.",
    control="GPTQ calibrated on random characters takes less away than on text, in each network.",
    seeds=NETS,
)
def steps_at_3(seeds):
    ways = {
        "clipped": (True, "none"),
        "GPTQ": (False, "train"),
        "both": (True, "train"),
        "GPTQ, random": (False, "random"),
    }
    shares = {
        way: of(lambda seed, how=how: 1 - stepped(seed, 3, *how) / plain(seed, 3), seeds)
        for way, how in ways.items()
    }
    words = "; ".join(f"{way} {spread(row, '{:.2f}')}" for way, row in shares.items())
    holds = (
        min(shares["clipped"]) > 1 / 3
        and all(0.4 < share < 0.65 for share in shares["GPTQ"])
        and all(0.58 < share < 0.75 for share in shares["both"])
        and min(shares["GPTQ"] - shares["GPTQ, random"]) > 0
    )
    return Found(words, verdict(holds))


@claim(
    says="That is nearer to what plain rounding loses at 4 bits than to what it loses at 3.",
    experiment="Nats that GPTQ with clipped scales loses at 3 bits, less the mean of what "
    "rounding loses at 4 and at 3, three networks.",
    control="The same of rounding to 3 bits with one scale a layer.",
    seeds=NETS,
)
def between(seeds):
    half = of(lambda seed: (plain(seed, 4) + plain(seed, 3)) / 2, seeds)
    both = of(lambda seed: stepped(seed, 3, True, "train"), seeds)
    layer = of(lambda seed: plain(seed, 3, "one_scale"), seeds)
    words = f"{nats(both - half)}; a scale a layer, rounded {nats(layer - half)}"
    return Found(words, verdict(judged(half - both) == SHOWN and min(layer - half) > 0))


@claim(
    says="At 2 bits all lose more than a nat",
    experiment="The least that rounding, clipping, GPTQ and both lose at 2 bits, three networks.",
    control="The most that they lose at 4 bits.",
    seeds=NETS,
)
def broken(seeds):
    ways = [(False, "none"), (True, "none"), (False, "train"), (True, "train")]
    two = of(lambda seed: min(stepped(seed, 2, *way) for way in ways), seeds)
    four = of(lambda seed: max(stepped(seed, 4, *way) for way in ways), seeds)
    return Found(f"{nats(two)}; 4 bits {nats(four)}", verdict(min(two) > 1 > max(four)))


@claim(
    says="With 4 bits to spend on each weight the larger model loses less than the small one in "
    "16; with 2 bits it loses more than the small one in 8.",
    experiment="Loss of the larger model in 4 bits less that of three small ones in 16; in 2 bits "
    "less that of the small ones in 8; GPTQ with clipped scales.",
    control="Both in 16 bits: the larger model loses less.",
    seeds=NETS,
)
def more_weights(seeds):
    large = {
        bits: known()["compress"](net("large"), bits, clip=True, tokens=calibration())[0]
        for bits in (4, 2)
    }
    large = {bits: losses(model).mean() for bits, model in large.items()}
    four = of(lambda seed: large[4] - whole(seed).mean(), seeds)
    two = of(lambda seed: large[2] - whole(seed).mean() - stepped(seed, 8, True, "train"), seeds)
    full = of(lambda seed: whole("large").mean() - whole(seed).mean(), seeds)
    words = f"4 and 16 bits {nats(four)}; 2 and 8 {nats(two)}; both 16 {nats(full)}"
    return Found(words, verdict(max(four) < 0 < min(two) and max(full) < 0))


def half_pruned(seed, model, score, repair, bits=16):
    """Nats lost when 2 of 4 weights stay, by a score(weights, hessian, inputs)."""
    tools, small = known(), model.copy()
    for name, layer in tools["inner_layers"](small).items():
        w = layer.weights.data
        inputs = tools["received"](small, calibration(), name)
        hessian = tools["layer_hessian"](inputs)
        keep = tools["two_of_four"](score(w, hessian, inputs))
        codes, scale = tools["quantize_groups"](w, bits, len(w))
        if repair:
            codes = tools["gptq_layer"](w, hessian, scale, bits, len(w), keep)
        layer.weights.data = tools["dequantize"](codes * keep, scale, len(w))
    return lost(seed, small)


def by_size(weights, hessian, inputs):
    return np.abs(weights)


def by_hessian(weights, hessian, inputs):
    return weights**2 / np.diag(np.linalg.inv(hessian))[:, None]


def by_wanda(weights, hessian, inputs):
    return np.abs(weights) * np.sqrt((inputs.astype(float) ** 2).mean(axis=(0, 1)))[:, None]


@claim(
    says="choosing and making good by the Hessian saves about a quarter of the loss; the choice "
    "alone, measured apart, saves nothing",
    experiment="Share of the loss of 2 of 4 by size that is saved, 16 bits, three networks.",
    control="Choosing by the Hessian without making good.",
    seeds=NETS,
)
def two_of_four(seeds):
    size = of(lambda seed: half_pruned(seed, net(seed), by_size, False), seeds)
    both = of(lambda seed: half_pruned(seed, net(seed), by_hessian, True), seeds)
    chosen = of(lambda seed: half_pruned(seed, net(seed), by_hessian, False), seeds)
    saved, alone = 1 - both / size, 1 - chosen / size
    words = f"{spread(saved, '{:.2f}')}; only chosen {spread(alone, '{:.2f}')}"
    return Found(words, verdict(min(saved) > 0.2 and max(saved) < 0.3 and max(alone) <= 0))


@claim(
    says="Yet in 2.75 bits a weight, 4-bit codes and which two of four they are, it loses more "
    "than twice what GPTQ did in 3 bits: here bits are better spent on codes.",
    experiment="Nats that 2 of 4 by the Hessian in 4-bit codes loses, by those that GPTQ loses "
    "in 3 bits, three networks.",
    control="By those that GPTQ loses in 2 bits.",
    seeds=NETS,
)
def zeros_or_bits(seeds):
    zeros = of(lambda seed: half_pruned(seed, net(seed), by_hessian, True, 4), seeds)
    three, two = (of(lambda s, b=bits: stepped(s, b, False, "train"), seeds) for bits in (3, 2))
    words = f"{spread(zeros / three, '{:.2f}')}; by 2 bits {spread(zeros / two, '{:.2f}')}"
    return Found(words, verdict(judged(zeros / three, 2) == SHOWN and max(zeros / two) < 1))


@claim(
    says="None stands out: 8 bits lose under 0.01 nats, and there is nothing to mend.",
    experiment="Nats lost with weights and inputs in int8, three networks; largest channel by the "
    "median one, the most of all normalizations.",
    control="The same with a planted channel.",
    seeds=NETS,
)
def no_outliers(seeds):
    tools, words, holds = known(), [], []
    for grown in (net, lambda seed: tools["planted"](net(seed))):
        rows, ratios = [], []
        for seed in seeds:
            model = grown(seed)
            rows.append(lost(seed, tools["in_int8"](model, calibration())))
            for _, _, name in tools["norm_pairs"](model):
                most = np.abs(tools["received"](model, calibration(), name)).max(axis=(0, 1))
                ratios.append(most.max() / np.median(most))
        words.append(f"{nats(rows)}, at most {max(ratios):.1f} times the median")
        holds.append(max(rows) < 0.01 and max(ratios) < 4)
    return Found(f"{words[0]}; planted {words[1]}", verdict(holds == [True, False]))


def awq(seed, model, bits=3):
    """Nats lost to rounding rows scaled by a power of their input's mean size, the best of nine.

    Lin et al., "AWQ", 2024, section 3.2: the power is chosen by the squared error of the outputs.
    """
    tools, small = known(), model.copy()
    for name, layer in tools["inner_layers"](small).items():
        w = layer.weights.data
        inputs = tools["received"](small, calibration(), name)
        hessian = tools["layer_hessian"](inputs)
        size = np.abs(inputs).mean(axis=(0, 1)) + 1e-6
        tried = []
        for power in np.arange(9) / 8:
            rows = (size**power)[:, None]
            new = tools["to_nearest"](bits)(w * rows) / rows
            tried.append((tools["output_error"](new - w, hessian), power, new))
        layer.weights.data = min(tried, key=lambda each: each[:2])[2].astype(np.float32)
    return lost(seed, small)


@claim(
    says="AWQ, which scales up the weights of large inputs, saves less than a tenth of what "
    "rounding loses at 3 bits;",
    experiment="Share of what rounding to 3 bits loses that AWQ saves, three networks.",
    control="The same with a planted channel, 30 times as large in one of 64.",
    seeds=NETS,
)
def no_awq(seeds):
    tools, shares = known(), []
    for grown in (net, lambda seed: tools["planted"](net(seed))):
        shares.append([])
        for seed, model in {seed: grown(seed) for seed in seeds}.items():
            rounded = lost(seed, tools["rounded"](model, tools["to_nearest"](3)))
            shares[-1].append(1 - awq(seed, model) / rounded)
    shares = np.array(shares)
    words = f"{spread(shares[0], '{:.2f}')}; planted {spread(shares[1], '{:.2f}')}"
    return Found(words, verdict(max(shares[0]) < 0.1 and judged(shares[1] - shares[0]) == SHOWN))


@claim(
    says="Wanda, which ranks by $|w|$ times the input's size, less than a tenth of what 2 of 4 by "
    "$|w|$ loses.",
    experiment="Share of what 2 of 4 by size loses that Wanda saves, three networks.",
    control="The same with four planted channels of 64, 30 times as large: by size loses more, "
    "Wanda the same.",
    seeds=NETS,
)
def no_wanda(seeds):
    shares, lost_by = [], []
    for channels in ((), (5, 21, 37, 53)):
        rows = []
        for seed in seeds:
            model = net(seed)
            for channel in channels:
                model = known()["planted"](model, channel=channel)
            rows.append([half_pruned(seed, model, by, False) for by in (by_size, by_wanda)])
        lost_by.append(np.array(rows))
        shares.append(1 - lost_by[-1][:, 1] / lost_by[-1][:, 0])
    same = np.abs(lost_by[1][:, 1] - lost_by[0][:, 1]).max()
    words = f"{spread(shares[0], '{:.2f}')}; planted {spread(shares[1], '{:.2f}')}"
    holds = max(shares[0]) < 0.1 and judged(shares[1] - shares[0]) == SHOWN and same < 0.01
    return Found(f"{words}, Wanda's own loss moves by {same:.3f}", verdict(holds))


def smoothed(model):
    """Every normalization of the blocks smoothed, as in the lesson."""
    tools, calm = known(), model.copy()
    for norm, layer, name in tools["norm_pairs"](calm):
        largest = np.abs(tools["received"](calm, calibration(), name)).max(axis=(0, 1))
        arrays = tools["smooth"](norm.gain.data, norm.bias.data, layer.weights.data, largest)
        norm.gain.data, norm.bias.data, layer.weights.data = arrays
    return calm


@claim(
    says="In int8 the planted channel takes the codes away from 63 others, and over a fifth of a "
    "nat is lost. SmoothQuant undoes it: under 0.01 nats are lost again.",
    experiment="Nats lost in int8 with a planted channel, and after SmoothQuant, three networks.",
    control="Planted, only the weights in 8 bits, inputs in floats.",
    seeds=NETS,
)
def planted(seeds):
    tools = known()
    spiked = {seed: tools["planted"](net(seed)) for seed in seeds}
    eight = tools["to_nearest"](8)
    rows = [
        of(lambda s: lost(s, tools["in_int8"](spiked[s], calibration())), seeds),
        of(lambda s: lost(s, tools["in_int8"](smoothed(spiked[s]), calibration())), seeds),
        of(lambda s: lost(s, tools["rounded"](spiked[s], eight)), seeds),
    ]
    words = f"{nats(rows[0])}; smoothed {nats(rows[1])}; inputs in floats {nats(rows[2])}"
    return Found(words, verdict(min(rows[0]) > 0.2 and max(rows[1]) < 0.01 > max(rows[2])))


@claim(
    says="- Rounding with a scale for each output loses under 0.05 nats at 5 bits, over 0.4 at 3 "
    "and over 2 at 2 bits",
    experiment="Nats lost at 5, 3 and 2 bits, a scale an output, three networks.",
    control="5 bits with one scale a layer.",
    seeds=NETS,
)
def cliff(seeds):
    five, three, two = (of(lambda s, b=bits: plain(s, b), seeds) for bits in (5, 3, 2))
    layer = of(lambda s: plain(s, 5, "one_scale"), seeds)
    words = f"{nats(five)}; {nats(three)}; {nats(two)}; 5 bits, a scale a layer {nats(layer)}"
    return Found(
        words, verdict(max(five) < 0.05 < min(layer) and min(three) > 0.4 and min(two) > 2)
    )


NO_CLAIMS = {
    "A guess among 65 costs $\\ln 65 = 4.17$ nats.": "arithmetic",
    "at which you expect more than 0.2 nats to be lost": "question",
    "- with equal errors the larger share wins.": "definition",
    "It is the same for all outputs, since all of them receive the same inputs": "definition",
    "Then $d = [0.4, -0.4]$ costs nothing": "arithmetic",
    "one weight is off by more than before, and the output by less.": "arithmetic",
    "For every weight, GPTQ's code is at least as far from the old weight": "definition",
    "Explain how both can be true, and name inputs for which GPTQ would win nothing.": "question",
    "Why does the order of inputs matter to it?": "question",
    "At which bits do the two have equally large files, and which then loses less?": "question",
    "In large language models a few channels are about a hundred times larger": "source",
    "the gain and the bias of one channel of both normalizations times 30": "definition",
    "the normalization's gain and bias are *divided* by, the row *multiplied* by": "definition",
    "The files are 6.7 times smaller than 32 bits": "printed",
    "and clipping alone does more than GPTQ alone.": "printed",
}
