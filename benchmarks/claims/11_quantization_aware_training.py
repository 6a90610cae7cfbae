"""Lesson 11: what it claims, and what could have refuted it.

What took minutes to train was trained by ``tasks.store_quantized``; its stored runs are judged
here.
"""

from functools import cache

import numpy as np

from benchmarks.claims import (
    INCONCLUSIVE,
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
    DataLoader,
    Trainer,
    evaluate_model,
    load_fashion_mnist,
    load_mnist,
    load_pretrained,
    stored_results,
)

LESSON = "11_quantization_aware_training"
SETS = ("MNIST", "Fashion")
SHIPPED = {"MNIST": "lenet_300_100", "Fashion": "lenet_300_100_fashion"}
LOW_BITS = (4, 3, 2, 1.58, 1)
ORDERS = (11, 12, 13, 14, 15)


@cache
def known():
    return answers(LESSON)


@cache
def data(name):
    return {"MNIST": load_mnist, "Fashion": load_fashion_mnist}[name](flatten=True)


@cache
def shipped(name):
    return load_pretrained(SHIPPED[name])


def score(name, model):
    """Validation accuracy in percent."""
    return 100 * evaluate_model(model, DataLoader(data(name).validation, 1000))


def batches(name, seed):
    return DataLoader(data(name).train, 128, shuffle=True, seed=seed)


def stored(name, way, bits):
    """Validation accuracies of the stored networks of 300-100 units, by seed."""
    rows = stored_results(LESSON)["mlp"]
    return np.array([row[4] for row in rows if row[0] == name and row[2:4] == [way, bits]])


def convolved(name, way, bits):
    """Accuracies of the stored LeNet-5, by order of the images."""
    rows = stored_results(LESSON)["cnn"]
    return np.array([row[4] for row in rows if row[0] == name and row[2:4] == [way, bits]])


def files(name, budget, bits):
    """Validation accuracies of the stored networks of one file size, by seed."""
    rows = stored_results(LESSON)["bytes"]
    return np.array([row[6] for row in rows if row[:3] == [name, budget, bits]])


def free(quantize):
    """The same rounding, and a gradient that passes everywhere."""
    return lambda weights: (quantize(weights)[0], np.ones(weights.shape, dtype=bool))


@cache
def through(seed, rule="clipped"):
    """The clothes network after an epoch through its rounding to 2 bits."""
    quantize = known()["quantizer"](2)
    rule = quantize if rule == "clipped" else free(quantize)
    return known()["train_through"](shipped("Fashion"), rule, batches("Fashion", seed), 1, 1e-3)


def read_rounded(model, bits=2):
    return score("Fashion", known()["rounded_copy"](model, known()["quantizer"](bits)))


@cache
def without_masters(seed):
    """An epoch of steps on rounded weights, which are rounded again."""
    model, net = known()["rounded_copy"](shipped("Fashion"), known()["quantizer"](2)), shipped
    places = known()["weight_places"](model)
    grids = [
        (
            model.layers[place].weights,
            known()["weight_grid"](net("Fashion").layers[place].weights.data, 2),
        )
        for place in places
    ]
    begun = [weights.data for weights, _ in grids]

    def snap(done):
        for weights, grid in grids:
            weights.data = known()["fake_quant"](weights.data, *grid)[0]

    trainer = Trainer(
        model,
        Adam(model.parameters(), 1e-3),
        progress=False,
        after_step=snap,
        schedule=lambda done: 1 - done,
    )
    trainer.fit(batches("Fashion", seed), 1)
    moved = [np.mean(old != w.data) for old, (w, _) in zip(begun, grids, strict=True)]
    return max(moved), score("Fashion", model)


def squares(values, scale, bits):
    """Mean squared error of rounding, as a share of the mean square."""
    top = 2 ** (bits - 1)
    near = scale * np.clip(np.rint(values / scale), -top, top - 1)
    return np.mean((values - near) ** 2) / np.mean(values**2)


@claim(
    says="The trained layer's curve lies close to that of normal numbers, and the constants lie "
    "near its lowest point.",
    experiment="Squared error of the first layer with the constant of 2, 3 and 4 bits, by the "
    "least of 200 scales: the highest quotient, both networks.",
    control="The same with the scale of the largest weight; and for numbers drawn evenly from -1 "
    "to 1.",
)
def constants(seeds):
    scans = np.geomspace(0.15, 8, 200)
    steps, rows = known()["STEPS"], {}
    even = np.random.default_rng(0).uniform(-1, 1, 100_000)
    layers = {name: shipped(name).layers[0].weights.data.astype(float) for name in SETS}
    for words, values in [*layers.items(), ("even", even)]:
        size = np.sqrt(np.mean(values**2))
        quotients = []
        for bits in (2, 3, 4):
            least = min(squares(values, each * size, bits) for each in scans)
            largest = np.abs(values).max() / 2 ** (bits - 1)
            found = (squares(values, scale, bits) for scale in (steps[bits] * size, largest))
            quotients.append([each / least for each in found])
        rows[words] = np.max(quotients, axis=0)
    result = "; ".join(f"{words} {a:.2f}, largest {b:.1f}" for words, (a, b) in rows.items())
    holds = all(rows[name][0] < 1.2 and rows[name][1] > 2 for name in SETS)
    return Found(result, verdict(holds and rows["even"][0] > 1.5))


@claim(
    says="at 4 bits the two lie within half a point",
    experiment="Points between the spread's scale and the largest weight's at 4 bits, no training: "
    "the most of three networks a set.",
    control="The same at 2 bits.",
    seeds=(0, 1, 2),
)
def four_bits(seeds):
    apart = {bits: np.abs(ahead_by_spread(bits)).max() for bits in (4, 2)}
    result = f"{apart[4]:.2f}; 2 bits {apart[2]:.1f}"
    return Found(result, verdict(apart[4] < 0.5 < apart[2]))


@claim(
    says="whether the spread is ahead at 2 bits six other networks do not settle",
    experiment="Points that the spread's scale is ahead of the largest weight's at 2 bits, no "
    "training, three networks a set.",
    control="The same at 4 bits.",
    seeds=(0, 1, 2),
    states=INCONCLUSIVE,
)
def two_bits(seeds):
    ahead = ahead_by_spread(2)
    return Found(f"{spread(ahead)}; 4 bits {spread(ahead_by_spread(4), '{:.2f}')}", judged(ahead))


def ahead_by_spread(bits):
    return np.concatenate(
        [stored(name, "rounded", bits) - stored(name, "rounded, largest", bits) for name in SETS]
    )


@claim(
    says="by the largest weight an epoch reads more than a point less at 2 bits; at 3 bits "
    "either scale will do",
    experiment="Points that the spread's scale is ahead of the largest weight's after an epoch "
    "through the rounding: clothes, 2 bits, three orders.",
    control="The same at 3 bits: half a point at most.",
    seeds=ORDERS[:3],
)
def scales_in_training(seeds):
    two = np.subtract([read_through(2, s) for s in seeds], [read_through(2, s, 1) for s in seeds])
    three = np.subtract([read_through(3, s) for s in seeds], [read_through(3, s, 1) for s in seeds])
    holds = judged(two, 1.0) == SHOWN and np.abs(three).max() < 0.5
    return Found(f"{spread(two, '{:.2f}')}; 3 bits {spread(three, '{:.2f}')}", verdict(holds))


def by_largest(bits):
    """A quantizer whose lowest code stands for a layer's largest weight."""

    def quantize(weights):
        _, low, high = known()["weight_grid"](weights, bits)
        scale = float(np.abs(weights).max()) / -low
        return known()["fake_quant"](weights, scale, low, high)

    return quantize


@cache
def read_through(bits, seed, largest=0):
    """Accuracy of the clothes network after an epoch through its rounding."""
    quantize = by_largest(bits) if largest else known()["quantizer"](bits)
    run = known()["train_through"]
    model = run(shipped("Fashion"), quantize, batches("Fashion", seed), 1, 1e-3)
    return score("Fashion", known()["rounded_copy"](model, quantize))


@claim(
    says="Whether the gradient stops where a weight is clipped makes no difference that accuracy "
    "could tell",
    experiment="Points that stopping the gradient where weights are clipped is ahead of passing it "
    "everywhere: clothes, 2 bits, one epoch, five orders of the images.",
    control="Either of them ahead of the float network, rounded.",
    seeds=ORDERS,
    states=INCONCLUSIVE,
)
def rules(seeds):
    clipped, passed = ([read_rounded(through(s, rule)) for s in seeds] for rule in ("clipped", ""))
    ahead = np.subtract(clipped, passed)
    base = read_rounded(shipped("Fashion"))
    result = f"{spread(ahead, '{:.2f}')}; ahead of rounding {spread(np.array(clipped) - base)}"
    if min(np.min(clipped), np.min(passed)) - base < 1:
        return Found(result, INCONCLUSIVE)
    return Found(result, judged(ahead))


@claim(
    says="Without masters not a single code changed: what those networks read more than at the "
    "start they owe to their biases.",
    experiment="Share of codes that an epoch changes without masters, the layer with most; "
    "clothes, 2 bits, three orders.",
    control="With masters, the layer with fewest; and the accuracies.",
    seeds=ORDERS[:3],
)
def masters(seeds):
    without = [without_masters(seed) for seed in seeds]
    changed = []
    for seed in seeds:
        pairs = zip(shipped("Fashion").layers[::2], through(seed).layers[::2], strict=True)
        codes = [[known()["codes_of"](each.weights.data, 2)[0] for each in pair] for pair in pairs]
        changed.append(min(np.mean(old != new) for old, new in codes))
    right = [read_rounded(through(seed)) for seed in seeds]
    result = (
        f"{max(row[0] for row in without):.1%}; with {min(changed):.1%} at least; read "
        f"{spread([row[1] for row in without])}, with {spread(right)}"
    )
    gains = np.subtract(right, [row[1] for row in without])
    holds = max(row[0] for row in without) < 1e-3 and min(changed) > 0.02
    return Found(result, verdict(holds and judged(gains) == SHOWN))


@claim(
    says="Trained through the rounding, 4, 3 and 2 bits read within half a point of the float "
    "network that was trained as long, and 1 bit within a point and a half.",
    experiment="Points that networks trained through the rounding are behind the float network "
    "of the same seed with as many epochs, the worst of three, 4 to 2 bits and 1 bit.",
    control="The float network, trained as long and then rounded at its best scale.",
    seeds=(0, 1, 2),
)
def near_float(seeds):
    words, holds = [], []
    for name in SETS:
        base = stored(name, "float, trained on", 32)
        behind = {bits: base - stored(name, "trained through", bits) for bits in LOW_BITS}
        rounded = {bits: base - stored(name, "trained on, best scale", bits) for bits in (2, 1)}
        few = max(behind[bits].mean() for bits in (4, 3, 2))
        words.append(
            f"{name} {few:.2f}, 1 bit {behind[1].mean():.2f}; rounded at 2 bits "
            f"{rounded[2].mean():.1f}, at 1 bit {rounded[1].mean():.1f}"
        )
        holds.append(few < 0.5 and behind[1].mean() < 1.5 and rounded[1].min() > 1.5)
    return Found("; ".join(words), verdict(all(holds)))


@claim(
    says="It is the rounding in training that does it: with two epochs more in float, then "
    "rounded, each of the six networks reads less at 2, 1.58 and 1 bits.",
    experiment="Points that training through the rounding is ahead of as much training in float, "
    "then rounded at its best scale: the least of three networks a set at 2, 1.58 and 1 bits.",
    control="What those epochs in float did for the rounded networks, each at its best scale.",
    seeds=(0, 1, 2),
)
def not_training(seeds):
    ahead, own = [], []
    for bits in (2, 1.58, 1):
        for name in SETS:
            more = stored(name, "trained on, best scale", bits)
            ahead.append(min(stored(name, "trained through", bits) - more))
            own.append((more - stored(name, "rounded, best scale", bits)).mean())
    result = ", ".join(f"{a:.2f}" for a in ahead) + "; float " + ", ".join(f"{a:.1f}" for a in own)
    return Found(result, verdict(min(ahead) > 0))


@claim(
    says="The convolutions show the same, more strongly: rounded after training, 1.58 and 1 bits "
    "lose a third of the answers or more, trained through it eight points at most.",
    experiment="Points lost by LeNet-5, rounded at the best of five scales, at 1.58 and 1 bits.",
    control="Trained through the rounding, the worst of three orders; the float network, trained "
    "as long, the worst of three.",
    seeds=(0, 1, 2),
)
def convolutions(seeds):
    words, holds = [], []
    for name in SETS:
        base = convolved(name, "float", 32)[0]
        lost = [base - convolved(name, "rounded, best scale", bits)[0] for bits in (1.58, 1)]
        kept = [base - convolved(name, "trained through", bits).min() for bits in (1.58, 1)]
        more = base - convolved(name, "float, trained on", 32).min()
        words.append(
            f"{name} {lost[0]:.1f}, {lost[1]:.1f}; through {kept[0]:.1f}, {kept[1]:.1f}; "
            f"float {more:.1f}"
        )
        holds.append(min(lost) > base / 3 and max(kept) < 8 and more < 1)
    return Found("; ".join(words), verdict(all(holds)))


def ahead_in_bytes(budget, bits):
    """Points that 1 bit is ahead of other bits in files of a size, both sets."""
    return np.concatenate([files(name, budget, 1) - files(name, budget, bits) for name in SETS])


@claim(
    says="Within 4,096 bytes 1 bit reads more than 8, 4, 3, 2 or 1.58, both sets taken together: "
    "half a point more than 1.58, and not in every pair.",
    experiment="Points that 1 bit is ahead of 8, 4, 3, 2 and 1.58 bits in files of 4,096 bytes, "
    "each at the better of two rates, three seeds a set.",
    control="The same in files of 16,384 bytes.",
    seeds=(0, 1, 2),
)
def few_bytes(seeds):
    few, more = (
        [ahead_in_bytes(budget, bits) for bits in (8, 4, 3, 2, 1.58)] for budget in (4096, 16384)
    )
    result = f"{', '.join(map(spread, few))}; 16,384 bytes {', '.join(map(spread, more))}"
    holds = all(judged(each) == SHOWN for each in few)
    return Found(result, verdict(holds and few[-1].min() < 0 and few[-1].mean() < 1))


@claim(
    says="Within 16,384 bytes 4 bits and fewer lie within a point of each other, and above 8 bits.",
    experiment="Points between the best and the worst mean of 4, 3, 2, 1.58 and 1 bits in files of "
    "16,384 bytes; and points that 8 bits are behind the worst of them.",
    control="In files of 4,096 bytes.",
    seeds=(0, 1, 2),
)
def more_bytes(seeds):
    words, holds = [], []
    for name in SETS:
        means = {
            budget: [files(name, budget, bits).mean() for bits in (8, *LOW_BITS)]
            for budget in (4096, 16384)
        }
        apart = {budget: max(row[1:]) - min(row[1:]) for budget, row in means.items()}
        behind = min(means[16384][1:]) - means[16384][0]
        words.append(
            f"{name} {apart[16384]:.2f}, 4,096 bytes {apart[4096]:.2f}; 8 bits {behind:.2f} behind"
        )
        holds.append(apart[16384] < 1 < apart[4096] and behind > 0)
    return Found("; ".join(words), verdict(all(holds)))


@claim(
    says="Codes in floats and integers agree to the last bit, in every logit.",
    experiment="Logits that differ in a bit between int32 and float32 sums of codes: all 5,000 "
    "validation images of clothes, three networks trained through 2 bits.",
    control="Fake quantization, floats on a grid; and one sum above 2^24 in 8 bits.",
    seeds=ORDERS[:3],
)
def to_the_bit(seeds):
    images = data("Fashion").validation.images
    unlike, other, answers_apart = 0, [], []
    for seed in seeds:
        parts = known()["folded"](through(seed), 2, data("Fashion").train.images[:2000])
        ways = ("by_integers", "by_codes_in_floats", "by_fake_quantization")
        whole, codes, fake = (known()["logits_of"](parts, images, known()[way]) for way in ways)
        unlike += int(np.sum(whole != codes))
        other.append(np.mean(whole != fake))
        answers_apart.append(int(np.sum(whole.argmax(1) != fake.argmax(1))))
    ones = np.full((1, 783), 255, dtype=np.uint8), np.full((783, 1), 127, dtype=np.int8)
    large = int((ones[0].astype(np.float32) @ ones[1].astype(np.float32))[0, 0])
    result = (
        f"{unlike} of {3 * 10 * len(images):,}; fake quantization {spread(np.array(other) * 100)}% "
        f"of logits, {max(answers_apart)} answers of {len(images):,} at most; above 2^24 {large:,} "
        f"for {783 * 255 * 127:,}"
    )
    holds = unlike == 0 and min(other) > 0 and large != 783 * 255 * 127
    return Found(result, verdict(holds))


NO_CLAIMS = {
    "let `scale` be other than 1, and the codes go further below 0 than above": "instruction",
    "training saves nothing; and since the result is 2 bits anyway": "question",
    "the first of the seeds that are stored below, at its better rate": "definition",
    "Every number of bits has its own widest network and the better of two": "definition",
    "In files of equal size fewer bits and more weights win where bytes are scarce": "printed",
}
