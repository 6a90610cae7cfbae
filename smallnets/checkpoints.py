"""Models as files: uncompressed npz, one JSON header, no pickle.

A checkpoint holds a uint8 array ``header`` (JSON text in UTF-8: the architecture and
free-form info) and the model's arrays under their own names. Reading one never runs
code from it, and never takes memory out of proportion to the length of the file.
The logits of the teacher that ships with the package are stored in the same way.
"""

import json
import math
import os
import struct
import uuid
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

from smallnets import files
from smallnets.plain import model_from_plain, model_to_plain

PRETRAINED = files.PACKAGE / "pretrained"
TEACHER_LOGITS = "pretrained/teacher_logits.npz"
LOGITS_SHAPES = {"train": (55_000, 10), "validation": (5_000, 10)}
FORMAT, LOGITS_FORMAT = "smallnets 1", "smallnets logits 1"
# What the zip, npy, JSON and model readers raise on damaged or foreign content.
DAMAGE = (
    ValueError,
    KeyError,
    RuntimeError,
    OverflowError,
    OSError,
    EOFError,
    struct.error,
    zipfile.BadZipFile,
)


class CheckpointError(ValueError):
    """A file is not a whole and sound checkpoint, or not one of stored logits."""


class TeacherLogits(NamedTuple):
    """What a teacher says about the MNIST images, in the order of ``load_mnist()``.

    Attributes
    ----------
    train : ndarray of float32, shape (55000, 10)
    validation : ndarray of float32, shape (5000, 10)
    info : dict
        ``teacher`` (a name for :func:`load_pretrained`), ``train_accuracy`` and
        ``validation_accuracy`` (fractions), ``script`` and how the logits were made.
    """

    train: np.ndarray
    validation: np.ndarray
    info: dict


def save_checkpoint(model, path, info=None):
    """Write a model to a file.

    The file is written beside its place and moved there when it is whole: whoever reads
    ``path`` sees the old file or the new one, never a part.

    Parameters
    ----------
    model : Sequential
        Left unchanged. The bits and dtypes of its parameters are kept.
    path : str or Path
        Used as it is; end it in ``.npz``.
    info : dict or None
        Anything JSON can hold: seed, accuracy, ...

    Raises
    ------
    TypeError
        If ``model`` is no Sequential of this package's layers, or ``info`` no dict that
        JSON can hold.
    ValueError
        If the shapes of a layer's weights and bias do not belong together.
    """
    architecture, arrays = model_to_plain(model)
    info = {} if info is None else info
    if not isinstance(info, dict):
        raise TypeError(f"info must be a dict, got {type(info).__name__}")
    header = {"format": FORMAT, "architecture": architecture, "info": info}
    try:
        text = json.dumps(header, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise TypeError(f"info must hold values that JSON knows: {error}") from None
    _write(path, text, arrays)


def save_teacher_logits(logits, path=files.PACKAGE / TEACHER_LOGITS):
    """Write a :class:`TeacherLogits` to a file, as :func:`save_checkpoint` does a model.

    Raises
    ------
    ValueError
        If ``train`` or ``validation`` is not float32 of shape (55000, 10) or (5000, 10),
        or holds NaN or an infinity.
    """
    header = {"format": LOGITS_FORMAT, "info": logits.info}
    arrays = {name: getattr(logits, name) for name in LOGITS_SHAPES}
    _check_logits(arrays)
    _write(path, json.dumps(header, allow_nan=False), arrays)


def _write(path, text, arrays):
    """Write header and arrays beside ``path``, and move the whole file there."""
    encoded = np.frombuffer(text.encode(), np.uint8)
    path = Path(path)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with open(part, "xb") as file:
            np.savez(file, header=encoded, **arrays)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def load_checkpoint(path):
    """Read a model from a file written by :func:`save_checkpoint`.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    model : Sequential
        Bit for bit the model that was saved.
    info : dict

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    CheckpointError
        If the file is not a checkpoint, is damaged, or does not fit its own
        architecture.
    """
    with _open(path) as archive:
        header = _read_header(archive)
        names = [entry.removesuffix(".npy") for entry in archive.namelist()]
        arrays = {n: _read_array(archive, n) for n in names if n != "header"}
        return model_from_plain(header["architecture"], arrays), header["info"]


def load_teacher_logits(path=None):
    """Return the logits that the large model gives for training and validation images.

    Row i of ``train`` belongs to image i of ``load_mnist().train``; ``validation``
    likewise. There are none for the test images: nothing is to be learned from those.

    Parameters
    ----------
    path : str, Path or None
        The file that is shipped with the package, unless another is asked for.

    Returns
    -------
    TeacherLogits
        ``train`` (55,000, 10) and ``validation`` (5,000, 10) as float32 arrays of your
        own, and ``info``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    CheckpointError
        If the file holds something else, is damaged, or holds NaN.

    Examples
    --------
    >>> logits = load_teacher_logits()
    >>> logits.train.shape, logits.validation.shape
    ((55000, 10), (5000, 10))
    """
    path = files.find(TEACHER_LOGITS) if path is None else path
    with _open(path, kind="file of logits", source="tasks.pretrain") as archive:
        header = _read_header(archive, LOGITS_FORMAT)
        arrays = {name: _read_array(archive, name).copy() for name in LOGITS_SHAPES}
        _check_logits(arrays)
        return TeacherLogits(**arrays, info=header["info"])


def _check_logits(arrays):
    for name, shape in LOGITS_SHAPES.items():
        array = arrays[name]
        if array.shape != shape or array.dtype != np.float32:
            raise ValueError(
                f"{name} must be float32 of shape {shape}, is {array.dtype} of shape {array.shape}"
            )
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds NaN or an infinity")


def load_pretrained_large_model():
    """Return the large model, the teacher of lesson 4: a CNN of 417,482 parameters.

    Returns
    -------
    Sequential
        Takes (n, 28, 28, 1) images, gives (n, 10) logits; a fresh copy at every call.
        ``pretrained_info("teacher_cnn")`` says how it was trained and what it scores.
    """
    return load_pretrained("teacher_cnn")


def load_pretrained(name):
    """Return a trained model shipped with the package.

    Parameters
    ----------
    name : str
        "lenet_300_100" and "mlp_512_256_128" take flat images, "lenet5" and
        "teacher_cnn" take (n, 28, 28, 1). "lenet_300_100_fashion" and
        "lenet5_fashion" read Fashion-MNIST; "shakespeare_64" and "shakespeare_96" are
        language models, for ids of :func:`load_shakespeare`; the others read MNIST.

    Returns
    -------
    Sequential
        A fresh copy at every call, float32 also where the file holds float16.

    Raises
    ------
    ValueError
        If no model has this name.
    MissingFileError
        If the file is not beside the package and could not be fetched.
    """
    model, _ = load_checkpoint(_pretrained_path(name))
    for parameter in model.parameters():
        parameter.data = parameter.data.astype(np.float32)
    return model


def pretrained_info(name):
    """Return how a shipped model was made and what it scores.

    Parameters
    ----------
    name : str
        As for :func:`load_pretrained`.

    Returns
    -------
    dict
        ``test_accuracy`` and ``validation_accuracy`` (fractions), ``seed``,
        ``epochs``, ``script`` and other settings of the training run.
    """
    with _open(_pretrained_path(name)) as archive:
        return _read_header(archive)["info"]


def _pretrained_path(name):
    known = [file for file in files.names() if file.startswith("pretrained/")]
    known.remove(TEACHER_LOGITS)
    if (file := f"pretrained/{name}.npz") not in known:
        stems = ", ".join(Path(file).stem for file in known)
        raise ValueError(f"no pretrained model {name!r}; there are {stems}")
    return files.find(file)


@contextmanager
def _open(path, kind="checkpoint", source="save_checkpoint"):
    """Open a stored file; whatever turns out wrong with it is a CheckpointError."""
    with open(path, "rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                claimed = sum(entry.file_size for entry in archive.infolist())
                if claimed > os.fstat(file.fileno()).st_size:
                    raise ValueError("its entries claim to be larger than the file")
                yield archive
        except DAMAGE as error:
            raise CheckpointError(
                f"{path} is no whole and sound {kind}: {error}. Use a file written "
                f"by {source}, or fetch it again"
            ) from None


def _read_header(archive, wanted=FORMAT):
    """Return the parsed header of a file of the wanted format."""
    if "header.npy" not in archive.namelist():
        raise ValueError("it has no header, so another program wrote it")
    header = json.loads(_read_array(archive, "header").tobytes())
    if not isinstance(header, dict) or header.get("format") != wanted:
        raise ValueError(f"its header does not say {wanted!r}")
    complete = wanted != FORMAT or "architecture" in header
    if not complete or not isinstance(header.get("info"), dict):
        raise ValueError("its header lacks the architecture or the info")
    return header


def _read_array(archive, name):
    """Return one stored array, having compared its size with the data."""
    entry = archive.getinfo(f"{name}.npy")
    if entry.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{name} is compressed; checkpoints are not")
    with archive.open(entry) as file:
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise ValueError(f"{name} has npy version {version}, not (1, 0)")
        shape, by_column, dtype = np.lib.format.read_array_header_1_0(file)
        if dtype.kind not in "fiu":
            raise ValueError(f"{name} holds {dtype}, not real numbers")
        data = file.read()
    if len(data) != math.prod(shape) * dtype.itemsize:
        raise ValueError(f"{name}: shape {shape} does not fit {len(data)} bytes")
    order = "F" if by_column else "C"
    return np.frombuffer(data, dtype).reshape(shape, order=order)
