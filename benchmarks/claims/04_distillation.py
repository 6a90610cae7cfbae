"""Lesson 4: what it claims, and what could have refuted it."""

from functools import cache

import numpy as np

from benchmarks.claims import INCONCLUSIVE, NOT_SHOWN, SHOWN, Found, answers, claim, judged, spread
from smallnets import (
    create_compact_model,
    create_mlp,
    load_mnist,
    load_teacher_logits,
    softmax_cross_entropy,
)

LESSON = "04_distillation"
SEEDS = tuple(range(101, 113))
RATES = (0.004, 0.008, 0.016)
FEW, EPOCHS, WARM = 1000, 30, 16.0


def verdict(holds):
    return SHOWN if holds else NOT_SHOWN


@cache
def own():
    return answers(LESSON)


def softened(logits, temperature):
    return own()["softmax_with_temperature"](logits, temperature)


@cache
def images(part):
    """Images as float32 rows of pixels, and labels, of train, validation or test."""
    found = getattr(load_mnist(flatten=True), part)
    pixels = found.images.astype(np.float32)
    pixels /= 255
    return pixels, found.labels


@cache
def drawn(seed):
    """A lesson of few training images: pixels, the teacher's logits, labels."""
    rows = np.random.default_rng([404, seed]).choice(55_000, FEW, replace=False)
    pixels, labels = images("train")
    return pixels[rows], load_teacher_logits().train[rows], labels[rows]


def error(model, part="validation"):
    pixels, labels = images(part)
    return 100 * float((model.forward(pixels).argmax(axis=1) != labels).mean())


def taught(lesson, model, temperature, alpha, rate, seed, epochs, batch, loss=None):
    trainer = own()["DistillationTrainer"](model, temperature, alpha, rate, batch, seed)
    trainer.loss = loss or trainer.loss
    return trainer.fit(*lesson, epochs)


# Other teachers: what they leave for the wrong digits, at a temperature --------------------


def other_teacher(lesson, share):
    """The teacher's sureness of each label is kept; ``share`` deals out the rest.

    ``share(rest, labels)`` takes what is left for the digits, zero at the label, and gives
    as many shares, in any units.
    """
    pixels, logits, labels = lesson
    soft = softened(logits.astype(np.float64), WARM)
    at_label = np.eye(10, dtype=bool)[labels]
    rest = np.where(at_label, 0, soft)
    dealt = np.where(at_label, 0, share(rest, labels))
    dealt *= rest.sum(axis=1, keepdims=True) / dealt.sum(axis=1, keepdims=True)
    changed = WARM * np.log(np.where(at_label, soft, dealt))
    return pixels, changed.astype(np.float32), labels


def levelled(rest, labels):
    return np.ones_like(rest)


def by_digit(rest, labels):
    means = {digit: rest[labels == digit].mean(axis=0) for digit in np.unique(labels)}
    return np.array([means[label] for label in labels])


def shuffled(rest, labels):
    """Each image's shares, dealt to other wrong digits at random."""
    rng, dealt = np.random.default_rng(404), rest.copy()
    for row, label in zip(dealt, labels, strict=True):
        wrong = np.arange(10) != label
        row[wrong] = rng.permutation(row[wrong])
    return dealt


TEACHERS = {"levelled": levelled, "by digit": by_digit, "shuffled": shuffled}


# Other losses: the gradient of their soft term for one image, by student's and teacher's logits


def without_factor(z, v, t):
    return (softened(z, t) - softened(v, t)) / t


def student_not_softened(z, v, t):
    return t**2 * (softened(z, 1.0) - softened(v, t))


def teacher_not_softened(z, v, t):
    return t * (softened(z, t) - softened(v, 1.0))


def reversed_direction(z, v, t):
    q, p = (softened(each.astype(np.float64), t) for each in (z, v))
    ratio = np.log(q) - np.log(p)
    return (t * q * (ratio - (q * ratio).sum(axis=1, keepdims=True))).astype(z.dtype)


class OtherLoss:
    """A loss of two terms whose soft one has the gradient given."""

    def __init__(self, soft_gradient, temperature, alpha):
        self.soft_gradient, self.temperature, self.alpha = soft_gradient, temperature, alpha

    def __call__(self, z, v, labels):
        _, hard = softmax_cross_entropy(z, labels)
        soft = self.soft_gradient(z, v, self.temperature) / len(z)
        self.gradient = self.alpha * soft + (1 - self.alpha) * hard

    def backward(self):
        return self.gradient


@cache
def few(seed, temperature=WARM, alpha=1.0, rate=0.008, teacher=None, rule=None, part="validation"):
    """Error (%) of a student of few images."""
    lesson = drawn(seed)
    if teacher:
        lesson = other_teacher(lesson, TEACHERS[teacher])
    loss = OtherLoss(rule, temperature, alpha) if rule else None
    model = create_compact_model(0.25, seed=seed)
    done = taught(lesson, model, temperature, alpha, rate, seed, EPOCHS, FEW // 10, loss)
    return error(done, part)


def best_rate(seeds, **arm):
    """The rate of the lowest mean validation error, and the errors at it."""
    tried = {rate: [few(seed, rate=rate, **arm) for seed in seeds] for rate in RATES}
    rate = min(tried, key=lambda each: np.mean(tried[each]))
    return rate, np.array(tried[rate])


# All images, and images without a 3 ------------------------------------------------------


@cache
def full(seed, rate, temperature=1.0, alpha=0.0):
    """Error (%) of 784-32-10 on validation images, taught with all training images."""
    pixels, labels = images("train")
    lesson = pixels, load_teacher_logits().train, labels
    model = create_mlp(784, [32], 10, seed=seed)
    return error(taught(lesson, model, temperature, alpha, rate, seed, 2, 250))


@cache
def threes(seed, alpha=1.0, rate=0.008, teacher=None):
    """Shares (%) of test 3s and of other digits read right by a student who never saw a 3.

    The bias of class 3 is raised, to the best accuracy on 2,000 other training images.
    """
    pixels, labels = images("train")
    order = np.random.default_rng([303, seed]).permutation(labels.size)
    tuning, seen = order[-2000:], order[:-2000]
    seen = seen[labels[seen] != 3][:10_000]
    lesson = pixels[seen], load_teacher_logits().train[seen], labels[seen]
    if teacher:
        lesson = other_teacher(lesson, TEACHERS[teacher])
    model = create_compact_model(0.25, seed=seed)
    model = taught(lesson, model, WARM, alpha, rate, seed, 8, 100)
    logits, (tested, truth) = model.forward(pixels[tuning]), images("test")
    raise_3 = np.eye(10, dtype=np.float32)[3]
    shift = max(
        np.arange(0, 20.5, 0.5),
        key=lambda each: ((logits + each * raise_3).argmax(axis=1) == labels[tuning]).mean(),
    )
    right = 100 * ((model.forward(tested) + shift * raise_3).argmax(axis=1) == truth)
    return float(right[truth == 3].mean()), float(right[truth != 3].mean())


# The claims ------------------------------------------------------------------------------


def near_zero(differences, worth=0.3):
    """Shown if the mean of the differences surely lies within ``worth`` (points) of 0."""
    within = [judged(worth + sign * np.asarray(differences)) for sign in (1, -1)]
    return SHOWN if within == [SHOWN, SHOWN] else INCONCLUSIVE


def all_shown(*verdicts):
    return verdict(all(each == SHOWN for each in verdicts))


def both(errors, others):
    """Means of two arms and what the second has more, in words."""
    return (
        f"{np.mean(errors):.2f} and {np.mean(others):.2f}, "
        f"difference {spread(np.subtract(others, errors), '{:+.2f}')}"
    )


@claim(
    says="At $T = 1$ soft targets teach no better than labels, at 4 and at 16 they do.",
    experiment="Validation error (%) of labels less that of soft targets at T = 1, 4 and 16, "
    "1,000 images, seed by seed, each side at the best of three rates.",
    control="The rate of labels chosen in the same way; the difference at T = 1.",
    seeds=SEEDS,
)
def temperatures(seeds):
    rate, labels = best_rate(seeds, temperature=1.0, alpha=0.0)
    gains, words = {}, [f"labels {labels.mean():.2f} at {rate}"]
    for temperature in (1.0, 4.0, 16.0):
        rate, soft = best_rate(seeds, temperature=temperature)
        gains[temperature] = labels - soft
        words.append(f"T = {temperature:g} at {rate}: {spread(labels - soft, '{:.2f}')} fewer")
    warm = judged(gains[4.0]), judged(gains[16.0])
    holds = judged(gains[1.0]) != SHOWN and warm == (SHOWN, SHOWN)
    return Found("; ".join(words), verdict(holds))


@claim(
    says="a missing $T^2$ harms at `alpha` 0.1, and at 1 it does not",
    experiment="Validation error (%) right and without the factor, alpha 0.1, 1,000 images, "
    "T = 16.",
    control="The same at alpha 1, where Adam cancels a factor of the whole gradient.",
    seeds=SEEDS,
)
def missing_factor(seeds):
    found = {
        alpha: [[few(s, alpha=alpha, rule=rule) for s in seeds] for rule in (None, without_factor)]
        for alpha in (0.1, 1.0)
    }
    more = {alpha: np.subtract(wrong, right) for alpha, (right, wrong) in found.items()}
    result = "; ".join(f"alpha {alpha}: {both(*rows)}" for alpha, rows in found.items())
    return Found(result, all_shown(judged(more[0.1]), near_zero(more[1.0])))


@claim(
    says="the reversed KL teaches no worse than the right one",
    experiment="Validation error (%) with KL(teacher, student) and KL(student, teacher), alpha 1, "
    "1,000 images, T = 16; no worse: by less than 0.3 points.",
    control="The same at alpha 0.1; a teacher that is not softened (below).",
    seeds=SEEDS,
)
def direction(seeds):
    found = {
        alpha: [[few(s, alpha=alpha, rule=r) for s in seeds] for r in (None, reversed_direction)]
        for alpha in (1.0, 0.1)
    }
    result = "; ".join(f"alpha {alpha}: {both(*rows)}" for alpha, rows in found.items())
    return Found(result, all_shown(*(judged(np.subtract(a, b), -0.3) for a, b in found.values())))


@claim(
    says="if only one of the two is softened, nothing is left of the gain over labels",
    experiment="Validation error (%) of labels at their best rate less that of a student who is "
    "not softened, and of one whose teacher is not, alpha 1, 1,000 images, T = 16.",
    control="Both softened.",
    seeds=SEEDS,
)
def one_softened(seeds):
    _, labels = best_rate(seeds, temperature=1.0, alpha=0.0)
    arms = {"both": None, "not the student": student_not_softened}
    arms["not the teacher"] = teacher_not_softened
    gains = {name: labels - [few(s, rule=rule) for s in seeds] for name, rule in arms.items()}
    result = "; ".join(f"{name}: {spread(gain, '{:.2f}')} fewer" for name, gain in gains.items())
    verdicts = {name: judged(gain) for name, gain in gains.items()}
    return Found(result, verdict([name for name in arms if verdicts[name] == SHOWN] == ["both"]))


@claim(
    says="a right loss teaches no worse at `alpha` 0.1 than at 1",
    experiment="Validation error (%) at alpha 1 and at 0.1, 1,000 images, T = 16; no worse: by "
    "less than 0.3 points.",
    control="Labels only, alpha 0.",
    seeds=SEEDS,
)
def mixed(seeds):
    alone, mix, labels = ([few(s, alpha=alpha) for s in seeds] for alpha in (1.0, 0.1, 0.0))
    result = f"{both(alone, mix)}; alpha 0: {np.mean(labels):.2f}"
    no_worse = judged(np.subtract(alone, mix), -0.3)
    return Found(result, all_shown(no_worse, judged(np.subtract(labels, mix))))


@claim(
    says="Softness alone is worth something",
    experiment="Test error (%) of labels, at the rate best for them, less that of a levelled "
    "teacher, 1,000 images, T = 16.",
    control="A teacher whose shares for the wrong digits are dealt out at random.",
    seeds=SEEDS,
)
def softness(seeds):
    labels = [few(s, alpha=0.0, part="test") for s in seeds]
    gains = {
        name: np.subtract(labels, [few(s, teacher=name, part="test") for s in seeds])
        for name in ("levelled", "shuffled")
    }
    result = "; ".join(f"{name}: {spread(gain, '{:.2f}')} fewer" for name, gain in gains.items())
    return Found(result, judged(gains["levelled"]))


@claim(
    says="which digits look alike adds next to nothing to that; what *this* image looks like adds "
    "the rest",
    experiment="Test error (%) of levelled less that of by digit, and of by digit less that of the "
    "teacher's own answers, 1,000 images, T = 16.",
    control="The same answers, dealt to other wrong digits at random.",
    seeds=SEEDS,
)
def this_image(seeds):
    level, digit, random, own_answers = (
        np.array([few(s, teacher=name, part="test") for s in seeds])
        for name in ("levelled", "by digit", "shuffled", None)
    )
    result = (
        f"by digit {spread(level - digit, '{:.2f}')} fewer; the teacher's own "
        f"{spread(digit - own_answers, '{:.2f}')} fewer; at random "
        f"{spread(level - random, '{:.2f}')} fewer than levelled"
    )
    rest = judged(digit - own_answers), judged(digit - own_answers - (level - digit))
    return Found(result, all_shown(near_zero(level - digit, 0.5), *rest))


@claim(
    says="a student taught by the teacher reads most of the 3s, one taught by labels or by a "
    "levelled teacher few",
    experiment="Test 3s (%) read right, bias raised, by a student of 10,000 images without a 3, "
    "T = 16.",
    control="Labels at the best of three rates; a levelled teacher; by digit.",
    seeds=SEEDS[:5],
)
def never_seen(seeds):
    labels = [[threes(s, 0.0, rate)[0] for s in seeds] for rate in RATES]
    shares = {"labels": max(labels, key=np.mean)}
    for name in ("levelled", "by digit", None):
        shares[name or "own"] = [threes(s, teacher=name)[0] for s in seeds]
    result = "; ".join(f"{name} {spread(values)}" for name, values in shares.items())
    fewer = [np.subtract(shares["own"], shares[name]) for name in ("labels", "levelled")]
    most = judged(np.subtract(shares["own"], 50))
    return Found(result, all_shown(most, *(judged(each, 20) for each in fewer)))


FULL_RATES = (0.001, 0.01, 0.02, 0.03, 0.05)


@claim(
    says="At the lowest rate labels win; each side at its own best rate, soft targets do.",
    experiment="Validation error (%) of labels less that of soft targets, T = 4, all images, "
    "784-32-10, two epochs, each at the best of five rates.",
    control="Labels get the same choice; both at 0.001.",
    seeds=SEEDS[:4],
)
def own_best_rate(seeds):
    labels, soft = (
        {rate: np.array([full(s, rate, *arm) for s in seeds]) for rate in FULL_RATES}
        for arm in ((1.0, 0.0), (4.0, 1.0))
    )
    rates = [min(FULL_RATES, key=lambda rate: side[rate].mean()) for side in (labels, soft)]
    best = labels[rates[0]] - soft[rates[1]]
    slow = labels[0.001] - soft[0.001]
    result = (
        f"labels {labels[rates[0]].mean():.2f} at {rates[0]}, soft {soft[rates[1]].mean():.2f} at "
        f"{rates[1]}: {spread(best, '{:.2f}')} fewer; both at 0.001: {spread(slow, '{:.2f}')}"
    )
    return Found(result, all_shown(judged(best), judged(-slow)))


NO_CLAIMS = {
    "of each the teacher knows more than the label tells": "definition",
    "**What else could the teacher say about the same 1,000 images": "question",
    "the first argument says which differences matter": "definition",
    "A student of labels only (`alpha` 0) is what soft targets have to beat.": "instruction",
    "### Which mistakes matter?": "question",
    'and "distillation helps" could both be reported here': "printed",
    "where soft targets read more images wrong than labels do": "printed",
    "0.9 points better than labels only": "question",
}
