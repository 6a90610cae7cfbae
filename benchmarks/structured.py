"""Structured pruning: what smaller shapes save, and what they cost in accuracy."""

import statistics
from functools import cache

import numpy as np

from benchmarks.answers import lesson_functions
from benchmarks.pairing import Comparison, Target
from benchmarks.side import Side
from smallnets import (
    Adam,
    Conv2D,
    DataLoader,
    Dense,
    Trainer,
    evaluate_model,
    load_mnist,
    load_pretrained,
    measure_macs,
)

CUTS = {"mlp_512_256_128": (Dense, 0.21), "lenet5": (Conv2D, 0.5)}  # kept, of which layers
SHAPES = {
    "mlp_512_256_128": "784-512-256-128-10, {:.0%} of each hidden layer",
    "lenet5": "LeNet-5, {:.0%} of the channels",
}
NAMES = {network: SHAPES[network].format(kept) for network, (_, kept) in CUTS.items()}
CHECKED_IMAGES = 1000
EPOCHS, SEEDS, ALLOWED_LOSS = 2, (1, 2, 3), 1.0
TITLE = "Structured pruning"
TEXT = """The units with the largest L2 norm of incoming weights stay. One side is the network in
its full shape with the other units masked to zero, the other the compact network without
them; *difference* is that of their logits on 1,000 test images. Unit of work: a forward pass
over the batch, in numpy on both sides. The ratio is full by compact: how many times faster
the compact network is. Of the fully connected network the largest part is kept, in whole
percent, that was 5 times faster in batches on one thread; that it loses little was seen on the
validation images first."""


def comparisons():
    """Return the comparisons of this topic."""
    rows = [
        ("mlp_512_256_128", batch, threads, Target(5.0, "at least") if batch > 1 else None)
        for threads, batches in [(1, (1, 64, 256, 1024)), (2, (64, 1024))]
        for batch in batches
    ]
    rows += [("lenet5", batch, 1, None) for batch in (1, 64, 256)]
    return [
        Comparison(
            "structured",
            f"{NAMES[network]}, batch {batch}",
            ("full", "compact"),
            {"network": network, "batch": batch},
            threads,
            tolerance=1e-5,
            target=target,
            quick=batch in (1, 256) and threads == 1,
        )
        for network, batch, threads, target in rows
    ]


def full_side(network, batch):
    """Run the masked network."""
    model = load_pretrained(network)
    return forward_side(masked_model(model, kept_units(model, *CUTS[network])), network, batch)


def compact_side(network, batch):
    """Run the network that holds the kept units alone."""
    model = load_pretrained(network)
    return forward_side(compact_model(model, kept_units(model, *CUTS[network])), network, batch)


SIDES = {"full": full_side, "compact": compact_side}


def forward_side(model, network, batch):
    """Run a forward pass over a batch of test images."""
    images = digits_for(network, max(batch, CHECKED_IMAGES))
    timed, checked = images[:batch], images[:CHECKED_IMAGES]
    return Side(
        lambda: lambda: model.forward(timed), lambda: model.forward(checked).ravel().tolist()
    )


def digits_for(network, n):
    """Return the first ``n`` test images in the shape that a network takes."""
    test = load_mnist(flatten=network != "lenet5").test
    return next(iter(DataLoader(test.take(n), batch_size=n)))[0]


@cache
def lesson():
    """Return the functions of lesson 5, by name."""
    return lesson_functions("05_structured_pruning")


def kept_units(model, kind, fraction):
    """Choose the units that stay, by the L2 norm of their incoming weights, as lesson 5 does.

    Parameters
    ----------
    model : Sequential
    kind : type
        Of the layers to be cut; the last layer with weights never is.
    fraction : float
        Of each such layer's units; the number is rounded, and at least 1.

    Returns
    -------
    dict of int to ndarray of int
        Ascending indices of the kept units, by the layer's position.
    """
    score, choose = lesson()["compute_neuron_importance"], lesson()["neurons_to_keep"]
    return {
        i: choose(score(model.layers[i], "l2"), fraction)
        for i in lesson()["weight_places"](model)[:-1]
        if isinstance(model.layers[i], kind)
    }


def masked_model(model, kept):
    """Return a copy of the same shape whose other units give 0."""
    masked = model.copy()
    for i, units in kept.items():
        masked = lesson()["silence"](masked, i, units)
    return masked


def compact_model(model, kept):
    """Return a copy without the other units, nor the next layer's weights for them."""
    compact = model.copy()
    for i, units in kept.items():
        compact = lesson()["prune_layer_neurons"](compact, i, units)
    for parameter in compact.parameters():  # in memory as those of a network from a file
        parameter.data = np.ascontiguousarray(parameter.data)
    return compact


def facts(quick):
    """Return lines on multiply-adds and accuracy, one network each.

    Parameters
    ----------
    quick : bool
        The fully connected network alone.

    Returns
    -------
    list of str
    """
    return [fact(network) for network in list(CUTS)[: 1 if quick else None]]


def fact(network):
    """Train a compact network on for a little, from several seeds, and say what it scores."""
    model = load_pretrained(network)
    compact = compact_model(model, kept_units(model, *CUTS[network]))
    image = digits_for(network, 1)
    macs = measure_macs(model, image) / measure_macs(compact, image)
    mnist = load_mnist(flatten=network != "lenet5")
    dense, cut = (100 * accuracy(each, mnist.test) for each in (model, compact))
    scores = [100 * accuracy(trained_on(compact, mnist.train, seed), mnist.test) for seed in SEEDS]
    lost = dense - statistics.median(scores)
    return (
        f"{NAMES[network]}: {macs:.1f}x fewer multiply-adds. Test accuracy {dense:.2f}% before, "
        f"{cut:.2f}% right after the cut, {statistics.median(scores):.2f}% "
        f"({min(scores):.2f} to {max(scores):.2f}) after {EPOCHS} epochs of training from "
        f"{len(SEEDS)} seeds: {lost:.2f} points lost. Target, at most {ALLOWED_LOSS} point: "
        f"{'met' if lost <= ALLOWED_LOSS else 'missed'}."
    )


def trained_on(model, dataset, seed):
    """Return a copy of a model after a little more training."""
    trained = model.copy()
    trainer = Trainer(trained, Adam(trained.parameters()), progress=False)
    trainer.fit(DataLoader(dataset, shuffle=True, seed=seed), EPOCHS)
    return trained


def accuracy(model, dataset):
    """Return the fraction of right answers."""
    return evaluate_model(model, DataLoader(dataset, batch_size=500))
