"""The large model, and what it says about the training and validation images."""

import json

import numpy as np
import pytest

from smallnets import (
    CheckpointError,
    DataLoader,
    create_mlp,
    load_checkpoint,
    load_mnist,
    load_pretrained,
    load_pretrained_large_model,
    load_teacher_logits,
    pretrained_info,
    save_checkpoint,
)
from smallnets.checkpoints import PRETRAINED, TeacherLogits, save_teacher_logits
from tasks.pretrain import ShiftedLoader, shifted

ONE_IN_THE_LAST_DIGITS = 1e-3  # another CPU adds up in another order


@pytest.fixture(scope="module")
def logits():
    return load_teacher_logits()


def test_the_large_model_is_the_teacher_on_disk():
    model, named = load_pretrained_large_model(), load_pretrained("teacher_cnn")
    assert sum(p.data.size for p in model.parameters()) == 417_482
    for p, q in zip(model.parameters(), named.parameters(), strict=True):
        assert np.array_equal(p.data, q.data)
    assert (PRETRAINED / "teacher_cnn.npz").stat().st_size < 2_000_000


def test_each_call_gives_arrays_of_its_own(logits):
    other = load_teacher_logits()
    other.train[:] = 0
    assert np.any(logits.train) and np.any(load_teacher_logits().train)


def test_the_logits_have_one_row_an_image(logits):
    assert (logits.train.shape, logits.train.dtype) == ((55_000, 10), np.float32)
    assert (logits.validation.shape, logits.validation.dtype) == ((5_000, 10), np.float32)
    assert np.isfinite(logits.train).all() and np.isfinite(logits.validation).all()


def test_the_best_guesses_are_as_good_as_stated(logits):
    mnist = load_mnist()
    for part in ("train", "validation"):
        right = getattr(logits, part).argmax(axis=1) == getattr(mnist, part).labels
        assert right.mean() == pytest.approx(logits.info[f"{part}_accuracy"], abs=1e-12)
    stated = pretrained_info(logits.info["teacher"])
    assert logits.info["validation_accuracy"] == stated["validation_accuracy"]
    assert logits.info["train_accuracy"] > 0.995


def test_the_logits_say_who_gave_them_and_how(logits):
    assert logits.info["teacher"] == "teacher_cnn"
    assert logits.info["script"] == "python -m tasks.pretrain teacher_cnn"
    assert "load_mnist" in logits.info["how"]


@pytest.mark.parametrize("part", ["train", "validation"])
def test_the_teacher_gives_the_stored_logits_again(logits, part):
    model = load_pretrained(logits.info["teacher"])
    first = getattr(load_mnist(), part).take(500)
    images, _ = next(iter(DataLoader(first, batch_size=500)))
    difference = np.abs(model.forward(images) - getattr(logits, part)[:500])
    assert difference.max() < ONE_IN_THE_LAST_DIGITS


def test_the_logits_are_not_taken_for_a_network():
    with pytest.raises(ValueError, match="there are lenet5.*teacher_cnn$"):
        load_pretrained("teacher_logits")
    with pytest.raises(CheckpointError, match="does not say 'smallnets 1'"):
        load_checkpoint(PRETRAINED / "teacher_logits.npz")


@pytest.fixture
def small(tmp_path):
    """A file of logits that are all zero."""
    path = tmp_path / "logits.npz"
    zeros = [np.zeros((n, 10), np.float32) for n in (55_000, 5_000)]
    save_teacher_logits(TeacherLogits(*zeros, {"teacher": "nobody"}), path)
    return path


def test_a_round_trip_gives_the_exact_bits(small, logits, tmp_path):
    assert load_teacher_logits(small).info == {"teacher": "nobody"}
    save_teacher_logits(logits, tmp_path / "again.npz")
    again = load_teacher_logits(tmp_path / "again.npz")
    assert again.train.tobytes() == logits.train.tobytes()
    assert again.validation.tobytes() == logits.validation.tobytes()
    assert again.info == logits.info


def test_a_missing_file_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_teacher_logits(tmp_path / "none.npz")


def refused(path, words):
    with pytest.raises(CheckpointError, match=words) as caught:
        load_teacher_logits(path)
    assert str(path) in str(caught.value)
    assert "tasks.pretrain" in str(caught.value)


def test_a_network_is_not_taken_for_logits(tmp_path):
    save_checkpoint(create_mlp(2, [], 2), tmp_path / "model.npz")
    refused(tmp_path / "model.npz", "does not say 'smallnets logits 1'")


def test_a_file_cut_off_is_refused(small):
    content = small.read_bytes()
    for length in (0, 100, len(content) // 2, len(content) - 1):
        small.write_bytes(content[:length])
        refused(small, "zip|File|central directory|larger")


def rewrite(path, **changes):
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays = {name: a for name, a in {**arrays, **changes}.items() if a is not None}
    np.savez(path, **arrays)


def header(**fields):
    text = json.dumps({"format": "smallnets logits 1", "info": {}, **fields})
    return np.frombuffer(text.encode(), np.uint8)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"train": np.zeros((60_000, 10), np.float32)}, r"train must .*\(55000, 10\)"),
        ({"validation": np.zeros((5_000, 10))}, "validation must be float32.*float64"),
        ({"validation": None}, "validation"),
        ({"train": np.full((55_000, 10), np.nan, np.float32)}, "train holds NaN"),
        ({"header": header(format="smallnets 1")}, "does not say"),
        ({"header": header(info=[])}, "lacks"),
        ({"header": None}, "no header"),
    ],
)
def test_a_file_that_holds_something_else_is_refused(small, changes, words):
    rewrite(small, **changes)
    refused(small, words)


def test_only_whole_logits_are_stored(tmp_path, logits):
    bad = logits._replace(validation=logits.validation[:10])
    with pytest.raises(ValueError, match="validation must be float32 of shape"):
        save_teacher_logits(bad, tmp_path / "bad.npz")
    assert not list(tmp_path.iterdir())


def test_a_shift_moves_every_image_whole():
    images = np.zeros((200, 28, 28, 1), np.float32)
    images[:, 10, 12] = 1
    moved = shifted(images, 2, np.random.default_rng(0))
    assert (moved.shape, moved.dtype) == (images.shape, np.float32)
    n, rows, columns, _ = np.nonzero(moved)
    assert np.array_equal(n, np.arange(200))
    assert set(rows - 10) == set(columns - 12) == {-2, -1, 0, 1, 2}


def test_a_shift_lets_zeros_in():
    ones = np.ones((50, 4, 4, 1), np.float32)
    moved = shifted(ones, 1, np.random.default_rng(1))
    assert set(moved.sum(axis=(1, 2, 3))) == {9, 12, 16}


def test_shifts_differ_from_pass_to_pass_and_labels_stay():
    digits = load_mnist().train.take(64)
    loader = ShiftedLoader(DataLoader(digits, batch_size=64), shift=1, seed=1)
    (first, labels), (second, _) = next(iter(loader)), next(iter(loader))
    assert np.array_equal(labels, digits.labels) and len(loader) == 1
    assert not np.array_equal(first, second)
