"""What a model costs, measured: bytes of a real file, counted multiply-adds, seconds.

Nothing here is derived from a formula; the lessons derive, and the two should meet.
"""

import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from smallnets.checkpoints import save_checkpoint
from smallnets.data import DataLoader
from smallnets.layers import counting_macs
from smallnets.training import evaluate_model

TIMED_IMAGES = 128
SHORTEST = 1e-7  # seconds: what no clock can tell from nothing


@dataclass(frozen=True)
class Timing:
    """Seconds of one run: the median, and the quartiles below and above it."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Ratio:
    """How many times faster: the median, and the quartiles below and above it."""

    median: float
    low: float
    high: float


@dataclass(frozen=True)
class Measurement:
    """One row of the table that ends every lesson.

    Attributes
    ----------
    name : str
    accuracy : float
        Fraction of right answers.
    bytes : int
        Size of the checkpoint file.
    macs : int
        Multiply-adds per image.
    seconds : float
        Median time of a forward pass over a batch of 128 images.
    """

    name: str
    accuracy: float
    bytes: int
    macs: int
    seconds: float


def file_bytes(model):
    """Return the size in bytes of a checkpoint file of ``model``, header included.

    The file is really written, to a temporary folder, and its size read.

    Parameters
    ----------
    model : Sequential

    Returns
    -------
    int
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.npz"
        save_checkpoint(model, path)
        return path.stat().st_size


def measure_macs(model, inputs):
    """Return the multiply-adds per example, counted during a forward pass.

    A product with a zero weight is done, and counted, like any other.

    Parameters
    ----------
    model : Sequential
    inputs : ndarray of float, shape (n, ...)

    Returns
    -------
    int
    """
    with counting_macs() as counter:
        model.forward(inputs)
    return counter.total // len(inputs)


def time_forward(model, inputs, repeats=20):
    """Time a forward pass over ``inputs``, after one run to warm up.

    Parameters
    ----------
    model : Sequential
    inputs : ndarray of float, shape (n, ...)
    repeats : int
        Timed runs, at least 2.

    Returns
    -------
    Timing
        In seconds, for the whole batch.

    Raises
    ------
    ValueError
        If ``repeats`` is below 2.
    """
    _check_repeats(repeats)
    model.forward(inputs)
    return Timing(*_quartiles([_seconds(lambda: model.forward(inputs)) for _ in range(repeats)]))


def time_ratio(baseline, candidate, repeats=20):
    """Measure how many times faster ``candidate`` is than ``baseline``.

    The two are timed in turns, and each pair gives one ratio. The quicker one runs so many
    times in its turn that both turns take about as long: on a busy machine a long turn is
    interrupted and a short one is not, which would make a ratio of ten one of thirty.

    Parameters
    ----------
    baseline, candidate : callable without arguments
    repeats : int
        Timed pairs of turns, at least 2, after some runs to warm up.

    Returns
    -------
    Ratio
        Above 1 where the candidate is faster.

    Raises
    ------
    ValueError
        If ``repeats`` is below 2.
    """
    _check_repeats(repeats)
    runs = [baseline, candidate]
    seconds = [_seconds_when_warm(run) for run in runs]
    times = [max(1, round(max(seconds) / each)) for each in seconds]
    turns = [[_seconds(*each) for each in zip(runs, times, strict=True)] for _ in range(repeats)]
    return Ratio(*_quartiles([before / after for before, after in turns]))


def measure_model(name, model, dataset):
    """Measure accuracy, bytes, multiply-adds and seconds of a model.

    Parameters
    ----------
    name : str
        What the table calls the model.
    model : Sequential
    dataset : Dataset
        At least 128 examples, in the shape the model takes.

    Returns
    -------
    Measurement

    Raises
    ------
    ValueError
        If the dataset has fewer than 128 examples.
    """
    if len(dataset) < TIMED_IMAGES:
        raise ValueError(
            f"the timed batch has {TIMED_IMAGES} images, the dataset has only {len(dataset)}"
        )
    images, _ = next(iter(DataLoader(dataset, batch_size=TIMED_IMAGES)))
    return Measurement(
        name=name,
        accuracy=evaluate_model(model, DataLoader(dataset)),
        bytes=file_bytes(model),
        macs=measure_macs(model, images),
        seconds=time_forward(model, images).median,
    )


def measurement_table(measurements):
    """Format measurements as text, one row each, the same columns in every lesson.

    Parameters
    ----------
    measurements : list of Measurement

    Returns
    -------
    str

    Examples
    --------
    >>> print(measurement_table([Measurement("dense", 0.9817, 1066440, 266200, 0.002)]))
    network  accuracy (%)      bytes     MACs   seconds
    dense           98.17  1,066,440  266,200  0.002000
    MACs per image; seconds per batch of 128 images.
    """
    rows = [("network", "accuracy (%)", "bytes", "MACs", "seconds")]
    rows += [
        (m.name, f"{100 * m.accuracy:.2f}", f"{m.bytes:,}", f"{m.macs:,}", f"{m.seconds:.6f}")
        for m in measurements
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *numbers in rows:
        cells = [n.rjust(w) for n, w in zip(numbers, widths[1:], strict=True)]
        lines.append("  ".join([name.ljust(widths[0]), *cells]))
    lines.append(f"MACs per image; seconds per batch of {TIMED_IMAGES} images.")
    return "\n".join(lines)


def _seconds(function, times=1):
    """Return the seconds of a run, the mean over so many in a row."""
    start = time.perf_counter()
    for _ in range(times):
        function()
    return (time.perf_counter() - start) / times


def _seconds_when_warm(function):
    function()
    return max(min(_seconds(function) for _ in range(3)), SHORTEST)


def _check_repeats(repeats):
    if repeats < 2:
        raise ValueError(f"repeats must be at least 2, got {repeats}")


def _quartiles(values):
    """Return median, lower and upper quartile."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return median, low, high
