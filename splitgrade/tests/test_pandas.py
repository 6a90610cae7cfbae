"""pandas' tables cross whole; what is forged, or holds more than data, is refused."""

import contextlib
import datetime
import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import splitgrade.adapters.pandas  # noqa: F401  (it registers them)
from splitgrade.execute import Cell, Course, execute
from splitgrade.wire import CrossingError, Decoder, Encoder, WireError
from test_wire import crossed

# How long making a table takes says nothing: other processes may be at work.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TYPES = ("splitgrade.adapters.pandas",)
MOMENTS = st.datetimes(datetime.datetime(1700, 1, 1), datetime.datetime(2200, 1, 1))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    TEXTS,
    st.lists(st.integers(), max_size=2),
    st.tuples(TEXTS, st.integers()),
    st.dictionaries(TEXTS, st.integers(), max_size=2),
    st.dates(),
    st.sampled_from([pd.NA, pd.NaT, pd.Timestamp("2024-03-01", tz="Europe/Berlin")]),
)


def column(cells, dtype, missing=True):
    """Arrays of a dtype, of any length asked for, with missing values where it has them."""
    cells = st.one_of(st.none(), cells) if missing else cells
    return lambda n: st.lists(cells, min_size=n, max_size=n).map(
        lambda values: pd.Series(values, dtype=dtype).array
    )


def whole(bits):
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


COLUMNS = {
    "int64": column(whole(64), "int64", missing=False),
    "int8": column(whole(8), "int8", missing=False),
    "uint64": column(st.integers(0, 2**64 - 1), "uint64", missing=False),
    "float64": column(st.floats(), "float64"),
    "float32": column(st.floats(width=32), "float32"),
    "complex": column(st.complex_numbers(), "complex128", missing=False),
    "bool": column(st.booleans(), "bool", missing=False),
    "Int64": column(whole(64), "Int64"),
    "UInt8": column(st.integers(0, 255), "UInt8"),
    "Float64": column(st.floats(allow_nan=False), "Float64"),
    "boolean": column(st.booleans(), "boolean"),
    "text": column(TEXTS, pd.StringDtype("python", na_value=np.nan)),
    "string": column(TEXTS, pd.StringDtype("python")),
    "object": column(CELLS, "object"),
    "category": column(st.sampled_from(["a", "b"]), pd.CategoricalDtype(["b", "c", "a"])),
    "ordered": column(st.sampled_from([1, 3]), pd.CategoricalDtype([3, 2, 1], ordered=True)),
    "times": column(MOMENTS, "datetime64[us]"),
    "nanoseconds": column(MOMENTS, "datetime64[ns]"),
    "zone": column(
        MOMENTS.map(lambda time: pd.Timestamp(time, tz="UTC").tz_convert("Europe/Berlin")),
        pd.DatetimeTZDtype("us", "Europe/Berlin"),
    ),
    "UTC": column(MOMENTS.map(lambda t: pd.Timestamp(t, tz="UTC")), pd.DatetimeTZDtype("s", "UTC")),
    "offset": column(
        MOMENTS.map(lambda time: pd.Timestamp(time, tz="UTC")),
        pd.DatetimeTZDtype("ns", datetime.timezone(datetime.timedelta(hours=-3))),
    ),
    "spans": column(
        st.timedeltas(datetime.timedelta(-9999), datetime.timedelta(9999)), "timedelta64[us]"
    ),
    "months": column(MOMENTS.map(lambda time: pd.Period(time, "M")), "period[M]"),
    "intervals": column(
        st.integers(0, 9).map(lambda n: pd.Interval(n, n + 2, closed="left")),
        "interval[int64, left]",
        missing=False,
    ),
}
NAMES = st.one_of(st.none(), TEXTS, st.integers(), st.tuples(TEXTS, st.integers()))


# Labels have to be hashable, and nobody numbers rows with complex numbers.
LABELS = {name: made for name, made in COLUMNS.items() if name not in ("object", "complex")} | {
    "mixed": column(st.one_of(TEXTS, st.integers(), st.dates()), "object")
}


def arrays(n, of=COLUMNS):
    return st.sampled_from(sorted(of)).flatmap(lambda name: of[name](n))


def single(n):
    return st.tuples(arrays(n, LABELS), NAMES).map(
        lambda each: pd.Index(each[0], dtype=each[0].dtype, name=each[1])
    )


def indexes(n):
    start = st.integers(-5, 5)
    ranges = st.tuples(start, st.sampled_from([1, 2, -3]), NAMES).map(
        lambda each: pd.RangeIndex(each[0], each[0] + n * each[1], each[1], name=each[2])
    )
    days = st.sampled_from(["D", "2h", "W-SUN", "MS"]).map(
        lambda freq: pd.date_range("2024-01-07", periods=n, freq=freq)
    )
    several = st.lists(single(n), min_size=2, max_size=3).map(pd.MultiIndex.from_arrays)
    return st.one_of(ranges, single(n), days, several)


LENGTHS = st.integers(0, 5)
SERIES = LENGTHS.flatmap(
    lambda n: st.tuples(arrays(n), indexes(n), NAMES).map(
        lambda each: pd.Series(each[0], each[1], dtype=each[0].dtype, name=each[2])
    )
)


def _table(parts):
    index, data, labels = parts
    frame = pd.DataFrame(
        {n: pd.Series(array, index, array.dtype) for n, array in enumerate(data)}, index
    )
    frame.columns = labels
    return frame


FRAMES = st.tuples(LENGTHS, st.integers(0, 3)).flatmap(
    lambda shape: st.tuples(
        indexes(shape[0]),
        st.lists(arrays(shape[0]), min_size=shape[1], max_size=shape[1]),
        indexes(shape[1]),
    ).map(_table)
)


def look(thing):
    """What a reader of a table can see of it: kinds, labels, and each cell with its kind."""
    if isinstance(thing, pd.DataFrame):
        columns = [look(thing.iloc[:, n]) for n in range(thing.shape[1])]
        return type(thing), look(thing.index), look(thing.columns), columns
    if isinstance(thing, pd.MultiIndex):
        levels = [look(level) for level in thing.levels]
        return type(thing), levels, [_cell(name) for name in thing.names], _cells(thing)
    seen = type(thing), str(thing.dtype), repr(thing.dtype), _cells(thing)
    if isinstance(thing, pd.Series):
        return *seen, _cell(thing.name), look(thing.index)
    if isinstance(thing, pd.Index):
        return *seen, _cell(thing.name), str(getattr(thing, "freq", None))
    return seen


def _cells(thing):
    return [_cell(cell) for cell in thing]


def _cell(cell):
    return type(cell), repr(cell)


@patient
@given(FRAMES)
def test_tables_cross_whole(frame):
    back = crossed(frame)
    assert look(back) == look(frame)
    pd.testing.assert_frame_equal(
        back, frame, check_index_type="exact", check_column_type="exact", check_exact=True
    )


@patient
@given(SERIES)
def test_columns_cross_whole(series):
    assert look(crossed(series)) == look(series)


@patient
@given(LENGTHS.flatmap(indexes))
def test_labels_cross_whole(index):
    assert look(crossed(index)) == look(index)


@patient
@given(LENGTHS.flatmap(arrays))
def test_values_cross_whole(array):
    assert look(crossed(array)) == look(array)


@pytest.mark.parametrize(
    "value",
    [
        pd.Timestamp("2024-03-31 02:30", tz="UTC").tz_convert("Europe/Berlin"),
        pd.Timestamp(1, unit="ns"),
        pd.Timedelta("1s 3ns"),
        pd.Period("2024-02", "M"),
        pd.Interval(0.5, 2.0, closed="both"),
        *(pd.NA, pd.NaT),
        *(datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 4), datetime.timedelta(-1, 5, 7)),
        datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=5))),
        *(pd.DataFrame, pd.Series),
        {"counts": pd.Series([1]), "tables": [pd.DataFrame()]},
        pd.DataFrame({"inner": [pd.Series([1, 2])]}, dtype=object),
        pd.DataFrame([[1, 2]], columns=["twice", "twice"], index=["a"]),
    ],
)
def test_what_tables_are_made_of_crosses_whole(value):
    back = crossed(value)
    assert type(back) is type(value) and repr(back) == repr(value)


class Agrees(pd.DataFrame):
    """A table with somebody else's methods."""

    def equals(self, other):
        return True


@pytest.mark.parametrize(
    "value, words",
    [
        (Agrees({"n": [1]}), "type Agrees"),
        ([Agrees({"n": [1]})], "type Agrees"),
        (pd.Series([object()]), "a cell holds an object of type object"),
        (pd.Series([[1, {"a": (len,)}]]), "builtin_function_or_method"),
        (pd.Index([print], dtype=object), "builtin_function_or_method"),
        (pd.Series([1], name=frozenset([Agrees])), "a cell holds"),
        (pd.Series([Agrees()]), "type Agrees"),
        (pd.Series([0, 1], dtype="Sparse[int]"), "SparseArray"),
        (pd.DataFrame({"n": pd.array([0, 1], dtype="Sparse[int]")}), "SparseArray"),
        (pd.DataFrame([[1]], index=pd.Index([Agrees], dtype=object)), "a cell holds"),
    ],
)
def test_what_holds_more_than_data_does_not_cross(value, words):
    with pytest.raises(CrossingError, match=words):
        Encoder().encode(value)


def test_a_cell_that_holds_itself_is_refused():
    loop = []
    loop.append(loop)
    series = pd.Series([0], dtype=object)
    series.array[0] = loop
    with pytest.raises(CrossingError, match="nested"):
        Encoder().encode(series)


def forged(kind, **parts):
    """What a process would send that makes a description up, with parts that do cross."""
    encoder = Encoder()
    node = ["r", kind, encoder.encode(parts)]
    return Decoder(b"".join(encoder.buffers), lambda node, decoder: object()).decode(node)


def cells(*values):
    return pd.arrays.NumpyExtensionArray(np.array(values))


ROWS = pd.RangeIndex(2)
NAIVE = np.zeros(1, "M8[ns]")


@pytest.mark.parametrize(
    "kind, parts",
    [
        ("DataFrame", {}),
        ("DataFrame", {"index": ROWS, "columns": ROWS, "data": [cells(1, 2)]}),
        ("DataFrame", {"index": ROWS, "columns": ROWS[:1], "data": [cells(1, 2, 3)]}),
        ("DataFrame", {"index": ROWS, "columns": ROWS[:1], "data": [pd.Series([1, 2])]}),
        ("DataFrame", {"index": ROWS, "columns": ROWS[:1], "data": [np.ones(2)]}),
        ("DataFrame", {"index": [0, 1], "columns": ROWS[:0], "data": []}),
        ("DataFrame", {"index": ROWS, "columns": "ab", "data": [cells(1, 2)] * 2}),
        ("DataFrame", {"index": cells(1), "columns": ROWS[:0], "data": []}),
        ("Series", {"index": ROWS, "array": ROWS, "name": None}),
        ("Series", {"index": ROWS, "array": cells(1, 2, 3), "name": None}),
        ("Series", {"index": ROWS, "array": cells(1, 2), "name": []}),
        ("Series", {"index": ROWS, "array": cells(1, 2), "name": None, "copy": True}),
        ("RangeIndex", {"range": range(10**18), "name": None}),
        ("RangeIndex", {"range": "ab", "name": None}),
        ("Index", {"array": pd.Categorical(["a"]), "name": None}),
        ("Index", {"array": cells(1), "name": None, "freq": "D"}),
        ("DatetimeIndex", {"array": cells(1), "name": None}),
        ("DatetimeIndex", {"array": pd.array(NAIVE), "name": None, "freq": "x" * 10**6}),
        ("DatetimeIndex", {"array": pd.array([*NAIVE] * 3), "name": None, "freq": "D"}),
        ("MultiIndex", {"levels": [ROWS], "codes": [np.array([7])], "names": [None]}),
        ("MultiIndex", {"levels": [ROWS], "codes": [np.array([-9])], "names": [None]}),
        ("MultiIndex", {"levels": [ROWS], "codes": [[0]], "names": [None]}),
        ("MultiIndex", {"levels": [ROWS] * 2, "codes": [np.array([0])], "names": [None] * 2}),
        ("MultiIndex", {"levels": [cells(1)], "codes": [np.array([0])], "names": [None]}),
        ("Categorical", {"codes": np.array([5]), "categories": ROWS, "ordered": False}),
        ("Categorical", {"codes": np.array([-5]), "categories": ROWS, "ordered": False}),
        ("Categorical", {"codes": np.array([0]), "categories": pd.Index([1, 1]), "ordered": False}),
        ("Categorical", {"codes": np.array([0]), "categories": [1], "ordered": False}),
        ("NumpyExtensionArray", {"values": np.ones((2, 2))}),
        ("NumpyExtensionArray", {"values": np.array(["a"])}),
        ("NumpyExtensionArray", {"values": 3}),
        ("IntegerArray", {"values": np.ones(2, int), "mask": np.zeros(3, bool)}),
        ("IntegerArray", {"values": np.ones(2), "mask": np.zeros(2, bool)}),
        ("BooleanArray", {"values": np.ones(2, bool), "mask": np.zeros(2, int)}),
        ("StringArray", {"values": [1], "storage": "python", "missing": "NA"}),
        ("StringArray", {"values": ["a"], "storage": "disk", "missing": "NA"}),
        ("StringArray", {"values": ["a"], "storage": "python", "missing": "x"}),
        ("DatetimeArray", {"values": np.zeros(1, "M8[Y]"), "zone": None}),
        ("DatetimeArray", {"values": np.zeros(1, "M8"), "zone": None}),
        ("DatetimeArray", {"values": np.zeros(1, "m8[s]"), "zone": None}),
        ("DatetimeArray", {"values": NAIVE, "zone": 3}),
        ("DatetimeArray", {"values": NAIVE, "zone": "dateutil//etc/localtime"}),
        ("DatetimeArray", {"values": NAIVE, "zone": "/etc/localtime"}),
        ("DatetimeArray", {"values": NAIVE, "zone": "../../etc/localtime"}),
        ("DatetimeArray", {"values": NAIVE, "zone": "tzlocal()"}),
        ("DatetimeArray", {"values": NAIVE, "zone": "UTC+99:99"}),
        ("Timestamp", {"time": 3, "zone": None}),
        ("Timedelta", {"span": "1s"}),
        ("PeriodArray", {"ordinals": np.ones(2), "freq": "M"}),
        ("PeriodArray", {"ordinals": np.ones(2, int), "freq": "M" * 99}),
        ("IntervalArray", {"left": ROWS, "right": ROWS[:1], "closed": "left"}),
        ("IntervalArray", {"left": ROWS[::-1], "right": ROWS, "closed": "left"}),
        ("IntervalArray", {"left": ROWS, "right": ROWS, "closed": "ajar"}),
        ("date", {"text": "2024-01-01"}),
    ],
)
def test_a_forged_description_is_refused(kind, parts):
    with pytest.raises(WireError, match=f"no {kind} can be made"):
        forged(kind, **parts)


@pytest.mark.parametrize("cell", ["HANDLE", ["t", ["HANDLE"]], ["d", [["k", "HANDLE"]]]])
def test_a_cell_cannot_hold_a_students_object(cell):
    node = json.loads(json.dumps(cell).replace('"HANDLE"', '["h", 1]'))
    described = ["d", [["values", ["l", [node]]]]]
    decoder = Decoder(b"", lambda node, decoder: Agrees())
    with pytest.raises(WireError, match="a cell holds an object of type Agrees"):
        decoder.decode(["r", "NumpyExtensionArray", described])


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(
        ["r", "d", "l", "a", "n", "DataFrame", "Series", "Index", "RangeIndex", "MultiIndex"]
        + ["Categorical", "NA", "<i8", "|b1", "<M8[ns]", "freq", "name", "values", "UTC", ["l", []]]
    ),
)


def _paths(node, path=()):
    yield path
    if isinstance(node, list):
        for number, part in enumerate(node):
            yield from _paths(part, (*path, number))


def _with(node, path, junk):
    if not path:
        return junk
    number, *rest = path
    return [
        *node[:number],
        _with(node[number], rest, junk),
        *node[number + 1 :],
    ]


@patient
@given(FRAMES, st.lists(st.tuples(st.integers(0), JUNK), min_size=1, max_size=3))
def test_a_message_with_other_parts_is_a_value_or_refused(frame, changes):
    encoder = Encoder()
    node = encoder.encode(frame)
    for place, junk in changes:
        paths = list(_paths(node))
        node = _with(node, paths[place % len(paths)], junk)
    with contextlib.suppress(WireError):
        back = Decoder(b"".join(encoder.buffers)).decode(node)
        if isinstance(back, pd.DataFrame):  # then it is a whole one
            look(back)
            look(crossed(back))


GIVEN = "import pandas as pd"
# By what it shows: the answer, and a test that has to pass.
PASSES = {
    "a table comes back and is compared by pandas": (
        "def f(words): return pd.DataFrame({'n': pd.Series(words).value_counts()})",
        "want = pd.DataFrame({'n': [2, 1]}, index=['a', 'b']).rename_axis(None)\n"
        "pd.testing.assert_frame_equal(f(['a', 'b', 'a']), want, check_names=False)\n"
        "assert f(['a', 'a']).equals(f(['a', 'a'])) and isinstance(f(['a']), pd.DataFrame)",
    ),
    "a student's groups are asked for their sums": (
        "def f(table): return table.groupby('k')",
        "got = f(pd.DataFrame({'k': ['a', 'b', 'a'], 'n': [1, 2, 3]})).sum()\n"
        "assert got['n'].to_dict() == {'a': 4, 'b': 2}",
    ),
    "a function of the test's gets a column": (
        "def f(table, g): return table['n'].apply(g), g(table['n'])",
        "each, whole = f(pd.DataFrame({'n': [1, 2]}), lambda n: n * 2)\n"
        "assert each.tolist() == whole.tolist() == [2, 4]",
    ),
    "a function of the test's changes a table, and the student sees it": (
        "def f(g):\n    table = pd.DataFrame({'n': [1, 2]})\n    same = g(table) is table\n"
        "    table.flags.allows_duplicate_labels = False\n"
        "    return same, table, table['n'].sum()",
        "def g(table):\n    table['n'] += 1\n    table['m'] = 0\n    return table\n"
        "same, table, total = f(g)\n"
        "assert same is True and total == 5 and list(table) == ['n', 'm'], (same, table)",
    ),
    "a function of the test's changes a column in a list": (
        "def f(g):\n    columns = [pd.Series([1, 2], name='n')]\n    first = columns[0]\n"
        "    g(columns)\n    return first, first.sum()",
        "def g(columns): columns[0][:] = 5\n"
        "column, total = f(g)\n"
        "assert column.tolist() == [5, 5] and total == 10 and column.name == 'n', column",
    ),
    "a cell that is missing is missing": (
        "def f(): return pd.DataFrame({'a': [None, 'x'], 'b': [pd.NA, 1], 'c': [pd.NaT] * 2})",
        "assert f().isna().sum().tolist() == [1, 1, 2]",
    ),
}
# ... and one that has to fail, with these words.
FAILS = {
    "a table of a class of the student's": (
        "class T(pd.DataFrame):\n    def equals(self, other): return True\n"
        "    def __eq__(self, other): return True\ndef f(): return T({'n': [1]})",
        "pd.testing.assert_frame_equal(f(), pd.DataFrame({'n': [1]}))",
        "Expected type",
    ),
    "the same in the hands of a table": (
        "class T(pd.DataFrame):\n    def equals(self, other): return True\n"
        "    def __eq__(self, other): return True\ndef f(): return T({'n': [1]})",
        "assert pd.DataFrame({'n': [1]}).equals(f()), 'not equal'",
        "not equal",
    ),
    "a cell that agrees with everything": (
        "class T:\n    def __eq__(self, other): return True\n"
        "def f(): return pd.DataFrame({'n': [T()]})",
        "pd.testing.assert_frame_equal(f(), pd.DataFrame({'n': [1]}))",
        "a cell holds an object of type T",
    ),
    "a table that was changed": (
        "def f(table):\n    table['n'] = 0\n    return 1",
        "assert f(pd.DataFrame({'n': [1]})) == 1",
        "changed the DataFrame it was given",
    ),
}


def outcome(answer, test):
    course = Course(types=TYPES, check_arguments=True)
    cells = [Cell("given", GIVEN), Cell("answer", answer, ("f",)), Cell("test", test)]
    shown = execute(cells, course).cells[-1].outputs
    return next((out["evalue"] for out in shown if out["output_type"] == "error"), "")


@pytest.mark.parametrize("name", PASSES)
def test_tables_serve_the_tests(name):
    assert outcome(*PASSES[name]) == ""


@pytest.mark.parametrize("name", FAILS)
def test_tables_that_are_none_earn_nothing(name):
    answer, test, words = FAILS[name]
    assert words in outcome(answer, test)


def test_splitgrade_itself_needs_no_pandas():
    code = "import sys, splitgrade, splitgrade.plugin\nassert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
