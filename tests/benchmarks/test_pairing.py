"""The statistics of paired runs, on times that are known."""

import itertools

import pytest

from benchmarks import side as side_module
from benchmarks.pairing import (
    STEADY,
    Comparison,
    Disagreement,
    Spread,
    Target,
    answers_differ_by,
    measure,
    run_block,
    summarise,
)
from benchmarks.side import WARM_UP, Side, Slice, repeats_for, run_slice
from benchmarks.worker import Worker, environment_for


def block(first, second, third, fourth):
    return [Slice(wall, wall / 2) for wall in (first, second, third, fourth)]


def test_sides_run_in_turns():
    order = []
    run_block(lambda: order.append("first"), lambda: order.append("second"))
    assert order == ["first", "second", "second", "first"]


def test_ratio_is_first_by_second():
    seconds, wall, cpu, control = summarise([block(6, 2, 2, 6), block(8, 2, 2, 8)])
    assert seconds == (7, 2)
    assert wall == (3.5, 3.25, 3.75)
    assert cpu == wall
    assert control == (1, 1, 1)


def test_wall_and_cpu_time_are_kept_apart():
    slices = [Slice(4, 1), Slice(2, 1), Slice(2, 1), Slice(4, 1)]
    _, wall, cpu, _ = summarise([slices, slices])
    assert (wall.median, cpu.median) == (2, 1)


def test_a_steady_drift_drops_out_of_the_ratio_and_shows_in_the_control():
    drifting = [
        block(*(base * (1 + 0.1 * (4 * k + place)) for place, base in enumerate((3, 1, 1, 3))))
        for k in range(5)
    ]
    _, wall, _, control = summarise(drifting)
    assert wall.median == pytest.approx(3)
    assert wall.low == pytest.approx(wall.high)
    assert control.low > 1


def test_control_holds_both_sides():
    _, _, _, control = summarise([block(1, 1, 2, 4)] * 2)
    assert control.median == pytest.approx(3) and (control.low, control.high) == (2, 4)


@pytest.mark.parametrize(
    "kind, limit, spread, words",
    [
        ("at most", 1.0, (0.8, 0.7, 0.9), "met"),
        ("at most", 1.0, (0.9, 0.8, 1.1), "met, within the spread"),
        ("at most", 1.0, (1.1, 0.9, 1.2), "missed, within the spread"),
        ("at most", 1.0, (1.2, 1.1, 1.3), "missed"),
        ("at least", 5.0, (5.5, 5.2, 5.9), "met"),
        ("at least", 5.0, (4.0, 3.0, 4.5), "missed"),
    ],
)
def test_verdict(kind, limit, spread, words):
    assert Target(limit, kind).verdict(Spread(*spread), Spread(1.0, *STEADY)) == words


@pytest.mark.parametrize("low, high", [(0.75, 2.31), (0.89, 1.05), (0.95, 1.11)])
def test_nothing_is_judged_where_a_side_differs_from_itself(low, high):
    far_below = Spread(0.07, 0.04, 0.09)
    assert (
        Target(1.0, "at most").verdict(far_below, Spread(1.0, low, high)) == "not judged: too noisy"
    )


def test_difference_is_relative_to_the_first_answer():
    assert answers_differ_by([1.0, -4.0], [1.0, -4.4]) == pytest.approx(0.1)
    assert answers_differ_by([1.0, 2.0], [1.0]) == float("inf")
    assert not answers_differ_by([1.0, 2.0], [1.0, float("nan")]) <= 1


def test_sides_that_disagree_are_not_timed():
    strict = Comparison(
        "int8", "too strict", ("float32", "int8, integers"), {}, threads=1, tolerance=1e-9
    )
    with pytest.raises(Disagreement, match="too strict: float32 and int8, integers differ"):
        measure(strict, blocks=2, seconds=0.001)


def test_two_equal_sides_are_measured():
    same = Comparison("int8", "itself", ("float32", "float32"), {}, threads=1, tolerance=0.0)
    measured = measure(same, blocks=2, seconds=0.001)
    assert measured.difference == 0
    assert all(value > 0 for value in (*measured.seconds, *measured.wall, *measured.control))


def test_a_worker_that_ends_is_named(capfd):
    with (
        Worker("int8", "no such side", {}, threads=1) as worker,
        pytest.raises(RuntimeError, match="int8 no such side"),
    ):
        worker.answer()
    assert "KeyError" in capfd.readouterr().err


def test_threads_are_set_and_tuning_is_dropped(monkeypatch):
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    environment = environment_for(2)
    assert "OPENBLAS_CORETYPE" not in environment
    for name in ("OPENBLAS", "OMP", "MKL"):
        assert environment[f"{name}_NUM_THREADS"] == "2"


def counting_side(monkeypatch, tick=0.0):
    """A side whose work takes ``tick`` seconds of a clock that nothing else moves."""
    calls, now = itertools.count(), [0.0]

    def work():
        next(calls)
        now[0] += tick

    monkeypatch.setattr(side_module.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(side_module.time, "process_time", lambda: 2 * now[0])
    return Side(lambda: work, list), calls


def test_a_slice_warms_up_and_gives_seconds_per_unit(monkeypatch):
    side, calls = counting_side(monkeypatch, tick=0.5)
    assert run_slice(side, 10) == (0.5, 1.0)
    assert next(calls) == 10 + WARM_UP


def test_repeats_fill_the_time_asked_for(monkeypatch):
    side, _ = counting_side(monkeypatch, tick=1 / 64)
    assert repeats_for(side, seconds=1) == 64
    assert repeats_for(side, seconds=0.001) == 1
