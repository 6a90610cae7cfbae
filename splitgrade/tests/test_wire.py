"""Values cross whole; whatever bytes arrive, the outcome is a value or a clean refusal."""

import collections
import contextlib
import io
import json
import struct
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from splitgrade import wire
from splitgrade.wire import CrossingError, Decoder, Encoder, WireError

Point = collections.namedtuple("Point", "x y")
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**100), 2**100),
    st.floats(),
    st.text(),
    st.binary(),
    st.complex_numbers(),
    st.decimals(allow_nan=False),
)
HASHABLE = st.one_of(st.integers(), st.text(), st.booleans(), st.tuples(st.integers(), st.text()))
ARRAYS = hnp.arrays(
    st.one_of(
        hnp.boolean_dtypes(),
        hnp.integer_dtypes(),
        hnp.floating_dtypes(),
        hnp.complex_number_dtypes(),
        hnp.unicode_string_dtypes(),
    ),
    hnp.array_shapes(min_dims=0, min_side=0),
)
VALUES = st.recursive(
    st.one_of(SCALARS, ARRAYS),
    lambda inner: st.one_of(
        st.lists(inner),
        st.tuples(inner, inner),
        st.dictionaries(HASHABLE, inner),
        st.sets(HASHABLE),
        st.frozensets(HASHABLE),
    ),
    max_leaves=12,
)


def crossed(value):
    encoder = Encoder()
    stream = io.BytesIO()
    wire.write_frame(stream, {"value": encoder.encode(value)}, encoder.buffers)
    stream.seek(0)
    message, buffers = wire.read_frame(stream)
    return Decoder(buffers).decode(message["value"])


def same(one, other):
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float | complex):
        return repr(one) == repr(other)
    return one == other


@given(VALUES)
def test_values_cross_whole(value):
    assert same(crossed(value), value)


@pytest.mark.parametrize(
    "value",
    [
        np.float32(0.1),
        np.int64(3),
        np.bool_(True),
        np.str_("a"),
        range(3, 9, 2),
        slice(1, None),
        np.dtype("float16"),
        float,
        np.float32,
        ValueError,
        Point(1, "b"),
        Decimal("1.10"),
        Path("a/b"),
        2**4000,
        np.datetime64("2024-01-01"),
        np.array(["a", "bc"]),
    ],
)
def test_other_kinds_cross_whole(value):
    back = crossed(value)
    assert np.array_equal(back, value) if isinstance(value, np.ndarray) else back == value
    assert type(back) is type(value) or back._fields == value._fields


def test_generator_crosses_with_its_state():
    rng = np.random.default_rng(5)
    rng.normal(size=3)
    assert crossed(rng).normal() == rng.normal()


def test_subclasses_cross_as_what_they_are_based_on():
    class Agrees(float):
        def __eq__(self, other):
            return True

    assert type(crossed(Agrees(2.0))) is float
    assert type(crossed(np.ones(2).view(np.recarray))) is np.ndarray


def test_a_bool_is_zero_or_one():
    odd = np.full(3, 7, np.uint8).view(bool)
    assert crossed(odd).view(np.uint8).tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "value, words",
    [
        (object(), "object of type object"),
        (np.array([None]), "dtype object"),
        (np.zeros(1, [("a", "i4")]), "dtype"),
        (1 << 10_000, "too large"),
        (len, "can cross"),
        (np.ma.masked_array([1]), "masked"),
        (lambda: 0, "can cross"),
    ],
)
def test_what_cannot_cross_is_named(value, words):
    with pytest.raises(CrossingError, match=words):
        Encoder().encode(value)


def test_loops_and_giants_are_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(CrossingError, match="deep"):
        Encoder().encode(loop)
    with pytest.raises(CrossingError, match="256 MB"):
        Encoder().encode([np.zeros(10**7)] * 4)
    with pytest.raises(CrossingError, match="16 MB"):
        wire.write_frame(io.BytesIO(), {"value": "x" * 20_000_000})


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=5),
        st.sampled_from(["a", "n", "l", "d", "nt", "r", "ty", "|O", "<f4", "|b1", "PCG64"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner),
        st.dictionaries(st.text(max_size=3), inner),
        st.tuples(st.sampled_from(list(wire._DECODERS)), inner, inner).map(list),
        st.tuples(
            st.just("a"),
            st.sampled_from(["<f4", "|b1", "<U3", "|O"]),
            st.lists(st.integers()),
            st.integers(),
            st.integers(),
        ).map(list),
    ),
    max_leaves=20,
)


@given(JSON, st.binary(max_size=64))
def test_any_message_is_a_value_or_refused(node, buffers):
    with contextlib.suppress(WireError):
        Decoder(buffers).decode(node)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_refused(data):
    with contextlib.suppress(WireError, EOFError):
        wire.read_frame(io.BytesIO(data))


@pytest.mark.parametrize("header", [(2**32 - 1, 0), (0, 2**63), (10, 2**40)])
def test_claimed_size_is_checked_before_anything_is_read(header):
    with pytest.raises(WireError, match="MB"):
        wire.read_frame(io.BytesIO(struct.pack(">IQ", *header)))


@pytest.mark.parametrize("text", [b"[" * 10**6, b"[]", b"\xff", b'{"a": ' * 10**5])
def test_text_that_is_no_message_is_refused(text):
    with pytest.raises(WireError):
        wire.read_frame(io.BytesIO(struct.pack(">IQ", len(text), 0) + text))


def test_an_array_with_a_giant_shape_takes_no_memory():
    with pytest.raises(WireError):
        Decoder(b"1234").decode(json.loads('["a", "<f4", [1000000, 1000000, 1000000], 0, 4]'))


def test_a_name_belongs_to_one_type():
    with pytest.raises(ValueError, match="registered as 'One'"):
        for kind in (type("One", (), {}), type("One", (), {})):
            wire.register("One", kind, vars, dict)
