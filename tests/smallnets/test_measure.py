"""Measurements of files, products and clocks."""

import time

import numpy as np
import pytest

from smallnets import (
    Conv2D,
    Dense,
    Measurement,
    ReLU,
    Sequential,
    create_lenet5,
    create_mlp,
    file_bytes,
    load_mnist,
    measure_macs,
    measure_model,
    measurement_table,
    save_checkpoint,
    time_forward,
    time_ratio,
)
from smallnets.layers import counting_macs
from tests.oracles.naive_layers import conv2d_macs


def test_file_bytes_is_the_size_of_a_real_file(tmp_path):
    model = create_mlp(784, [128, 64], 10)
    save_checkpoint(model, tmp_path / "m.npz")
    assert file_bytes(model) == (tmp_path / "m.npz").stat().st_size
    assert 0 < file_bytes(model) - 4 * 109_386 < 4000


def test_file_bytes_follow_the_dtype():
    model = create_mlp(784, [300], 10)
    full = file_bytes(model)
    model.layers[0].weights.data = model.layers[0].weights.data.astype(np.int8)
    assert abs(full - file_bytes(model) - 3 * 784 * 300) < 100


@pytest.mark.parametrize("n", [1, 7])
def test_macs_are_counted_per_example(n):
    mlp = create_mlp(784, [128, 64], 10)
    assert measure_macs(mlp, np.zeros((n, 784), np.float32)) == 109_184
    x = np.zeros((n, 28, 28, 1), np.float32)
    wanted = conv2d_macs(28, 28, 1, 6, 5, 1, 2) + conv2d_macs(14, 14, 6, 16, 5, 1, 0)
    assert measure_macs(create_lenet5(), x) == wanted + 400 * 120 + 120 * 84 + 84 * 10


def test_macs_of_a_convolution_with_stride_and_padding():
    model = Sequential([Conv2D(2, 3, 3, stride=2, padding=1), ReLU()])
    got = measure_macs(model, np.zeros((2, 7, 6, 2), np.float32))
    assert got == conv2d_macs(7, 6, 2, 3, 3, 2, 1)


def test_counting_ends_with_the_measurement():
    model, x = Sequential([Dense(4, 2)]), np.zeros((1, 4), np.float32)
    with counting_macs() as counter:
        model.forward(x)
    model.forward(x)
    assert counter.total == 8


def test_a_timing_is_ordered_and_positive():
    timing = time_forward(create_mlp(20, [20], 5), np.ones((8, 20), np.float32))
    assert 0 < timing.low <= timing.median <= timing.high


def fake_clock(monkeypatch):
    """Replace the clock by one that only the returned function moves."""
    waits = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: sum(waits))
    return waits.append


def test_a_ratio_is_that_of_each_pair(monkeypatch):
    wait, calls = fake_clock(monkeypatch), []
    speed = iter([1.0] * 4 + [1.0, 2.0, 3.0, 4.0, 5.0])

    def baseline():
        calls.append("b")
        wait(6.0)

    def candidate():
        calls.append("c")
        wait(6.0 / next(speed))

    ratio = time_ratio(baseline, candidate, repeats=5)
    assert calls[-10:] == ["b", "c"] * 5
    got = np.array([ratio.low, ratio.median, ratio.high])
    assert np.abs(got - [2.0, 3.0, 4.0]).max() < 1e-9


@pytest.mark.parametrize("factor", [1 / 20, 1 / 3, 1, 10, 40])
def test_a_machine_that_is_busy_elsewhere_stretches_no_ratio(monkeypatch, factor):
    """Whoever has run for 4 ms waits for 12: long runs are interrupted, short ones seldom."""
    worked = [0.0]

    def clock():
        return worked[0] + 0.012 * (worked[0] // 0.004)

    monkeypatch.setattr(time, "perf_counter", clock)

    def working(seconds):
        def work():
            worked[0] += seconds

        return work

    baseline, candidate = working(0.00034 * max(factor, 1)), working(0.00034 / min(factor, 1))
    ratio = time_ratio(baseline, candidate, 100)
    assert abs(ratio.median / factor - 1) < 0.25

    def once(run):
        start = clock()
        run()
        return clock() - start

    if factor == 40:
        misled = np.median([once(baseline) / once(candidate) for _ in range(100)])
        assert misled > 100, "this machine is busy enough to mislead single runs"


def test_what_takes_no_time_has_a_ratio():
    assert time_ratio(int, lambda: sum(range(1000)), repeats=2).median < 1


@pytest.mark.parametrize(
    "run",
    [
        lambda: time_forward(create_mlp(2, [], 2), np.ones((1, 2), np.float32), repeats=1),
        lambda: time_ratio(int, int, repeats=1),
    ],
)
def test_one_run_has_no_spread(run):
    with pytest.raises(ValueError, match="repeats.*1"):
        run()


def test_measure_model_gathers_the_four_numbers():
    model, data = create_mlp(784, [5], 10), load_mnist(flatten=True).test.take(200)
    row = measure_model("tiny", model, data)
    assert (row.name, row.macs) == ("tiny", 784 * 5 + 5 * 10)
    assert row.bytes == file_bytes(model)
    assert row.seconds > 0
    right = model.forward(data.images.astype(np.float32) / 255).argmax(1) == data.labels
    assert row.accuracy == right.mean()
    with pytest.raises(ValueError, match="128 images.*127"):
        measure_model("tiny", model, data.take(127))


def test_the_table_lines_up():
    rows = [
        Measurement("dense", 0.9822, 1_068_512, 266_200, 0.0012),
        Measurement("magnitude global", 0.5, 99, 7, 12.5),
    ]
    head, *body, note = measurement_table(rows).splitlines()
    assert len({len(line) for line in [head, *body]}) == 1
    assert head.split() == ["network", "accuracy", "(%)", "bytes", "MACs", "seconds"]
    assert body[0].split() == ["dense", "98.22", "1,068,512", "266,200", "0.001200"]
    assert body[1].split() == ["magnitude", "global", "50.00", "99", "7", "12.500000"]
    assert "per image" in note
