"""Lesson 7: what it claims, and what could have refuted it.

What took minutes to train was trained by ``tasks.store_pruning``; its stored runs are judged here.
"""

from functools import cache

import numpy as np

from benchmarks.claims import INCONCLUSIVE, SHOWN, Found, answers, claim, judged, spread, verdict
from smallnets import (
    SGD,
    Adam,
    DataLoader,
    Trainer,
    create_mlp,
    evaluate_model,
    load_fashion_mnist,
    load_mnist,
    load_pretrained,
    pretrained_info,
    softmax_cross_entropy,
    stored_arrays,
    stored_results,
)

LESSON = "07_iterative_pruning"
DATA = {"MNIST": load_mnist, "Fashion-MNIST": load_fashion_mnist}
NETWORKS = {"MNIST": "lenet_300_100", "Fashion-MNIST": "lenet_300_100_fashion"}
LEVELS = {"MNIST": (3, 7, 10, 15), "Fashion-MNIST": (7, 15)}


@cache
def known():
    return answers(LESSON)


@cache
def images(data):
    return DATA[data](flatten=True)


def score(model, data):
    """Validation accuracy in percent."""
    return 100 * evaluate_model(model, DataLoader(images(data).validation, 1000))


def points(row):
    return ", ".join(f"{each:.1f}" for each in row)


@cache
def pruned(data, epochs, sparsity, way):
    """Validation accuracies of the stored runs of LeNet-300-100."""
    rows = {tuple(row[:5]): row[5] for row in stored_results(LESSON)["gradual"]}
    return np.array(rows["lenet_300_100", data, epochs, sparsity, way])


def runs(data, variant, rounds, column):
    """One number for each seed: 0 untrained, 1 after 1,000 steps, 2 early stop, 4 its step."""
    return np.array(
        [row[3:][column] for row in stored_results(LESSON)[data] if row[:2] == [variant, rounds]]
    )


# Zeros ------------------------------------------------------------------------------------


def cut_network(seed, optimizer_of, steps_before):
    """A cut network with its optimizer, masks and a way to train it for 100 steps."""
    model = load_pretrained("lenet_300_100")
    optimizer = optimizer_of(model.parameters())
    some = images("MNIST").train.sample(5000, seed=seed)

    def train(**hooks):
        Trainer(model, optimizer, progress=False, **hooks).fit(DataLoader(some, 50), 1)

    if steps_before:
        train()
    masks = known()["masks_by_score"](known()["sizes_of"](model), 0.9)
    known()["hold"](model, masks)
    return model, optimizer, masks, train


def adam(parameters):
    return Adam(parameters, 1e-3)


def momentum(parameters):
    return SGD(parameters, 0.01, momentum=0.9)


def zeros_held(seed, optimizer_of, steps_before):
    """Share (%) of the zeros that are left when gradients are masked before each step."""
    model, _, masks, train = cut_network(seed, optimizer_of, steps_before)
    weights = known()["weights_of"](model)

    def mask_gradients(done):
        for weight, mask in zip(weights, masks, strict=True):
            weight.grad = weight.grad * mask

    train(before_step=mask_gradients)
    left = sum(np.sum(weight.data[~mask] == 0) for weight, mask in zip(weights, masks, strict=True))
    return 100 * left / sum(np.sum(~mask) for mask in masks)


@claim(
    says="A masked gradient holds them all, as long as the optimizer is new; one that remembers "
    "moves them.",
    experiment="Share (%) of the zeros left after 100 steps of Adam with masked gradients, when "
    "Adam has made 100 steps before the cut.",
    control="A new Adam; and SGD with momentum, used and new.",
    seeds=(1, 2, 3),
)
def memory_moves_zeros(seeds):
    used, new = ([zeros_held(seed, adam, before) for seed in seeds] for before in (100, 0))
    other = [[zeros_held(seed, momentum, before) for seed in seeds] for before in (100, 0)]
    holds = max(used) < 50 and min(new) == 100 and max(other[0]) < 50 and min(other[1]) == 100
    return Found(
        f"{spread(used)}; new {spread(new)}; momentum {spread(other[0])}, new {spread(other[1])}",
        verdict(holds),
    )


@claim(
    says="As long as the hook runs, clearing the memory changes no weight",
    experiment="Largest difference between the weights after 100 steps of a used Adam, masked "
    "after every step with and without its memory.",
    control="The same difference to 100 steps with no hook at all.",
    seeds=(1, 2, 3),
)
def memory_changes_nothing(seeds):
    def trained(seed, hook):
        model, optimizer, masks, train = cut_network(seed, adam, 100)
        train(after_step=lambda done: hook(model, masks, optimizer))
        return np.concatenate([weight.data.ravel() for weight in known()["weights_of"](model)])

    masked = known()["hold"]
    both = [trained(seed, masked) for seed in seeds]
    weights = [trained(seed, lambda model, masks, _: masked(model, masks)) for seed in seeds]
    free = [trained(seed, lambda *_: None) for seed in seeds]
    gaps = [np.abs(one - two).max() for one, two in zip(both, weights, strict=True)]
    apart = [np.abs(one - two).max() for one, two in zip(both, free, strict=True)]
    return Found(
        f"{max(gaps):.1f}; no hook {spread(apart, '{:.2f}')}",
        verdict(max(gaps) == 0 < min(apart)),
    )


# Rankings ---------------------------------------------------------------------------------


def softened(logits, labels):
    value, grad = softmax_cross_entropy(np.float32(0.05) * logits, labels)
    return value, np.float32(0.05) * grad


@cache
def ranked(data, ranking, seed):
    """Accuracy after a cut to 80, 90 and 95%, and after 200 steps with the last masks."""
    network = load_pretrained(NETWORKS[data])
    if ranking == "size":
        scores = known()["sizes_of"](network)
    elif ranking == "chance":
        draw = np.random.default_rng([71, seed]).random
        scores = [draw(size.shape) for size in known()["sizes_of"](network)]
    else:
        loader = DataLoader(images(data).train.sample(5000, seed=seed), batch_size=100)
        loss = softened if ranking == "softened" else softmax_cross_entropy
        scores = known()["gradient_importance"](network, loader, loss)
    found = []
    for share in (0.8, 0.9, 0.95):
        model, masks = network.copy(), known()["masks_by_score"](scores, share)
        known()["hold"](model, masks)
        found.append(score(model, data))
    optimizer = Adam(model.parameters(), 1e-3)
    loader = DataLoader(images(data).train.sample(10_000, seed=seed), 50, shuffle=True, seed=seed)
    Trainer(
        model,
        optimizer,
        progress=False,
        schedule=lambda done: 1 - done,
        after_step=lambda done: known()["hold"](model, masks, optimizer),
    ).fit(loader, 1)
    return np.array([*found, score(model, data)])


def leads(data, first, second, seeds):
    """By how many points the first ranking is ahead, a row for each seed."""
    return np.array([ranked(data, first, seed) - ranked(data, second, seed) for seed in seeds])


def by_share(rows):
    return points(np.mean(rows, axis=0))


@claim(
    says="Size is ahead at all three shares, right after the cut and after training",
    experiment="Points that size is ahead of |w g| on Fashion-MNIST at 80, 90 and 95%, and after "
    "200 steps at 95%.",
    control="Points that size is ahead of chance; and of |w g| on MNIST, of which the lesson says "
    "nothing.",
    seeds=(11, 12, 13, 14, 15, 16),
)
def size_is_ahead(seeds):
    rows = leads("Fashion-MNIST", "size", "|w g|", seeds)
    chance = leads("Fashion-MNIST", "size", "chance", seeds)
    other = leads("MNIST", "size", "|w g|", seeds)
    holds = all(judged(column) == SHOWN for column in rows.T)
    return Found(
        f"{by_share(rows)}; chance {by_share(chance)}; MNIST {by_share(other)}", verdict(holds)
    )


@claim(
    says="lowers that of single weights here",
    experiment="Points that |w g| is ahead of its softened form on Fashion-MNIST at 80, 90 and "
    "95%, and after 200 steps at 95%.",
    control="Points that the softened form is ahead of chance.",
    seeds=(11, 12, 13, 14, 15, 16),
)
def softening_lowers(seeds):
    rows = leads("Fashion-MNIST", "|w g|", "softened", seeds)
    chance = leads("Fashion-MNIST", "softened", "chance", seeds)
    holds = all(judged(column) == SHOWN for column in rows.T)
    return Found(f"{by_share(rows)}; chance {by_share(chance)}", verdict(holds))


# Pruning while training, and all at once --------------------------------------------------


def lead(data, epochs, sparsity):
    """By how many points gradual is ahead of one-shot, for each order of the images."""
    ways = [pruned(data, epochs, sparsity, way) for way in ("gradual", "one-shot")]
    return ways[0] - ways[1]


@claim(
    says="At 95% one-shot is ahead after three epochs; after eight the two are not told apart.",
    experiment="Points that one-shot is ahead of gradual on Fashion-MNIST at 95% after 3 epochs.",
    control="The same after 8 epochs.",
    seeds=(0, 1, 2),
)
def one_shot_with_little_training(seeds):
    short, long = -lead("Fashion-MNIST", 3, 0.95), -lead("Fashion-MNIST", 8, 0.95)
    told = judged(short) == SHOWN and SHOWN not in (judged(long), judged(-long))
    form = "{:.2f}"
    return Found(f"{spread(short, form)}; 8 epochs {spread(long, form)}", verdict(told))


@claim(
    says="At 98% gradual is ahead after three epochs and after eight.",
    experiment="Points that gradual is ahead of one-shot on Fashion-MNIST at 98%, three pairs of "
    "runs after 3 epochs and three after 8, judged together.",
    control="MNIST at 98% after 8 epochs, of which the sentence says nothing.",
    seeds=(0, 1, 2),
)
def gradual_at_high_sparsity(seeds):
    rows = [lead("Fashion-MNIST", epochs, 0.98) for epochs in (3, 8)]
    form, other = "{:.2f}", lead("MNIST", 8, 0.98)
    return Found(
        f"{spread(rows[0], form)} and {spread(rows[1], form)}; MNIST {spread(other, form)}",
        judged(np.concatenate(rows)),
    )


@claim(
    says="it matters *which* weights stay, also with training after the cut.",
    experiment="Points that one-shot is ahead of random weights on Fashion-MNIST after 3 epochs, "
    "at 95 and at 98%; far: more than two.",
    control="Points between gradual and one-shot.",
    seeds=(0, 1, 2),
)
def chance_is_behind(seeds):
    ahead = [
        pruned("Fashion-MNIST", 3, share, "one-shot") - pruned("Fashion-MNIST", 3, share, "random")
        for share in (0.95, 0.98)
    ]
    ways = [np.abs(lead("Fashion-MNIST", 3, share)) for share in (0.95, 0.98)]
    return Found(
        f"{points(np.mean(ahead, axis=1))}; between the two {points(np.mean(ways, axis=1))}",
        verdict([judged(row, 2.0) for row in ahead] == [SHOWN] * 2),
    )


def test_runs(data, sparsity):
    """Test accuracies of the stored runs of LeNet-300-100 over 8 epochs."""
    rows = {tuple(row[:5]): row[6] for row in stored_results(LESSON)["gradual"]}
    return np.array(rows["lenet_300_100", data, 8, sparsity, "gradual"])


@claim(
    says="Nine in ten weights went, and less than half a point of what LeNet-300-100 had before.",
    experiment="Points of test accuracy that it has lost after gradual pruning to 90% over 8 "
    "epochs, on MNIST and on Fashion-MNIST; the largest loss of three runs counts.",
    control="The same 8 epochs with nothing cut (a gain has a minus).",
    seeds=(0, 1, 2),
)
def ninety_percent(seeds):
    whole = {data: 100 * pretrained_info(file)["test_accuracy"] for data, file in NETWORKS.items()}
    lost = {(data, cut): whole[data] - test_runs(data, cut) for data in DATA for cut in (0.9, 0.0)}
    shown = [spread(values, "{:.2f}") for values in lost.values()]
    return Found(
        f"MNIST {shown[0]}, Fashion-MNIST {shown[2]}; nothing cut {shown[1]} and {shown[3]}",
        verdict(max(lost[data, 0.9].max() for data in DATA) < 0.5),
    )


@claim(
    says="beside that control the cut costs most of a point there.",
    experiment="Points of test accuracy that the cut to 90% costs on Fashion-MNIST beside the same "
    "8 epochs with nothing cut; most of a point: more than half.",
    control="The same on MNIST.",
    seeds=(0, 1, 2),
)
def cost_at_equal_training(seeds):
    cost = {data: test_runs(data, 0.0) - test_runs(data, 0.9) for data in DATA}
    fashion, digits = (spread(cost[data], "{:.2f}") for data in ("Fashion-MNIST", "MNIST"))
    return Found(f"{fashion}; MNIST {digits}", verdict(cost["Fashion-MNIST"].mean() > 0.5))


# Tickets ----------------------------------------------------------------------------------


def gaps(data, against, rounds, column=1):
    """By how many points the ticket is ahead of a control, for each seed."""
    other = runs(data, against, 0 if against == "dense" else rounds, column)
    return runs(data, "ticket", rounds, column) - other


def by_level(data, against):
    return ", ".join(f"{gaps(data, against, rounds).mean():+.2f}" for rounds in LEVELS[data])


def verdicts(data, against, factor=1):
    """For each level whether the ticket is ahead (or behind, with factor -1), by its interval."""
    return [judged(factor * gaps(data, against, rounds)) for rounds in LEVELS[data]]


@claim(
    says="No control does: not the shares of the layers, nor those of their inputs, nor the "
    "places with other values.",
    experiment="Accuracy (%) of the untrained network under each of the 16 stored masks of MNIST: "
    "the lowest.",
    control="The highest of the same masks shuffled within layers, within rows, and on other first "
    "values.",
    seeds=(0, 1, 2, 3),
)
def mask_alone(seeds):
    lowest, highest = [], {"shuffled": [], "by row": [], "other values": []}
    for seed in seeds:
        start, other = (create_mlp(784, [300, 100], 10, seed=each) for each in (seed, 100 + seed))
        for level in range(4):
            masks, rng = stored_masks("MNIST", seed, level), np.random.default_rng([7, seed])
            shuffled = [rng.permutation(mask.ravel()).reshape(mask.shape) for mask in masks]
            by_row = [rng.permuted(mask, axis=1) for mask in masks]
            lowest.append(score(known()["rewind"](start, masks), "MNIST"))
            for name, network, chosen in [
                ("shuffled", start, shuffled),
                ("by row", start, by_row),
                ("other values", other, masks),
            ]:
                highest[name].append(score(known()["rewind"](network, chosen), "MNIST"))
    tops = {name: max(values) for name, values in highest.items()}
    controls = ", ".join(f"{name} {value:.1f}" for name, value in tops.items())
    return Found(f"{min(lowest):.1f}; {controls}", verdict(min(lowest) > max(tops.values()) + 30))


def stored_masks(data, seed, level):
    kept = stored_arrays(LESSON)[data][seed] > level
    parts = np.split(kept, [784 * 300, 784 * 300 + 300 * 100])
    shapes = [(784, 300), (300, 100), (100, 10)]
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]


@claim(
    says="after 1,000 steps, the ticket is ahead of its mask on other values and of shuffled "
    "places at every level",
    experiment="Points of validation accuracy that the ticket is ahead of the re-initialised "
    "network after 1,000 steps, with 51, 21, 11 and 3.5% left.",
    control="The same against shuffled places.",
    seeds=(0, 1, 2, 3),
)
def pair_of_places_and_values(seeds):
    both = verdicts("MNIST", "re-initialised") + verdicts("MNIST", "shuffled")
    return Found(
        f"{by_level('MNIST', 're-initialised')}; shuffled {by_level('MNIST', 'shuffled')}",
        verdict(set(both) == {SHOWN}),
    )


@claim(
    says="It learns faster than the uncut network with 51 and 21% left, and is behind it with "
    "3.5%.",
    experiment="Points that the ticket is ahead of the uncut network after 1,000 steps, with 51, "
    "21, 11 and 3.5% left.",
    control="The same for the re-initialised network.",
    seeds=(0, 1, 2, 3),
)
def faster_than_the_whole(seeds):
    ahead, behind = verdicts("MNIST", "dense"), verdicts("MNIST", "dense", -1)
    fresh = [
        (runs("MNIST", "re-initialised", rounds, 1) - runs("MNIST", "dense", 0, 1)).mean()
        for rounds in LEVELS["MNIST"]
    ]
    return Found(
        f"{by_level('MNIST', 'dense')}; re-initialised {', '.join(f'{x:+.2f}' for x in fresh)}",
        verdict(ahead[:2] == [SHOWN] * 2 and behind[3] == SHOWN),
    )


@claim(
    says="Rewinding to step 100 changes nothing that four seeds could tell.",
    experiment="Points that the ticket is ahead of the one rewound to step 100, after 1,000 steps "
    "in all.",
    control="The same against one-shot masks, where four seeds do tell.",
    seeds=(0, 1, 2, 3),
    states=INCONCLUSIVE,
)
def late_rewinding(seeds):
    told = verdicts("MNIST", "late") + verdicts("MNIST", "late", -1)
    return Found(
        f"{by_level('MNIST', 'late')}; one-shot {by_level('MNIST', 'one-shot')}",
        SHOWN if SHOWN in told else INCONCLUSIVE,
    )


@claim(
    says="learns faster with 51, 21 and 11% left, and with 3.5% the two are not told apart; yet "
    "its masks alone read less.",
    experiment="Points that the ticket is ahead of the one-shot mask after 1,000 steps, with 51, "
    "21, 11 and 3.5% left.",
    control="The same before training.",
    seeds=(0, 1, 2, 3),
)
def one_cut_learns_faster(seeds):
    behind = verdicts("MNIST", "one-shot", -1)
    untrained = [gaps("MNIST", "one-shot", rounds, 0) for rounds in LEVELS["MNIST"]]
    holds = behind[:3] == [SHOWN] * 3 and behind[3] == INCONCLUSIVE
    return Found(
        f"{by_level('MNIST', 'one-shot')}; untrained {points(np.mean(untrained, axis=1))}",
        verdict(holds and min(map(np.mean, untrained)) > 0),
    )


NO_CLAIMS = {
    "Is it better to cut a little, train, and cut again?": "question",
    "Does slow beat sudden?": "question",
    '"So iterative is better."': "question",
    "## 7.7 Do tickets win?": "question",
    "report smaller winning tickets from many rounds than from one cut": "source",
    "random tickets can win the jackpot": "source",
}
