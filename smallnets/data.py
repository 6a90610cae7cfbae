"""MNIST, shipped with the package, and batches of it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

MNIST_FILE = Path(__file__).parent / "data" / "mnist.npz"
VALIDATION_EVERY = 12


@dataclass(frozen=True, eq=False)
class Dataset:
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
        for name, array in [("images", self.images), ("labels", self.labels)]:
            if not isinstance(array, np.ndarray):
                raise TypeError(f"{name} must be a numpy array, got {type(array).__name__}")
        if self.images.dtype != np.uint8:
            raise TypeError(
                f"images must be uint8 from 0 to 255, got {self.images.dtype}; a "
                "DataLoader scales them"
            )
        if self.labels.dtype.kind not in "iu":
            raise TypeError(f"labels must be integers, got {self.labels.dtype}")
        if self.images.ndim < 2 or self.labels.shape != self.images.shape[:1]:
            raise ValueError(
                "a Dataset needs one label per image, got images of shape "
                f"{self.images.shape} and labels of shape {self.labels.shape}"
            )
        if len(self) == 0:
            raise ValueError("a Dataset needs at least one example, got none")
        if self.labels.min() < 0:
            raise ValueError(f"labels must not be negative, got {self.labels.min()}")

    def __len__(self):
        return len(self.labels)

    def take(self, n):
        """Return a Dataset of the first ``n`` examples."""
        return self._pick(slice(self._checked(n)))

    def sample(self, n, seed):
        """Return a Dataset of ``n`` different examples drawn with ``seed``.

        Examples
        --------
        >>> digits = load_mnist().validation
        >>> len(digits.sample(1000, seed=3))
        1000
        """
        rng = np.random.default_rng(seed)
        return self._pick(rng.choice(len(self), self._checked(n), replace=False))

    def _pick(self, index):
        return Dataset(self.images[index], self.labels[index])

    def _checked(self, n):
        if not 1 <= n <= len(self):
            raise ValueError(f"n must lie in [1, {len(self)}], got {n}")
        return n

    def __repr__(self):
        return f"Dataset({len(self)} images of shape {self.images.shape[1:]})"


class MNIST(NamedTuple):
    """The three parts of MNIST, each a Dataset."""

    train: Dataset
    validation: Dataset
    test: Dataset


@cache
def _read_mnist():
    with np.load(MNIST_FILE, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    held_out = np.arange(len(arrays["y_train"])) % VALIDATION_EVERY == 11
    parts = [
        (arrays["x_train"][~held_out], arrays["y_train"][~held_out]),
        (arrays["x_train"][held_out], arrays["y_train"][held_out]),
        (arrays["x_test"], arrays["y_test"]),
    ]
    for array in (array for part in parts for array in part):
        array.flags.writeable = False  # shared by every caller
    return parts


def load_mnist(flatten=False):
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
    MNIST
        Datasets ``train``, ``validation`` and ``test``; images are uint8 of shape
        (n, 28, 28, 1), or (n, 784) with ``flatten``, and read-only.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document
    recognition", 1998, section III.A.

    Examples
    --------
    >>> load_mnist(flatten=True).train
    Dataset(55000 images of shape (784,))
    """
    shape = (784,) if flatten else (28, 28, 1)
    return MNIST(*(Dataset(images.reshape(-1, *shape), labels) for images, labels in _read_mnist()))


class DataLoader:
    """Batches of a Dataset, ready for a model.

    Parameters
    ----------
    dataset : Dataset
    batch_size : int
        Examples per batch; the last batch may be smaller.
    shuffle : bool
        Draw a new order for every pass over the data. Pass k of two loaders with the
        same seed has the same order.
    seed : int
        Seed of the orders.

    Yields
    ------
    images : ndarray of float32
        Pixels scaled to [0, 1].
    labels : ndarray of int64, shape (examples in the batch,)

    Raises
    ------
    TypeError
        If ``dataset`` is not a Dataset or ``batch_size`` is not a whole number.
    ValueError
        If ``batch_size`` is below 1.

    Examples
    --------
    >>> loader = DataLoader(load_mnist().test, batch_size=256)
    >>> images, labels = next(iter(loader))
    >>> images.shape, images.dtype.name, len(loader)
    ((256, 28, 28, 1), 'float32', 40)
    """

    def __init__(self, dataset, batch_size=128, shuffle=False, seed=0):
        if not isinstance(dataset, Dataset):
            raise TypeError(
                f"expected a Dataset such as load_mnist().train, got {type(dataset).__name__}"
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

    def __len__(self):
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self):
        order = np.arange(len(self.dataset))
        if self.shuffle:
            order = np.random.default_rng([self.seed, self._passes]).permutation(order)
            self._passes += 1
        for start in range(0, len(order), self.batch_size):
            chosen = order[start : start + self.batch_size]
            images = self.dataset.images[chosen].astype(np.float32)
            yield images / 255, self.dataset.labels[chosen].astype(np.int64)
