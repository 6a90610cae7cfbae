"""Data sets and checkpoints as files: beside the package, or from where the course is served.

An installation has all of them. A wheel for the browser leaves out what is too heavy to load
before the first cell runs; whoever serves the course puts those files beside it, below one
address, and names that address in the environment variable ``SMALLNETS_SERVED_FROM`` (in
JupyterLite through ``loadPyodideOptions``). A missing file is then fetched from there when it
is first asked for. There is no other address, and what a redirect leads to is not used.
"""

import contextlib
import hashlib
import os
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

PACKAGE = Path(__file__).parent
SUMS = PACKAGE / "SHA256SUMS"  # as sha256sum writes it
SERVED_FROM = "SMALLNETS_SERVED_FROM"
SECONDS = 60  # without a byte
PIECE = 1 << 20  # bytes


class MissingFileError(FileNotFoundError):
    """A file of the package is not there and could not be fetched; the text says why."""


def find(name: str) -> Path:
    """Return where a file of the package is, fetching it where it is missing.

    Parameters
    ----------
    name : str
        One of :func:`names`, such as ``"data/mnist.npz"``.

    Returns
    -------
    Path
        Beside the package. A fetched file appears there once it is whole and its SHA-256
        digest is the one that the package states.

    Raises
    ------
    ValueError
        If the package has no file of this name.
    MissingFileError
        If it is neither there nor to be had: which file, where it was looked for, and what
        to do.
    """
    if name not in names():
        raise ValueError(f"the package has no file {name!r}; there are {', '.join(names())}")
    path = PACKAGE / name
    if not path.is_file():
        _fetch(name, path)
    return path


def names() -> list[str]:
    """Return the names of all files that :func:`find` knows, sorted."""
    return sorted(_digests())


def _digests() -> dict[str, str]:
    rows = SUMS.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (row.split("  ") for row in rows)}


def _fetch(name, path):
    """Get a file from where the course is served, or say why that cannot be."""
    address = os.environ.get(SERVED_FROM, "")
    if not address:
        raise MissingFileError(
            f"{path} is missing. Put it there, from the folder smallnets/{Path(name).parent} of "
            f"the course, or name the address that serves it in {SERVED_FROM}"
        )
    if not address.startswith(("https://", "http://")):
        raise MissingFileError(
            f"{path} is missing, and {SERVED_FROM} is {address!r}: it must begin with https:// "
            "or http://"
        )
    url = f"{address.rstrip('/')}/{name}"
    try:
        _download(url, path, _digests()[name])
    except (OSError, HTTPException, ValueError) as error:
        raise MissingFileError(
            f"{path} is missing and could not be fetched from {url}: {error}. Try again, or "
            "ask whoever serves the course"
        ) from error


def _download(url, path, wanted):
    """Write what an address answers beside ``path``, and move it there when it is sound."""
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    digest = hashlib.sha256()
    try:
        with open(part, "xb") as file:
            for piece in _pieces(url):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != wanted:
            raise ValueError("what came is damaged or another version of it (wrong SHA-256 digest)")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _pieces(url: str) -> Iterator[bytes]:
    """Yield what an address answers; every answer but the file itself is an OSError."""
    if sys.platform == "emscripten":
        yield _from_browser(url)
        return
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        answer = opener.open(url, timeout=SECONDS)
    except urllib.error.HTTPError as error:
        error.close()  # a 404 is an answer too, with a connection of its own
        raise
    with contextlib.closing(answer):
        while piece := answer.read(PIECE):
            yield piece
        if answer.length:
            raise OSError(f"the connection ended {answer.length} bytes too early")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request, answer, code, message, headers, new_url):
        answer.close()
        raise OSError(f"it redirects to {new_url}, and no redirect is followed")


def _from_browser(url: str) -> bytes:
    """Return what an address answers to Pyodide, which runs in a worker and has no sockets."""
    from js import URL, XMLHttpRequest  # type: ignore[import-not-found]
    from pyodide.ffi import JsException  # type: ignore[import-not-found]

    request = XMLHttpRequest.new()
    request.open("GET", url, False)
    request.responseType = "arraybuffer"
    try:
        request.send()
    except JsException as error:
        raise OSError(str(error)) from None
    if request.responseURL != URL.new(url).href:
        raise OSError(f"it redirects to {request.responseURL}, and no redirect is followed")
    if request.status != 200:
        raise OSError(f"HTTP Error {request.status}: {request.statusText}")
    return request.response.to_bytes()
