"""pandas' tables, columns and labels as plain data: they may cross to the tests.

A course switches it on in ``nbgrader_config.py``::

    c.SplitExecute.types = ["splitgrade.adapters.pandas"]

Each kind of object is described by its parts, one level deep: a table by its labels and
columns, a column by its values as an array of numbers or a list of cells. What arrives is
built anew with pandas' own constructors, which check it. Only objects of pandas' own classes
cross. One of a subclass, whose methods are somebody else's, stays where it is; a cell that
holds anything but plain data is refused.
"""

from __future__ import annotations

import contextlib
import decimal
import re
import zoneinfo
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from pandas.tseries.frequencies import to_offset

from splitgrade import wire

MAX_ROWS = wire.MAX_BUFFERS // 8  # also of labels that are only counted, and take no memory
_UNITS = ("s", "ms", "us", "ns")
_FREQUENCY = re.compile(r"-?\d{0,6}[A-Za-z]{1,6}(-[A-Z]{3})?")
_CELL = (
    *(type(None), bool, int, float, complex, str, bytes, range, decimal.Decimal),
    *(np.generic, np.ndarray),
)
_CONTAINER = (list, tuple, set, frozenset)

Plain = dict[str, Any]


# ---- labels and tables ----


def _frame_to_plain(frame: pd.DataFrame) -> Plain:
    columns = [frame.iloc[:, number].array for number in range(frame.shape[1])]
    return {"index": _ours(frame.index), "columns": _ours(frame.columns), "data": columns}


def _frame_from_plain(index: pd.Index, columns: pd.Index, data: list[Any]) -> pd.DataFrame:
    series = [_series_from_plain(index, array, None) for array in data]
    if len(columns) != len(series):
        raise ValueError(f"{len(series)} columns with {len(columns)} labels")
    frame = pd.DataFrame(dict(enumerate(series)), index=_ours(index, pd.Index))
    frame.columns = _ours(columns, pd.Index)
    return frame


def _series_to_plain(series: pd.Series) -> Plain:
    return {"index": _ours(series.index), "array": series.array, "name": _plain(series.name)}


def _series_from_plain(index: pd.Index, array: Any, name: Any) -> pd.Series:
    # Its kind is given: pandas would look at the cells again, and make text of objects.
    dtype = _ours(array, pd.api.extensions.ExtensionArray).dtype
    if len(array) != len(_ours(index, pd.Index)):
        raise ValueError(f"{len(array)} values with {len(index)} labels")
    return pd.Series(array, index=index, dtype=dtype, name=_plain(name))


def _index_to_plain(index: pd.Index) -> Plain:
    plain = {"array": index.array, "name": _plain(index.name)}
    if (freq := getattr(index, "freq", None)) is not None and not isinstance(index, pd.PeriodIndex):
        plain["freq"] = _frequency(freq)
    return plain


def _index_from_plain(array: Any, name: Any, freq: str | None = None) -> pd.Index:
    array = _ours(array, pd.api.extensions.ExtensionArray)
    index = pd.Index(array, dtype=array.dtype, name=_plain(name))
    return index if freq is None else type(index)(index, freq=_checked_frequency(freq))


def _multi_to_plain(index: pd.MultiIndex) -> Plain:
    levels = [_ours(level) for level in index.levels]
    codes = [np.asarray(codes) for codes in index.codes]
    return {"levels": levels, "codes": codes, "names": _plain(list(index.names))}


def _multi_from_plain(levels: Any, codes: Any, names: Any) -> pd.MultiIndex:
    levels = [_ours(level, pd.Index) for level in levels]
    return pd.MultiIndex(levels, [_numbers(each, "i") for each in codes], names=_plain(names))


def _range_to_plain(index: pd.RangeIndex) -> Plain:
    return {"range": range(index.start, index.stop, index.step), "name": _plain(index.name)}


def _range_from_plain(range: range, name: Any) -> pd.RangeIndex:
    if len(range) > MAX_ROWS:
        raise ValueError(f"{len(range)} rows")
    return pd.RangeIndex(range, name=_plain(name))


# ---- columns ----


def _numpy_to_plain(array: Any) -> Plain:
    values = array.to_numpy()
    return {"values": _plain(list(values)) if values.dtype == object else values}


def _numpy_from_plain(values: Any) -> Any:
    if isinstance(values, list):
        cells = np.empty(len(values), object)
        for number, cell in enumerate(_plain(values)):  # one by one: a cell may be a list
            cells[number] = cell
        return pd.arrays.NumpyExtensionArray(cells)
    return pd.arrays.NumpyExtensionArray(_numbers(values, "biufc"))


def _masked_to_plain(array: Any) -> Plain:
    mask = np.asarray(array.isna())
    return {"values": array.to_numpy(array.dtype.numpy_dtype, na_value=0), "mask": mask}


def _masked_from_plain(kind: type, values: Any, mask: Any) -> Any:
    return kind(_numbers(values, "biuf"), _numbers(mask, "b"))


def _text_to_plain(array: Any) -> Plain:
    values = array.to_numpy(object, na_value=None)
    return {
        "values": list(values),
        "storage": array.dtype.storage,
        "missing": "NA" if array.dtype.na_value is pd.NA else "nan",
    }


def _text_from_plain(values: Any, storage: str, missing: str) -> Any:
    if not all(value is None or isinstance(value, str) for value in values):
        raise TypeError("text that is none")
    dtype = pd.StringDtype(storage, na_value={"NA": pd.NA, "nan": np.nan}[missing])
    return pd.array(values, dtype=dtype)


def _categorical_to_plain(array: pd.Categorical) -> Plain:
    codes, categories = np.asarray(array.codes), _ours(array.categories)
    return {"codes": codes, "categories": categories, "ordered": bool(array.ordered)}


def _categorical_from_plain(codes: Any, categories: pd.Index, ordered: bool) -> pd.Categorical:
    dtype = pd.CategoricalDtype(_ours(categories, pd.Index), ordered=ordered is True)
    return pd.Categorical.from_codes(_numbers(codes, "i"), dtype=dtype)


def _times_to_plain(array: Any) -> Plain:
    return {"values": np.asarray(array, f"M8[{array.unit}]"), "zone": _zone_name(array.tz)}


def _times_from_plain(values: Any, zone: str | None) -> Any:
    times = pd.DatetimeIndex(_numbers(values, "M"))
    return (times if zone is None else times.tz_localize("UTC").tz_convert(_zone(zone))).array


def _spans_to_plain(array: Any) -> Plain:
    return {"values": np.asarray(array)}


def _spans_from_plain(values: Any) -> Any:
    return pd.TimedeltaIndex(_numbers(values, "m")).array


def _periods_to_plain(array: Any) -> Plain:
    return {"ordinals": array.asi8, "freq": array.freqstr}


def _periods_from_plain(ordinals: Any, freq: str) -> Any:
    freq = _checked_frequency(freq)
    return pd.PeriodIndex.from_ordinals(_numbers(ordinals, "i"), freq=freq).array


def _intervals_to_plain(array: Any) -> Plain:
    return {"left": _ours(array.left), "right": _ours(array.right), "closed": array.closed}


def _intervals_from_plain(left: Any, right: Any, closed: str) -> Any:
    ends = _ours(left, pd.Index), _ours(right, pd.Index)
    return pd.arrays.IntervalArray.from_arrays(*ends, closed=closed)


# ---- single values ----


def _time_from_plain(time: Any, zone: str | None) -> pd.Timestamp:
    if not isinstance(time, np.datetime64):
        raise TypeError("no time")
    stamp = pd.Timestamp(time)
    return stamp if zone is None else stamp.tz_localize("UTC").tz_convert(_zone(zone))


def _span_from_plain(span: Any) -> pd.Timedelta:
    if not isinstance(span, np.timedelta64):
        raise TypeError("no span of time")
    return pd.Timedelta(span)


def _period_from_plain(ordinal: int, freq: str) -> pd.Period:
    return pd.Period(ordinal=int(ordinal), freq=_checked_frequency(freq))


def _interval_from_plain(left: Any, right: Any, closed: str) -> pd.Interval:
    return pd.Interval(_plain(left), _plain(right), closed=closed)


# ---- what is checked on both ways ----


def _ours(value: Any, kind: type = object) -> Any:
    """The value, if it is of a class that is registered here, and of this kind."""
    if type(value) not in _WAYS or not isinstance(value, kind):
        raise TypeError(f"a {type(value).__name__} has no place there")
    return value


def _plain(value: Any, depth: int = 0) -> Any:
    """The value, if it is plain data through and through."""
    if depth > wire.MAX_DEPTH:
        raise TypeError(f"a cell is nested more than {wire.MAX_DEPTH} deep")
    if isinstance(value, dict):
        _plain(list(value.items()), depth)
    elif isinstance(value, _CONTAINER):
        for item in value:
            _plain(item, depth + 1)
    elif not isinstance(value, _CELL) and type(value) not in wire.registered_types().values():
        raise TypeError(f"a cell holds an object of type {type(value).__name__}")
    return value


def _numbers(values: Any, kinds: str) -> np.ndarray[Any, Any]:
    """A row of numbers of these kinds, as numpy calls them, or of times."""
    if not isinstance(values, np.ndarray) or values.ndim != 1 or values.dtype.kind not in kinds:
        raise TypeError("values of another kind")
    if values.dtype.kind in "mM" and np.datetime_data(values.dtype) not in [(u, 1) for u in _UNITS]:
        raise TypeError("times of another unit")
    return values


def _frequency(freq: Any) -> str | None:
    """A frequency in words; None for one that words do not give again."""
    text = freq.freqstr
    return text if _FREQUENCY.fullmatch(text) and to_offset(text) == freq else None


def _checked_frequency(text: Any) -> str:
    if not isinstance(text, str) or not _FREQUENCY.fullmatch(text):
        raise ValueError("no frequency")
    return text


def _zone_name(zone: Any) -> str | None:
    name = None if zone is None else str(zone)
    if name is not None:
        _zone(name)
    return name


def _zone(name: Any) -> str:
    """The name of a time zone, for pandas, which takes some names for paths of files."""
    if not re.fullmatch(r"UTC([+-]\d\d:\d\d)?", name):
        zoneinfo.ZoneInfo(name)  # refuses what is none
    return name


# ---- which class crosses in which way ----


def _text_kinds() -> set[type]:
    """The classes that hold text; there are more where pyarrow is installed."""
    kinds = set()
    for storage in ("python", "pyarrow"):
        for missing in (pd.NA, np.nan):
            with contextlib.suppress(ImportError):
                dtype = pd.StringDtype(storage, na_value=missing)
                kinds.add(type(pd.array([], dtype=dtype)))
    return kinds


def _register(kind: type, to_plain: Callable[[Any], Plain], make: Callable[..., Any]) -> None:
    def from_plain(plain: Any) -> Any:
        made = make(**plain)
        if type(made) is not kind:
            raise TypeError(f"that makes a {type(made).__name__}")
        return made

    wire.register(kind.__name__, kind, to_plain, from_plain, update=_UPDATES.get(kind))


_WAYS: dict[type, tuple[Callable[[Any], Plain], Callable[..., Any]]] = {
    pd.DataFrame: (_frame_to_plain, _frame_from_plain),
    pd.Series: (_series_to_plain, _series_from_plain),
    pd.RangeIndex: (_range_to_plain, _range_from_plain),
    pd.MultiIndex: (_multi_to_plain, _multi_from_plain),
    pd.Categorical: (_categorical_to_plain, _categorical_from_plain),
    pd.arrays.NumpyExtensionArray: (_numpy_to_plain, _numpy_from_plain),
    pd.arrays.DatetimeArray: (_times_to_plain, _times_from_plain),
    pd.arrays.TimedeltaArray: (_spans_to_plain, _spans_from_plain),
    pd.arrays.PeriodArray: (_periods_to_plain, _periods_from_plain),
    pd.arrays.IntervalArray: (_intervals_to_plain, _intervals_from_plain),
    pd.Timestamp: (
        lambda time: {"time": time.to_datetime64(), "zone": _zone_name(time.tz)},
        _time_from_plain,
    ),
    pd.Timedelta: (lambda span: {"span": span.to_timedelta64()}, _span_from_plain),
    pd.Period: (lambda each: {"ordinal": each.ordinal, "freq": each.freqstr}, _period_from_plain),
    pd.Interval: (
        lambda each: {"left": each.left, "right": each.right, "closed": each.closed},
        _interval_from_plain,
    ),
    type(pd.NaT): (lambda _: {}, lambda: pd.NaT),
    type(pd.NA): (lambda _: {}, lambda: pd.NA),
}
# What they hold is in an object of their own, and more than their attributes.
_UPDATES = {pd.DataFrame: pd.DataFrame.__init__, pd.Series: pd.Series.__init__}
for _kind in (
    *(pd.Index, pd.CategoricalIndex, pd.DatetimeIndex, pd.TimedeltaIndex),
    *(pd.PeriodIndex, pd.IntervalIndex),
):
    _WAYS[_kind] = (_index_to_plain, _index_from_plain)
for _kind in (pd.arrays.IntegerArray, pd.arrays.FloatingArray, pd.arrays.BooleanArray):
    _WAYS[_kind] = (_masked_to_plain, partial(_masked_from_plain, _kind))
for _kind in _text_kinds():
    _WAYS[_kind] = (_text_to_plain, _text_from_plain)
for _kind, _way in _WAYS.items():
    _register(_kind, *_way)
