"""MNIST and Fashion-MNIST, their fixed split, token sequences, and the loader."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallnets import (
    DataLoader,
    Dataset,
    TokenDataset,
    files,
    load_fashion_mnist,
    load_mnist,
    load_shakespeare,
    text_windows,
)

MNIST_FILE = files.find("data/mnist.npz")
FASHION_FILE = files.find("data/fashion.npz")
BOTH = [(load_mnist, MNIST_FILE), (load_fashion_mnist, FASHION_FILE)]


def numbered(n):
    """Make a Dataset whose images carry their own number, as their label does."""
    numbers = np.arange(n, dtype=np.uint8)
    return Dataset(np.repeat(numbers[:, None], 3, axis=1), numbers)


@pytest.mark.parametrize(("load", "file"), BOTH)
def test_the_split_is_whole_and_disjoint(load, file):
    mnist = load()
    assert [len(part) for part in mnist] == [55_000, 5_000, 10_000]
    with np.load(file) as stored:
        x, y, x_test = stored["x_train"], stored["y_train"], stored["x_test"]
    assert np.array_equal(mnist.validation.images[..., 0], x[11::12])
    assert np.array_equal(mnist.validation.labels, y[11::12])
    kept = np.delete(np.arange(60_000), np.arange(11, 60_000, 12))
    assert np.array_equal(mnist.train.images[..., 0], x[kept])
    assert np.array_equal(mnist.train.labels, y[kept])
    assert np.array_equal(mnist.test.images[..., 0], x_test)


# The sums published with the original files: pixels and labels follow an IDX header.
@pytest.mark.parametrize(
    ("name", "header", "md5"),
    [
        ("x_train", [2051, 60000, 28, 28], "6bbc9ace898e44ae57da46a324031adb"),
        ("y_train", [2049, 60000], "a25bea736e30d166cdddb491f175f624"),
        ("x_test", [2051, 10000, 28, 28], "2646ac647ad5339dbf082846283269ea"),
        ("y_test", [2049, 10000], "27ae3e4e09519cfbb04c329615203637"),
    ],
)
def test_the_data_are_the_original_files(name, header, md5):
    with np.load(MNIST_FILE) as stored:
        content = np.array(header, ">i4").tobytes() + stored[name].tobytes()
    assert hashlib.md5(content).hexdigest() == md5
    assert md5 in MNIST_FILE.with_name("LICENSE-MNIST.md").read_text(encoding="utf-8")


# The facts of the file, as they were when the split was drawn.
@pytest.mark.parametrize(
    ("name", "shape", "sha256"),
    [
        ("x_train", (60_000, 28, 28), "e9b5f477f78e1e17"),
        ("y_train", (60_000,), "adadfd759ef13eff"),
        ("x_test", (10_000, 28, 28), "f8de1921524b8d30"),
        ("y_test", (10_000,), "ab653d372fdcdbaa"),
    ],
)
def test_fashion_is_the_file_whose_split_was_drawn(name, shape, sha256):
    with np.load(FASHION_FILE) as stored:
        array = stored[name]
    assert (array.shape, array.dtype) == (shape, np.uint8)
    assert hashlib.sha256(array.tobytes()).hexdigest().startswith(sha256)
    licence = FASHION_FILE.with_name("LICENSE-FASHION-MNIST.md").read_text(encoding="utf-8")
    assert sha256 in licence


def test_fashion_has_the_pixels_and_the_classes_that_its_page_states():
    with np.load(FASHION_FILE) as stored:
        x, y, x_test, y_test = (stored[k] for k in ("x_train", "y_train", "x_test", "y_test"))
    assert abs((x / 255).mean() - 0.2862) < 5e-5
    assert abs((x / 255).std() - 0.3529) < 5e-5
    assert np.bincount(y).tolist() == [6000] * 10
    assert np.bincount(y_test).tolist() == [1000] * 10
    train, test = ([image.tobytes() for image in images] for images in (x, x_test))
    assert len(set(train)) == 60_000 - 108 / 2  # 108 images are 54 pairs
    assert len(set(test)) == 10_000
    assert set(train).isdisjoint(test)


@pytest.mark.parametrize("load", [load_mnist, load_fashion_mnist])
def test_flat_images_are_the_same_pixels(load):
    images, flat = load().test, load(flatten=True).test
    assert images.images.shape == (10_000, 28, 28, 1)
    assert flat.images.shape == (10_000, 784)
    assert np.array_equal(flat.images.ravel(), images.images.ravel())
    assert images.images.dtype == np.uint8


@pytest.mark.parametrize("load", [load_mnist, load_fashion_mnist])
def test_shared_images_cannot_be_changed(load):
    with pytest.raises(ValueError, match="read-only"):
        load().train.images[0] = 0


def test_shakespeare_is_the_whole_text_cut_in_order():
    text = load_shakespeare()
    assert [len(ids) for ids in text[:3]] == [1_003_854, 55_770, 55_770]
    whole = "".join(map(text.text_of, text[:3]))
    digest = hashlib.sha256(whole.encode("ascii")).hexdigest()
    licence = files.find("data/shakespeare.npz").with_name("LICENSE-SHAKESPEARE.md")
    assert digest in licence.read_text(encoding="utf-8")
    assert text.characters == "".join(sorted(set(whole)))
    assert whole.startswith("First Citizen:\nBefore we proceed any further, hear me speak.\n")
    assert np.array_equal(text.ids_of(whole[:100]), text.train[:100])
    with pytest.raises(ValueError, match="read-only"):
        text.train[0] = 0
    with pytest.raises(ValueError, match="no id for 'é'"):
        text.ids_of("Café")


@settings(max_examples=40, deadline=None)
@given(n=st.integers(2, 60), length=st.integers(1, 8), step=st.sampled_from([None, 1, 3]))
def test_windows_of_a_text_predict_the_character_after_each(n, length, step):
    ids = np.arange(n)
    if n <= length:
        with pytest.raises(ValueError, match=f"more than {length} ids"):
            text_windows(ids, length, step)
        return
    windows = text_windows(ids, length, step)
    assert np.array_equal(windows.labels, windows.tokens + 1)
    assert np.array_equal(windows.tokens[:, 0], np.arange(0, n - length, step or length))
    assert np.array_equal(windows.tokens[:, -1], windows.tokens[:, 0] + length - 1)


def test_batches_are_float32_from_0_to_1_and_int64():
    images, labels = next(iter(DataLoader(load_mnist().test, batch_size=300)))
    assert (images.dtype, labels.dtype) == (np.float32, np.int64)
    assert (images.min(), images.max()) == (0.0, 1.0)
    assert np.array_equal(np.rint(images * 255), load_mnist().test.images[:300])


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(1, 60),
    batch_size=st.integers(1, 70),
    shuffle=st.booleans(),
    seed=st.integers(0, 5),
)
def test_a_pass_covers_each_example_once(n, batch_size, shuffle, seed):
    loader = DataLoader(numbered(n), batch_size, shuffle, seed)
    for _ in range(2):
        batches = list(loader)
        assert len(batches) == len(loader)
        assert all(len(labels) == batch_size for _, labels in batches[:-1])
        labels = np.concatenate([labels for _, labels in batches])
        images = np.concatenate([images for images, _ in batches])
        assert sorted(labels) == list(range(n))
        assert np.array_equal(np.rint(images[:, 0] * 255), labels)
        if not shuffle:
            assert labels.tolist() == list(range(n))


def orders(loader):
    return [np.concatenate([labels for _, labels in loader]).tolist() for _ in range(2)]


def test_the_seed_decides_the_orders_and_no_two_passes_agree():
    first, same, other = (
        orders(DataLoader(numbered(50), 8, shuffle=True, seed=seed)) for seed in (1, 1, 2)
    )
    assert first == same
    assert first != other
    assert first[0] != first[1]


def test_take_and_sample():
    data = numbered(20)
    assert data.take(3).labels.tolist() == [0, 1, 2]
    drawn = data.sample(20, seed=1)
    assert sorted(drawn.labels) == list(range(20))
    assert np.array_equal(drawn.images[:, 0], drawn.labels)
    assert np.array_equal(data.sample(5, seed=1).labels, data.sample(5, seed=1).labels)
    assert not np.array_equal(data.sample(9, seed=1).labels, data.sample(9, seed=2).labels)


def next_tokens(text, length):
    """Make a TokenDataset of all windows of a text; each token's label is its successor."""
    windows = np.lib.stride_tricks.sliding_window_view(text, length + 1)
    return TokenDataset(windows[:, :-1], windows[:, 1:])


@settings(max_examples=60, deadline=None)
@given(
    text=st.lists(st.integers(0, 300), min_size=5, max_size=40),
    length=st.integers(1, 4),
    dtype=st.sampled_from([np.uint16, np.int32, np.int64]),
    shuffle=st.booleans(),
)
def test_tokens_come_as_they_are_with_a_label_for_each(text, length, dtype, shuffle):
    data = next_tokens(np.array(text, dtype), length)
    batches = list(DataLoader(data, batch_size=7, shuffle=shuffle))
    assert {array.dtype for batch in batches for array in batch} == {np.dtype(np.int64)}
    pairs = [
        (tokens.tolist(), labels.tolist())
        for batch in batches
        for tokens, labels in zip(*batch, strict=True)
    ]
    wanted = [
        (text[i : i + length], text[i + 1 : i + 1 + length]) for i in range(len(text) - length)
    ]
    assert sorted(pairs) == sorted(wanted)
    if not shuffle:
        assert pairs == wanted


def test_a_sequence_may_have_one_label():
    data = TokenDataset(np.array([[3, 1], [0, 2], [5, 5]], np.uint8), np.array([1, 0, 2], np.uint8))
    assert repr(data) == "TokenDataset(3 sequences of 2 tokens, a label for each sequence)"
    tokens, labels = next(iter(DataLoader(data, batch_size=2)))
    assert (tokens.tolist(), labels.tolist()) == ([[3, 1], [0, 2]], [1, 0])


def test_take_and_sample_keep_tokens_with_their_labels():
    data = next_tokens(np.arange(50, dtype=np.uint8), 3)
    assert data.take(2).tokens.tolist() == [[0, 1, 2], [1, 2, 3]]
    drawn = data.sample(20, seed=1)
    assert isinstance(drawn, TokenDataset)
    assert np.array_equal(drawn.tokens + 1, drawn.labels)
    assert len(set(drawn.tokens[:, 0].tolist())) == 20


def test_tokens_that_share_their_memory_are_not_copied():
    text = np.arange(100, dtype=np.uint8)
    data = next_tokens(text, 10)
    assert np.shares_memory(data.tokens, text)
    assert np.shares_memory(data.labels, text)


PIXELS = np.zeros((2, 4), np.uint8)
TOKENS = np.zeros((2, 3), np.uint8)


@pytest.mark.parametrize(
    ("create", "error", "words"),
    [
        (lambda: Dataset(PIXELS / 255, np.zeros(2, int)), TypeError, "uint8.*float64"),
        (lambda: Dataset(PIXELS.tolist(), np.zeros(2, int)), TypeError, "images.*list"),
        (lambda: Dataset(TOKENS.astype(int), np.zeros(2, int)), TypeError, "int64.*TokenDataset"),
        (lambda: Dataset(PIXELS, [0, 1]), TypeError, "labels.*list"),
        (lambda: Dataset(PIXELS, np.array(0)), ValueError, r"\(2, 4\).*\(\)"),
        (lambda: Dataset(PIXELS, np.zeros(2)), TypeError, "float64"),
        (lambda: Dataset(PIXELS, np.zeros(3, int)), ValueError, r"\(2, 4\).*\(3,\)"),
        (lambda: Dataset(PIXELS, np.zeros((2, 1), int)), ValueError, r"\(2, 1\)"),
        (lambda: Dataset(PIXELS, np.array([0, -1])), ValueError, "-1"),
        (lambda: Dataset(PIXELS[:0], np.zeros(0, int)), ValueError, "at least one example"),
        (lambda: TokenDataset(TOKENS / 1, TOKENS), TypeError, "tokens must be integers.*float64"),
        (lambda: TokenDataset([[1]], TOKENS), TypeError, "tokens.*list"),
        (lambda: TokenDataset(TOKENS, [0, 0]), TypeError, "labels.*list"),
        (lambda: TokenDataset(TOKENS, TOKENS / 1), TypeError, "labels.*float64"),
        (lambda: TokenDataset(TOKENS - np.int8(1), TOKENS), ValueError, "tokens.*-1"),
        (lambda: TokenDataset(TOKENS, TOKENS - np.int8(2)), ValueError, "labels.*-2"),
        (lambda: TokenDataset(TOKENS, TOKENS[:, :2]), ValueError, r"\(2, 3\).*\(2, 2\)"),
        (lambda: TokenDataset(TOKENS, TOKENS[0]), ValueError, r"\(2, 3\).*\(3,\)"),
        (lambda: TokenDataset(TOKENS[0], TOKENS[0]), ValueError, r"\(3,\)"),
        (lambda: TokenDataset(TOKENS[:, :0], np.zeros(2, int)), ValueError, r"\(2, 0\)"),
        (lambda: TokenDataset(TOKENS[:0], TOKENS[:0]), ValueError, "at least one example"),
        (lambda: numbered(4).take(5), ValueError, r"\[1, 4\], got 5"),
        (lambda: numbered(4).take(0), ValueError, r"\[1, 4\], got 0"),
        (lambda: numbered(4).sample(5, seed=0), ValueError, r"\[1, 4\], got 5"),
        (lambda: DataLoader(numbered(4), batch_size=0), ValueError, "batch_size.*0"),
        (lambda: DataLoader(numbered(4), batch_size=2.0), TypeError, "batch_size.*2.0"),
        (lambda: DataLoader(PIXELS), TypeError, "Dataset.*ndarray"),
    ],
)
def test_bad_input_is_refused_by_name(create, error, words):
    with pytest.raises(error, match=words):
        create()
