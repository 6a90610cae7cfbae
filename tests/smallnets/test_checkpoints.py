"""Files: exact bits back, and no file can do harm."""

import json
import os
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallnets import (
    CheckpointError,
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    ReLU,
    Sequential,
    create_lenet5,
    create_mlp,
    load_checkpoint,
    model_to_plain,
    save_checkpoint,
)

DTYPES = [np.float16, np.float32, np.float64, np.int8, np.uint8, np.int32, ">f4"]


@st.composite
def models(draw):
    """Draw any row of layers with any bits in any dtype, NaN and -0 included."""
    size, bias = st.integers(1, 4), st.booleans()
    kinds = st.one_of(
        st.builds(Dense, size, size, bias=bias),
        st.builds(Conv2D, size, size, size, stride=size, bias=bias),
        st.builds(MaxPool2D, size),
        st.builds(ReLU),
        st.builds(Flatten),
    )
    model = Sequential(draw(st.lists(kinds, min_size=1, max_size=4)))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    for parameter in model.parameters():
        dtype = np.dtype(draw(st.sampled_from(DTYPES)))
        shape = parameter.data.shape
        content = rng.bytes(parameter.data.size * dtype.itemsize)
        parameter.data = np.frombuffer(content, dtype).reshape(shape).copy()
    return model


INFO = st.dictionaries(
    st.text(),
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
)


@settings(max_examples=60, deadline=None)
@given(model=models(), info=INFO)
def test_a_round_trip_gives_the_exact_bits(tmp_path_factory, model, info):
    path = tmp_path_factory.mktemp("round") / "model.npz"
    save_checkpoint(model, path, info)
    again, again_info = load_checkpoint(path)
    assert again_info == info
    assert repr(again) == repr(model)
    for p, q in zip(model.parameters(), again.parameters(), strict=True):
        assert p.data.dtype == q.data.dtype
        assert p.data.tobytes() == q.data.tobytes()


def test_arrays_in_column_order_come_back_right(tmp_path):
    model = create_mlp(3, [], 2)
    wanted = np.arange(6, dtype=np.float32).reshape(3, 2)
    model.layers[0].weights.data = np.asfortranarray(wanted)
    path = tmp_path / "m.npz"
    save_checkpoint(model, path)
    again, info = load_checkpoint(path)
    assert np.array_equal(again.layers[0].weights.data, wanted)
    assert info == {}
    arrays = read_arrays(path)
    arrays["0.weights"] = np.asfortranarray(wanted)
    np.savez(path, **arrays)
    assert b"'fortran_order': True" in path.read_bytes()
    assert np.array_equal(load_checkpoint(path)[0].layers[0].weights.data, wanted)


def test_the_file_is_a_plain_npz_that_needs_no_pickle(tmp_path):
    model = create_lenet5()
    save_checkpoint(model, tmp_path / "m.npz", {"seed": 1})
    with np.load(tmp_path / "m.npz", allow_pickle=False) as stored:
        header = json.loads(stored["header"].tobytes())
        assert np.array_equal(stored["3.weights"], model.layers[3].weights.data)
    assert header["architecture"] == model_to_plain(model)[0]
    assert header["info"] == {"seed": 1}


def test_the_same_model_gives_the_same_bytes(tmp_path):
    for name in ("a.npz", "b.npz"):
        save_checkpoint(create_mlp(5, [4], 3), tmp_path / name, {"seed": 1})
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_loaded_model_can_be_trained(tmp_path):
    save_checkpoint(create_mlp(5, [4], 3), tmp_path / "m.npz")
    model, _ = load_checkpoint(tmp_path / "m.npz")
    model.layers[0].weights.data += 1


def test_a_failed_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "m.npz"
    save_checkpoint(create_mlp(5, [4], 3), path)
    before = path.read_bytes()

    def half_write(file, **arrays):
        file.write(b"half")
        raise OSError("the disk is full")

    monkeypatch.setattr(np, "savez", half_write)
    with pytest.raises(OSError, match="disk is full"):
        save_checkpoint(create_mlp(5, [8], 3), path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["m.npz"]


def test_a_save_replaces_the_file_and_leaves_nothing_else(tmp_path):
    for hidden in (4, 8):
        save_checkpoint(create_mlp(5, [hidden], 3), tmp_path / "m.npz")
    model, _ = load_checkpoint(tmp_path / "m.npz")
    assert model.layers[0].out_features == 8
    assert os.listdir(tmp_path) == ["m.npz"]


def test_info_that_json_cannot_hold_is_refused(tmp_path):
    for info, words in [
        ({"x": np.zeros(2)}, "JSON"),
        ({"x": float("nan")}, "JSON"),
        ("seed 1", "dict, got str"),
    ]:
        with pytest.raises(TypeError, match=words):
            save_checkpoint(create_mlp(2, [], 2), tmp_path / "m.npz", info)
    assert os.listdir(tmp_path) == []


def test_a_missing_file_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_checkpoint(tmp_path / "none.npz")


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "sound.npz"
    save_checkpoint(create_mlp(6, [4], 3), path, {"seed": 1})
    return path


def refused(path, words):
    with pytest.raises(CheckpointError, match=words) as caught:
        load_checkpoint(path)
    assert str(path) in str(caught.value)
    assert "save_checkpoint" in str(caught.value)


def test_a_file_cut_off_anywhere_is_refused(sound):
    content = sound.read_bytes()
    for length in range(0, len(content), 7):
        sound.write_bytes(content[:length])
        refused(sound, "zip|File|central directory|larger")


def test_no_flipped_byte_gets_through_as_another_error_or_other_weights(sound):
    content = sound.read_bytes()
    weights = [p.data.tobytes() for p in load_checkpoint(sound)[0].parameters()]
    caught = 0
    for position in range(0, len(content), 3):
        for flip in (0x01, 0xFF):
            damaged = bytearray(content)
            damaged[position] ^= flip
            sound.write_bytes(damaged)
            try:
                model, _ = load_checkpoint(sound)
            except CheckpointError:
                caught += 1
            else:  # bytes of the zip that say nothing about content, such as dates
                assert [p.data.tobytes() for p in model.parameters()] == weights
    assert caught > 0.5 * len(content) / 3


def test_foreign_files_are_refused(tmp_path):
    path = tmp_path / "foreign.npz"
    path.write_text("not a checkpoint", encoding="utf-8")
    refused(path, "not a zip file")
    np.savez(path, x=np.zeros(3))
    refused(path, "no header")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("header", "{}")
    refused(path, "no header")


class Harmful:
    """Leaves a trace if it is ever unpickled."""

    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return open, (self.trace, "w")


def test_a_pickled_object_array_is_refused_without_being_run(tmp_path, sound):
    trace = str(tmp_path / "trace")
    pickle.loads(pickle.dumps(Harmful(trace))).close()
    assert os.path.exists(trace)  # the trap works
    os.remove(trace)
    for name in ("header", "0.weights"):
        arrays = read_arrays(sound)
        arrays[name] = np.array([Harmful(trace)], dtype=object)
        path = tmp_path / f"pickle_{name}.npz"
        np.savez(path, **arrays)
        refused(path, f"{name} holds object")
    assert not os.path.exists(trace)


def read_arrays(path):
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}


def rewrite(path, change):
    """Change the header of a checkpoint, keeping the file sound otherwise."""
    arrays = read_arrays(path)
    header = json.loads(arrays["header"].tobytes())
    header = change(header) or header
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    with open(path, "wb") as file:
        np.savez(file, **arrays)


def first_layer(**changes):
    return lambda header: header["architecture"]["layers"][0].update(changes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (first_layer(type="Dropout"), "unknown type 'Dropout'.*Dense"),
        (first_layer(in_features=10**12), "should have shape"),
        (first_layer(out_features="4"), "should have shape"),
        (first_layer(bias=False), "0.bias"),
        (first_layer(bias="yes", type="Dense", extra=1), "extra"),
        (lambda header: header.pop("info"), "lacks"),
        (lambda header: header.pop("architecture"), "lacks"),
        (lambda header: header.update(info=[]), "lacks"),
        (lambda header: header.update(architecture=None), "no list of layers"),
        (lambda header: header.update(format="smallnets 2"), "smallnets 1"),
        (lambda header: header["architecture"]["layers"].pop(), "no layer takes"),
        (lambda header: [header], "does not say"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(sound, change, words):
    def changed(header):
        result = change(header)
        return result if isinstance(result, list) else header

    rewrite(sound, changed)
    refused(sound, words)


def test_a_header_that_is_no_json_is_refused(sound):
    for text, words in [(b"{", "Expecting"), (b"\xff", "decode"), (b"[" * 100_000, "recursion")]:
        arrays = read_arrays(sound)
        arrays["header"] = np.frombuffer(text, np.uint8)
        np.savez(sound, **arrays)
        refused(sound, words)


def test_a_compressed_file_that_would_swell_is_refused(tmp_path):
    path = tmp_path / "bomb.npz"
    save_checkpoint(create_mlp(1000, [1000], 10), path)
    arrays = {
        name: array if name == "header" else np.zeros_like(array)
        for name, array in read_arrays(path).items()
    }
    np.savez_compressed(path, **arrays)
    assert path.stat().st_size < 20_000  # and 4 MB of zeros in it
    refused(path, "larger than the file")


def test_a_compressed_entry_is_refused_even_where_it_does_not_swell(sound):
    entries = read_entries(sound)
    with zipfile.ZipFile(sound, "w") as archive:
        for name, content in entries.items():
            method = zipfile.ZIP_DEFLATED if name == "0.weights.npy" else None
            archive.writestr(name, content, method)
        archive.writestr("padding.npy", bytes(1000))
    refused(sound, "0.weights is compressed")


def read_entries(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (b"(6, 5)", r"\(6, 5\) does not fit 96 bytes"),
        (b"(999999999, 999999999)", "does not fit 96 bytes"),
        (b"(-6, -4)", "reshape|negative|dimension"),
        (b"(9**9,)", "malformed"),
    ],
)
def test_a_shape_beyond_its_data_is_refused(sound, shape, words):
    entries = read_entries(sound)
    weights, wanted = entries["0.weights.npy"], b"(6, 4), }"
    start = weights.index(wanted)
    changed = (shape + b", }").ljust(30)
    entries["0.weights.npy"] = weights[:start] + changed + weights[start + 30 :]
    with zipfile.ZipFile(sound, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    refused(sound, words)


def test_a_newer_npy_version_is_refused(sound):
    entries = read_entries(sound)
    entries["0.bias.npy"] = entries["0.bias.npy"].replace(b"NUMPY\x01", b"NUMPY\x03")
    with zipfile.ZipFile(sound, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    refused(sound, r"version \(3, 0\)")


def test_an_entry_with_a_password_is_refused(sound):
    content = bytearray(sound.read_bytes())
    start = 0
    while (start := content.find(b"PK\x01\x02", start)) >= 0:
        content[start + 8] |= 1
        start += 4
    sound.write_bytes(content)
    refused(sound, "encrypted")
