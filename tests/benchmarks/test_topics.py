"""Both sides of every comparison compute the same, in a small setting."""

import importlib

import numpy as np
import pytest

from benchmarks import int8, masks, structured, training
from benchmarks.answers import lesson_functions
from benchmarks.pairing import answers_differ_by
from benchmarks.run import TOPICS
from benchmarks.side import run_slice
from smallnets import Dense, ReLU, Sequential, load_pretrained

COMPARISONS = [
    each
    for topic in TOPICS
    for each in topic.comparisons()
    if each.threads == 1 and each.setting.get("batch", 1) == 1
]


@pytest.fixture(autouse=True)
def few_batches(monkeypatch):
    monkeypatch.setattr(training, "N_BATCHES", 2)


def made(comparison):
    """Both sides; skips where the peer is not installed."""
    for name, package in [("torch", "torch"), ("ort", "onnxruntime"), ("ort", "onnx")]:
        if comparison.sides[1].startswith(name):
            pytest.importorskip(package, reason=f"{package} is installed by course.py bench")
    sides = importlib.import_module(f"benchmarks.{comparison.topic}").SIDES
    return [sides[name](**comparison.setting) for name in comparison.sides]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda each: each.label)
def test_both_sides_run_and_agree(comparison):
    first, second = made(comparison)
    answer = first.answer()
    assert answers_differ_by(answer, second.answer()) <= comparison.tolerance
    assert len(set(answer)) > 1
    for side in (first, second):
        assert run_slice(side, repeats=1).wall > 0


def test_every_slice_trains_a_fresh_network():
    side = training.smallnets_side("LeNet-300-100")
    losses = [side.fresh()() for _ in range(2)]
    assert losses[0] == losses[1]
    step = side.fresh()
    assert step() != step()


def test_a_convolutional_network_in_torch_gives_the_same_logits():
    torch = pytest.importorskip("torch", reason="torch is installed by course.py bench")
    images = structured.digits_for("lenet5", 20)
    model = load_pretrained("lenet5")
    with torch.no_grad():
        logits = training.torch_model(model)(training.torch_images(images)).numpy()
    assert np.abs(logits - model.forward(images)).max() <= 1e-4


@pytest.mark.parametrize("scope", ["global", "layer"])
def test_masks_drop_the_smallest(scope):
    kept = np.array(masks.numpy_side(scope).answer(), bool)
    weights = [layer.weights.data for layer in load_pretrained(masks.NETWORK).layers[::2]]
    ends = np.cumsum([each.size for each in weights])
    sizes = np.abs(np.concatenate([each.ravel() for each in weights]))
    parts = (
        [slice(None)]
        if scope == "global"
        else [slice(*pair) for pair in zip([0, *ends[:-1]], ends, strict=True)]
    )
    for part in parts:
        assert kept[part].sum() == kept[part].size - round(masks.SPARSITY * kept[part].size)
        assert sizes[part][kept[part]].min() >= sizes[part][~kept[part]].max()


def test_units_are_kept_by_their_norm_and_the_head_stays():
    first, last = Dense(2, 4), Dense(4, 3)
    first.weights.data = np.array([[1, 0, 3, 0], [0, 2, 0, -4]], np.float32)
    kept = structured.kept_units(Sequential([first, ReLU(), last]), Dense, 0.5)
    assert {i: units.tolist() for i, units in kept.items()} == {0: [2, 3]}


@pytest.mark.parametrize(
    "network, shapes",
    [
        ("mlp_512_256_128", [(784, 108), (108, 54), (54, 27), (27, 10)]),
        ("lenet5", [(5, 5, 1, 3), (5, 5, 3, 8), (200, 120), (120, 84), (84, 10)]),
    ],
)
def test_a_compact_network_has_smaller_shapes(network, shapes):
    model = load_pretrained(network)
    before = [parameter.data.copy() for parameter in model.parameters()]
    kept = structured.kept_units(model, *structured.CUTS[network])
    compact = structured.compact_model(model, kept)
    assert [layer.weights.data.shape for layer in compact.layers if layer.parameters()] == shapes
    assert all((a == p.data).all() for a, p in zip(before, model.parameters(), strict=True))


def test_the_facts_on_structured_pruning_are_measured(monkeypatch):
    monkeypatch.setattr(structured, "trained_on", lambda model, dataset, seed: model)
    (line,) = structured.facts(quick=True)
    assert line.startswith("784-512-256-128-10, 21% of each hidden layer: 6.1x fewer")
    assert line.endswith("Target, at most 1.0 point: missed.")  # nothing was trained


def test_int8_sums_are_exact_in_both_carriers():
    integers, carrier = (int8.int8_side(dtype) for dtype in (np.int32, np.float32))
    assert answers_differ_by(integers.answer(), carrier.answer()) <= 1e-6


def test_int8_values_round_and_saturate():
    got = int8.quantized(np.array([0.0, 0.26, -0.26, 1e3, -1e3], np.float32), np.float32(0.5))
    assert got.dtype == np.int8 and got.tolist() == [0, 1, -1, 127, -127]


def test_a_lesson_is_read_without_its_shows_and_tests(capsys):
    functions = lesson_functions("02_magnitude_pruning")
    mask = functions["magnitude_mask"](np.array([3.0, -1.0, 0.5, -4.0]), 0.5)
    assert mask.tolist() == [True, False, False, True]
    assert "mnist" not in functions and "_filled" not in functions
    assert capsys.readouterr().out == ""
