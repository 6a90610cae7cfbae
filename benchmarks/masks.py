"""Magnitude pruning: lesson 2's functions against ``torch.nn.utils.prune``."""

import copy

import numpy as np

from benchmarks.answers import lesson_functions
from benchmarks.pairing import Comparison
from benchmarks.side import Side
from benchmarks.training import torch_model
from smallnets import load_pretrained

NETWORK, SPARSITY = "lenet_300_100", 0.9
TITLE = "Pruning by magnitude"
TEXT = f"""Copy the trained LeNet-300-100 and set {SPARSITY:.0%} of its weights to zero: the
smallest of the whole network (`prune.global_unstructured` in torch) or of each layer
(`prune.l1_unstructured`), then `prune.remove`, so that plain weights are left. *Difference*
is that of the masks: 0 where both keep the same weights. The ratio is lesson 2's
`prune_model_by_magnitude` by torch: below 1, the lesson's is the faster."""


def comparisons():
    """Return the comparisons of this topic."""
    return [
        Comparison(
            "masks",
            label,
            ("numpy", "torch"),
            {"scope": scope},
            threads=1,
            tolerance=0.0,
            quick=True,
        )
        for label, scope in [("whole network", "global"), ("each layer", "layer")]
    ]


def numpy_side(scope):
    """Prune with the lesson's function."""
    prune = lesson_functions("02_magnitude_pruning")["prune_model_by_magnitude"]
    model = load_pretrained(NETWORK)

    def work():
        return prune(model, SPARSITY, scope=scope)

    def answer():
        kept = [layer.weights.data != 0 for layer in work().layers if layer.parameters()]
        return np.concatenate([mask.ravel() for mask in kept]).astype(int).tolist()

    return Side(lambda: work, answer)


def torch_side(scope):
    """Prune with torch.nn.utils.prune."""
    import torch
    from torch.nn.utils import prune

    model = torch_model(load_pretrained(NETWORK))

    def work():
        pruned = copy.deepcopy(model)
        layers = [layer for layer in pruned if isinstance(layer, torch.nn.Linear)]
        if scope == "global":
            every = [(layer, "weight") for layer in layers]
            prune.global_unstructured(every, prune.L1Unstructured, amount=SPARSITY)
        else:
            for layer in layers:
                prune.l1_unstructured(layer, "weight", amount=SPARSITY)
        for layer in layers:
            prune.remove(layer, "weight")
        return pruned

    def answer():
        weights = [layer.weight for layer in work() if isinstance(layer, torch.nn.Linear)]
        return torch.cat([(each.T != 0).flatten() for each in weights]).int().tolist()

    return Side(lambda: work, answer)


SIDES = {"numpy": numpy_side, "torch": torch_side}
