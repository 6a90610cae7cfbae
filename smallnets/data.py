"""Images and token sequences with their labels, what ships with the course, and batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Self

import numpy as np

from smallnets import files

VALIDATION_EVERY = 12


class _Examples:
    """What all data sets have in common: one row of inputs and of labels per example."""

    labels: np.ndarray

    @property
    def _inputs(self) -> np.ndarray:
        raise NotImplementedError

    def batch(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the inputs and labels of some examples as a model takes them."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, n: int) -> Self:
        """Return a data set of the first ``n`` examples."""
        return self._pick(slice(self._checked(n)))

    def sample(self, n: int, seed: int) -> Self:
        """Return a data set of ``n`` different examples drawn with ``seed``.

        Examples
        --------
        >>> digits = load_mnist().validation
        >>> len(digits.sample(1000, seed=3))
        1000
        """
        rng = np.random.default_rng(seed)
        return self._pick(rng.choice(len(self), self._checked(n), replace=False))

    def _pick(self, index):
        return type(self)(self._inputs[index], self.labels[index])

    def _checked(self, n):
        if not 1 <= n <= len(self):
            raise ValueError(f"n must lie in [1, {len(self)}], got {n}")
        return n

    def _check_labels(self):
        """Refuse labels that are no class indices, and an empty data set."""
        _check_integers("labels", self.labels)
        if self.labels.size == 0:
            raise ValueError(f"a {type(self).__name__} needs at least one example, got none")


def _check_array(name, array):
    if not isinstance(array, np.ndarray):
        raise TypeError(f"{name} must be a numpy array, got {type(array).__name__}")


def _check_integers(name, array):
    """Refuse what is not an array of integers, none of them negative."""
    _check_array(name, array)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{name} must be integers, got {array.dtype}")
    if array.size and array.min() < 0:
        raise ValueError(f"{name} must not be negative, got {array.min()}")


@dataclass(frozen=True, eq=False)
class Dataset(_Examples):
    """Images and their labels.

    Parameters
    ----------
    images : ndarray of uint8, shape (n, ...)
        Pixels from 0 to 255; a DataLoader scales them to [0, 1].
    labels : ndarray of int, shape (n,)
        Class indices, not negative.

    Raises
    ------
    TypeError
        If the images are not an array of uint8 or the labels not one of integers.
    ValueError
        If there is no example, the numbers of images and labels differ, or a label is
        negative.
    """

    images: np.ndarray
    labels: np.ndarray

    def __post_init__(self):
        _check_array("images", self.images)
        if self.images.dtype != np.uint8:
            raise TypeError(
                f"images must be uint8 from 0 to 255, got {self.images.dtype}; a "
                "DataLoader scales them. Token ids belong into a TokenDataset"
            )
        self._check_labels()
        if self.images.ndim < 2 or self.labels.shape != self.images.shape[:1]:
            raise ValueError(
                "a Dataset needs one label per image, got images of shape "
                f"{self.images.shape} and labels of shape {self.labels.shape}"
            )

    @property
    def _inputs(self) -> np.ndarray:
        return self.images

    def batch(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return some images and their labels as a model takes them.

        Parameters
        ----------
        rows : ndarray of int, shape (k,)
            Which examples, in this order.

        Returns
        -------
        images : ndarray of float32, shape (k, ...)
            Pixels scaled to [0, 1].
        labels : ndarray of int64, shape (k,)
        """
        return self.images[rows].astype(np.float32) / 255, self.labels[rows].astype(np.int64)

    def __repr__(self):
        return f"Dataset({len(self)} images of shape {self.images.shape[1:]})"


@dataclass(frozen=True, eq=False)
class TokenDataset(_Examples):
    """Sequences of tokens and their labels.

    Parameters
    ----------
    tokens : ndarray of int, shape (n, t)
        Token ids, not negative; small dtypes such as uint8 save memory, and a view that
        shares its memory with other sequences is not copied.
    labels : ndarray of int, shape (n,) or (n, t)
        Class indices, not negative: one per sequence for a classifier, one per token for
        a language model, whose label is the token that comes next.

    Raises
    ------
    TypeError
        If tokens or labels are not an array of integers.
    ValueError
        If there is no example, the shapes do not belong together, or a token or a label
        is negative.

    Examples
    --------
    A language model reads two characters and predicts the one after each.

    >>> text = np.frombuffer(b"small nets", np.uint8)
    >>> windows = np.lib.stride_tricks.sliding_window_view(text, 3)
    >>> TokenDataset(windows[:, :-1], windows[:, 1:])
    TokenDataset(8 sequences of 2 tokens, a label for each token)
    """

    tokens: np.ndarray
    labels: np.ndarray

    def __post_init__(self):
        _check_integers("tokens", self.tokens)
        self._check_labels()
        shape = self.tokens.shape
        if len(shape) != 2 or shape[1] == 0 or self.labels.shape not in (shape[:1], shape):
            raise ValueError(
                "a TokenDataset needs tokens of shape (n, t) and labels of shape (n,) or "
                f"(n, t), got tokens of shape {shape} and labels of shape {self.labels.shape}"
            )

    @property
    def _inputs(self) -> np.ndarray:
        return self.tokens

    def batch(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return some sequences and their labels as a model takes them.

        Parameters
        ----------
        rows : ndarray of int, shape (k,)
            Which examples, in this order.

        Returns
        -------
        tokens : ndarray of int64, shape (k, t)
            Ids as they are stored.
        labels : ndarray of int64, shape (k,) or (k, t)
        """
        return self.tokens[rows].astype(np.int64), self.labels[rows].astype(np.int64)

    def __repr__(self):
        per = "token" if self.labels.ndim == 2 else "sequence"
        n, length = self.tokens.shape
        return f"TokenDataset({n} sequences of {length} tokens, a label for each {per})"


class Split(NamedTuple):
    """The three parts of a data set."""

    train: Dataset
    validation: Dataset
    test: Dataset


def load_mnist(flatten: bool = False) -> Split:
    """Load the MNIST digits: 55,000 to train, 5,000 to validate, 10,000 to test.

    The split is fixed: of the 60,000 training images every twelfth (positions 11, 23,
    35, ...) is held out for validation. Choices are made on validation images; the
    test images are read once, at the end.

    Parameters
    ----------
    flatten : bool
        Give each image as a row of 784 pixels, as a Dense layer takes it.

    Returns
    -------
    Split
        Datasets ``train``, ``validation`` and ``test``; images are uint8 of shape
        (n, 28, 28, 1), or (n, 784) with ``flatten``, and read-only.

    Raises
    ------
    MissingFileError
        If the file is not beside the package and could not be fetched.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition", 1998, section III.A.

    Examples
    --------
    >>> load_mnist(flatten=True).train
    Dataset(55000 images of shape (784,))
    """
    return _load("data/mnist.npz", flatten)


def load_fashion_mnist(flatten: bool = False) -> Split:
    """Load Fashion-MNIST: 55,000 pictures of clothes to train, 5,000 to validate, 10,000 to test.

    It has the form of :func:`load_mnist`. The classes, in order: T-shirt/top, trouser,
    pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot. The order of the original
    files was not to be had, so which 7 in 70 images of a class are the test images is our own
    draw: accuracies are near published ones, and not comparable to the last digit.

    Parameters
    ----------
    flatten : bool
        Give each image as a row of 784 pixels, as a Dense layer takes it.

    Returns
    -------
    Split
        Datasets ``train``, ``validation`` and ``test``; images are uint8 of shape
        (n, 28, 28, 1), or (n, 784) with ``flatten``, and read-only.

    Raises
    ------
    MissingFileError
        If the file is not beside the package and could not be fetched.

    References
    ----------
    Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
    learning algorithms", 2017, section 2.

    Examples
    --------
    >>> load_fashion_mnist().test
    Dataset(10000 images of shape (28, 28, 1))
    """
    return _load("data/fashion.npz", flatten)


def _load(name, flatten):
    shape = (784,) if flatten else (28, 28, 1)
    return Split(*(Dataset(images.reshape(-1, *shape), labels) for images, labels in _read(name)))


@cache
def _read(name):
    with np.load(files.find(name), allow_pickle=False) as stored:
        arrays = {key: stored[key] for key in stored.files}
    held_out = np.arange(len(arrays["y_train"])) % VALIDATION_EVERY == 11
    parts = [
        (arrays["x_train"][~held_out], arrays["y_train"][~held_out]),
        (arrays["x_train"][held_out], arrays["y_train"][held_out]),
        (arrays["x_test"], arrays["y_test"]),
    ]
    for array in (array for part in parts for array in part):
        array.flags.writeable = False  # shared by every caller
    return parts


class Text(NamedTuple):
    """A text as ids of its characters, cut in order into three parts.

    Attributes
    ----------
    train, validation, test : ndarray of uint8, shape (n,)
        Ids; read-only.
    characters : str
        The different characters, sorted; an id is a position in it.
    """

    train: np.ndarray
    validation: np.ndarray
    test: np.ndarray
    characters: str

    def ids_of(self, text: str) -> np.ndarray:
        """Return the ids of a text's characters as uint8.

        Raises
        ------
        ValueError
            If a character is not one of ``characters``.
        """
        unknown = sorted(set(text) - set(self.characters))
        if unknown:
            raise ValueError(f"no id for {unknown[0]!r}; there are {self.characters!r}")
        return np.array([self.characters.index(c) for c in text], np.uint8)

    def text_of(self, ids: np.ndarray) -> str:
        """Return the text that ids stand for."""
        return "".join(self.characters[i] for i in ids)


def load_shakespeare() -> Text:
    """Load "tiny Shakespeare": 1,115,394 characters of his plays, 65 of them different.

    The split is in order, as the plays stand: the first 90% to train (1,003,854 characters),
    5% to validate and 5% to test (55,770 each). The parts differ in what is hard about them,
    so a number on one is not compared with a number on another.

    Returns
    -------
    Text

    Raises
    ------
    MissingFileError
        If the file is not beside the package and could not be fetched.

    References
    ----------
    Karpathy, "The unreasonable effectiveness of recurrent neural networks", 2015, whose
    char-rnn collected the text; it is in the public domain.

    Examples
    --------
    >>> text = load_shakespeare()
    >>> print(text.text_of(text.train[:44]))
    First Citizen:
    Before we proceed any further
    >>> len(text.train), len(text.validation), len(text.characters)
    (1003854, 55770, 65)
    """
    return _read_text()


@cache
def _read_text():
    with np.load(files.find("data/shakespeare.npz"), allow_pickle=False) as stored:
        ids, characters = stored["ids"], stored["characters"].tobytes().decode("ascii")
    ids.flags.writeable = False  # shared by every caller
    cuts = len(ids) * 18 // 20, len(ids) * 19 // 20
    return Text(*np.split(ids, cuts), characters)


def text_windows(ids: np.ndarray, length: int, step: int | None = None) -> TokenDataset:
    """Cut a text into examples of a language model: tokens, and the token after each.

    Parameters
    ----------
    ids : ndarray of int, shape (n,)
    length : int
        Tokens of an example.
    step : int or None
        From the start of an example to that of the next; None stands for ``length``, so
        that every character but the first is predicted once. A rest that fills no example
        is left out.

    Returns
    -------
    TokenDataset
        Tokens and labels of shape (examples, length), views of ``ids``.

    Raises
    ------
    ValueError
        If ``ids`` is not one row of more than ``length`` ids.

    Examples
    --------
    >>> text_windows(np.arange(8), length=3).tokens
    array([[0, 1, 2],
           [3, 4, 5]])
    """
    if ids.ndim != 1 or len(ids) <= length:
        raise ValueError(f"expected one row of more than {length} ids, got shape {ids.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(ids, length + 1)[:: step or length]
    return TokenDataset(windows[:, :-1], windows[:, 1:])


class DataLoader:
    """Batches of a data set, ready for a model.

    Parameters
    ----------
    dataset : Dataset or TokenDataset
    batch_size : int
        Examples per batch; the last batch may be smaller.
    shuffle : bool
        Draw a new order for every pass over the data. Pass k of two loaders with the
        same seed has the same order.
    seed : int
        Seed of the orders.

    Yields
    ------
    inputs : ndarray of float32 or int64
        Pixels scaled to [0, 1], or token ids as they are.
    labels : ndarray of int64, shape (examples in the batch,)
        For a language model one label per token: (examples in the batch, t).

    Raises
    ------
    TypeError
        If ``dataset`` is no data set or ``batch_size`` is not a whole number.
    ValueError
        If ``batch_size`` is below 1.

    Examples
    --------
    >>> loader = DataLoader(load_mnist().test, batch_size=256)
    >>> images, labels = next(iter(loader))
    >>> images.shape, images.dtype.name, len(loader)
    ((256, 28, 28, 1), 'float32', 40)
    """

    def __init__(
        self,
        dataset: Dataset | TokenDataset,
        batch_size: int = 128,
        shuffle: bool = False,
        seed: int = 0,
    ):
        if not isinstance(dataset, (Dataset, TokenDataset)):
            raise TypeError(
                "expected a Dataset such as load_mnist().train, or a TokenDataset, got "
                f"{type(dataset).__name__}"
            )
        if not isinstance(batch_size, (int, np.integer)):
            raise TypeError(f"batch_size must be a whole number, got {batch_size!r}")
        if batch_size < 1:
            raise ValueError(f"batch_size must be at least 1, got {batch_size}")
        self.dataset = dataset
        self.batch_size = int(batch_size)
        self.shuffle = shuffle
        self.seed = seed
        self._passes = 0

    def __len__(self) -> int:
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        order = np.arange(len(self.dataset))
        if self.shuffle:
            order = np.random.default_rng([self.seed, self._passes]).permutation(order)
            self._passes += 1
        for start in range(0, len(order), self.batch_size):
            yield self.dataset.batch(order[start : start + self.batch_size])
