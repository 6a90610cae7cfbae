"""What tasks.store_pruning stored is what lesson 7 says of it."""

import numpy as np
import pytest

from smallnets import create_mlp, stored_arrays, stored_results
from tasks.store_pruning import (
    LESSON,
    LEVELS,
    ORDERS,
    RUNS,
    SEEDS,
    known,
    validated,
)

STORED, SURVIVED = stored_results(LESSON), stored_arrays(LESSON)
WEIGHTS = 266_200
SHAPES = [(784, 300), (300, 100), (100, 10)]


def masks_of(data, seed, level):
    """Masks of the stored search; ``level`` counts from 0."""
    parts = np.split(SURVIVED[data][seed] > level, [784 * 300, 784 * 300 + 300 * 100])
    return [part.reshape(shape) for part, shape in zip(parts, SHAPES, strict=True)]


def test_every_run_is_there():
    assert [tuple(row[:5]) for row in STORED["gradual"]] == RUNS
    assert all(len(row[5]) == len(row[6]) == len(ORDERS) for row in STORED["gradual"])
    for data, seeds in SEEDS.items():
        tickets = [row[1:3] for row in STORED[data] if row[0] == "ticket"]
        assert tickets == [[level, seed] for seed in seeds for level in LEVELS[data]]


@pytest.mark.parametrize("data", SEEDS)
def test_masks_keep_what_the_rounds_leave(data):
    assert len(SURVIVED[data]) == len(SEEDS[data])
    for codes in SURVIVED[data]:
        for number, rounds in enumerate(LEVELS[data]):
            cut = round((1 - 0.8**rounds) * WEIGHTS)
            assert np.sum(codes > number) == WEIGHTS - cut


@pytest.mark.parametrize("data", SEEDS)
def test_the_mask_alone_reads_what_is_stored(data):
    for number, level in enumerate(LEVELS[data]):
        start = create_mlp(784, [300, 100], 10, seed=SEEDS[data][0])
        model = known()["rewind"](start, masks_of(data, 0, number))
        row = next(row for row in STORED[data] if row[:3] == ["ticket", level, SEEDS[data][0]])
        assert abs(validated(model, data)[1] - row[3]) < 0.1
