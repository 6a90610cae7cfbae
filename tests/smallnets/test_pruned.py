"""The pruned and small networks that ship with the package are what their file says."""

import json

import numpy as np
import pytest

from smallnets import DataLoader, evaluate_model, load_fashion_mnist, load_mnist, stored_results
from smallnets.pruned import PRUNED, load_pruned, load_small, pruned_info
from tasks import store_pruned

ONE_IMAGE = 1.5e-4  # another CPU rounds differently and may flip one image in 10,000
NETWORKS = [
    (name, percent, seed)
    for name, levels in store_pruned.PERCENT.items()
    for percent in levels
    for seed in store_pruned.SEEDS
]
SMALL = [(width, seed) for width in store_pruned.WIDTHS for seed in store_pruned.SEEDS]

NARROW = [(p, seed) for p in store_pruned.NARROW_PERCENT for seed in store_pruned.SEEDS]


def test_the_file_has_what_the_script_makes():
    assert sorted(pruned_info()) == sorted(
        [f"{name} {percent}% seed {seed}" for name, percent, seed in NETWORKS]
        + [f"small {width} seed {seed}" for width, seed in SMALL]
        + [f"small {store_pruned.NARROW} {percent}% seed {seed}" for percent, seed in NARROW]
    )
    assert PRUNED.stat().st_size < 1_000_000


@pytest.mark.parametrize("name, percent, seed", NETWORKS)
def test_a_pruned_network_is_as_sparse_and_as_good_as_stated(name, percent, seed):
    model = load_pruned(name, percent, seed)
    weights = np.concatenate([p.data.ravel() for p in model.parameters()[::2]])
    assert weights.dtype == np.float32 and weights.size == 266_200
    assert abs(np.mean(weights == 0) - percent / 100) < 1e-3
    data = {"mnist": load_mnist, "fashion": load_fashion_mnist}[name](flatten=True)
    stated = pruned_info()[f"{name} {percent}% seed {seed}"]["test_accuracy"]
    assert abs(evaluate_model(model, DataLoader(data.test, 1000)) - stated) < ONE_IMAGE


@pytest.mark.parametrize("width, seed", SMALL)
def test_a_small_network_shares_its_values(width, seed):
    model = load_small(width, seed)
    assert [p.data.shape for p in model.parameters()[::2]] == [(784, width), (width, 10)]
    assert all(np.unique(p.data).size <= store_pruned.N_CODES for p in model.parameters()[::2])
    test = DataLoader(load_mnist(flatten=True).test, 1000)
    stated = pruned_info()[f"small {width} seed {seed}"]["test_accuracy"]
    assert abs(evaluate_model(model, test) - stated) < ONE_IMAGE


@pytest.mark.parametrize("percent, seed", NARROW)
def test_a_small_network_is_pruned_too(percent, seed):
    model = load_small(store_pruned.NARROW, seed, percent)
    weights = np.concatenate([p.data.ravel() for p in model.parameters()[::2]])
    assert weights.size == 79_400 and abs(np.mean(weights == 0) - percent / 100) < 1e-3
    test = DataLoader(load_mnist(flatten=True).test, 1000)
    stated = pruned_info()[f"small {store_pruned.NARROW} {percent}% seed {seed}"]["test_accuracy"]
    assert abs(evaluate_model(model, test) - stated) < ONE_IMAGE


def test_a_copy_is_fresh():
    load_pruned("mnist", 98).layers[0].weights.data[...] = 7
    assert load_pruned("mnist", 98).layers[0].weights.data.max() < 7


def test_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no network 'mnist 50% seed 1'; there are .*98% seed 3"):
        load_pruned("mnist", 50)
    with pytest.raises(ValueError, match="no network 'small 7 seed 1'"):
        load_small(7)


def test_the_stored_results_name_their_script():
    stored = stored_results(store_pruned.LESSON)
    assert stored["made_by"] == "python -m tasks.store_pruned"
    assert len(stored["dense mnist"]) == len(stored["dense fashion"]) == len(store_pruned.SEEDS)
    json.dumps(stored, allow_nan=False)


# The script ----------------------------------------------------------------------------


@pytest.mark.parametrize("done, due", [(0, 0), (0.35, 0.7875), (0.7, 0.9), (1, 0.9)])
def test_the_cubic_schedule(done, due):
    assert store_pruned.cubic(done, 0.9) == pytest.approx(due)


SIZES, DRAW = (784 * 20, 20 * 10), np.random.default_rng(0)


@pytest.mark.parametrize("ranks", [None, store_pruned.drawn(SIZES, DRAW)])
def test_pruning_reaches_its_share_and_stays(ranks):
    model = load_small(20)
    hook = store_pruned.Pruning(model, 0.9, ranks)
    for step in range(61):
        hook(step / 60)
    weights = np.concatenate([p.data.ravel() for p in model.parameters()[::2]])
    assert abs(np.mean(weights == 0) - 0.9) < 1e-3


def test_drawn_with_shares_each_layer_loses_what_it_lost_in_a_pruned_network():
    pruned = load_small(100, percent=84)
    due = [np.count_nonzero(p.data == 0) for p in pruned.parameters()[::2]]
    model = pruned.copy()
    for parameter in model.parameters():
        parameter.data = np.ones_like(parameter.data)
    hook = store_pruned.Pruning(model, 0.84, store_pruned.drawn_with_shares(pruned, DRAW))
    hook(1.0)
    found = [np.count_nonzero(p.data == 0) for p in model.parameters()[::2]]
    assert np.abs(np.subtract(found, due)).max() <= 1 and found != [0, 0]
