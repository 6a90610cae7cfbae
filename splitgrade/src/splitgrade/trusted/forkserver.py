"""Starts the trusted process of a submission: a copy of one that has everything loaded.

Loading Python, numpy and IPython takes a quarter of a second, a fork a few milliseconds. What
is forked has seen no submission and no test, so that a copy of it is as good as a new process.
Student code runs elsewhere, in a process that the copy starts. Where forking is not safe
(macOS) or not there (Windows), every process is a new one.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Protocol

import numpy as np

from splitgrade import sandbox

COMMAND = [sys.executable, "-P", "-m", "splitgrade.trusted.runner"]
SECONDS = 60  # for the server to answer
_CAN_FORK = sys.platform == "linux"

_servers: dict[tuple[int, tuple[str, ...], str], _Server] = {}
_lock = threading.Lock()


class Process(Protocol):
    """A trusted process that was started.

    Attributes
    ----------
    pid : int
    stdin, stdout : binary streams
    """

    pid: int
    stdin: IO[bytes]
    stdout: IO[bytes]

    def end(self) -> None:
        """End it and all that it started; to be called once."""


class NotStarted(Exception):
    """The process that tests run in could not be started; the text says what it said."""


def last_words(file: IO[bytes]) -> str:
    """The end of what a process wrote into its open file for errors."""
    file.seek(0)
    return file.read()[-2000:].decode(errors="replace").strip() or "it did not say why"


def start(types: tuple[str, ...], folder: str | Path, words: IO[bytes]) -> Process:
    """Start a trusted process.

    Parameters
    ----------
    types : tuple of str
        Modules to import in it.
    folder : path-like
        Where it works.
    words : file
        Where its standard error goes.

    Returns
    -------
    Process

    Raises
    ------
    NotStarted
    """
    settings = json.dumps(
        {"path": [str(Path(entry).absolute()) for entry in sys.path], "types": types}
    )
    if not _CAN_FORK:
        return _New(settings, folder, words)
    try:
        return _Copy(_server(settings), folder, words)
    except _Gone:  # something ended the server, whatever it was: one more try
        return _Copy(_server(settings), folder, words)


class _New:
    """A process of its own."""

    def __init__(self, settings: str, folder: str | Path, words: IO[bytes]) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, settings],
            cwd=folder,
            env=sandbox.tests_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            start_new_session=True,
        )
        self.pid = self._process.pid
        assert self._process.stdin and self._process.stdout
        self.stdin, self.stdout = self._process.stdin, self._process.stdout

    def end(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()


class _Copy:
    """A copy of a server's process, which the server alone can wait for."""

    def __init__(self, server: _Server, folder: str | Path, words: IO[bytes]) -> None:
        self._server = server
        inside, stdin = os.pipe()
        stdout, outside = os.pipe()
        self.stdin: IO[bytes] = os.fdopen(stdin, "wb")
        self.stdout: IO[bytes] = os.fdopen(stdout, "rb")
        try:
            self.pid = server.ask(str(folder), [inside, outside, words.fileno()])
        except BaseException:
            self.stdin.close()
            self.stdout.close()
            raise
        finally:
            os.close(inside)
            os.close(outside)

    def end(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()  # which it sees, and ends, should the server be gone
        with contextlib.suppress(_Gone):
            self._server.ask(str(self.pid))


class _Gone(NotStarted):
    """The server has ended."""


def _server(settings: str) -> _Server:
    """The server of this process for these settings; a new one where there is none."""
    key = (os.getpid(), tuple(COMMAND), settings)
    with _lock:
        if key not in _servers or _servers[key].ended():
            _servers[key] = _Server(settings)
        return _servers[key]


class _Server:
    """The process that is copied, and the socket to ask it.

    A message with files is a folder: a copy is to work there, with these files as its standard
    ones. One without is the number of a copy that is to end. Either is answered by its number.
    """

    def __init__(self, settings: str) -> None:
        self._lock = threading.Lock()
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the server)
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [*COMMAND, settings, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=sandbox.tests_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._words,
                start_new_session=True,
            )
        atexit.register(self.end)

    def ask(self, message: str, files: Sequence[int] = ()) -> int:
        """Send one message; returns the number that is the answer."""
        with self._lock:
            try:
                socket.send_fds(self._control, [message.encode()], files)
                answer = self._control.recv(100)
            except OSError as error:
                answer = b""
                self._words.write(f"{type(error).__name__}: {error}".encode())
        if not answer:
            self._process.kill()  # should it hang; its copies end when their input does
            self._process.wait()
            said = last_words(self._words)
            raise _Gone(f"the process that is copied for tests has ended: {said}")
        return int(answer)

    def ended(self) -> bool:
        return self._process.poll() is not None

    def end(self) -> None:
        """Let it end, and wait for it, so that its time counts as this process's."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        self._words.close()


def serve(number: int) -> None:
    """In the server: make copies and end them, as asked; comes back in each copy.

    Parameters
    ----------
    number : int
        Of the file that is the server's end of the socket. When the other end is closed, the
        process that grades is gone: then the server ends, with all its copies.
    """
    gc.collect()
    gc.freeze()  # what is there now stays shared with the copies
    control = socket.socket(fileno=number)
    copies: set[int] = set()
    while True:
        message, files, *_ = socket.recv_fds(control, 10_000, 3)
        if not message:
            for pid in copies:
                _end(pid)
            os._exit(0)
        if not files:
            pid = int(message)
            _end(pid)
            copies.remove(pid)
        elif pid := os.fork():
            copies.add(pid)
            for each in files:
                os.close(each)
        else:
            control.close()
            _take_over(message.decode(), files)
            return
        control.send(str(pid).encode())


def _take_over(folder: str, files: list[int]) -> None:
    """Be what a process that was started anew would be."""
    os.setsid()
    for standard, file in enumerate(files):
        os.dup2(file, standard)
        os.close(file)
    os.chdir(folder)
    np.random.seed()  # Python's own numbers do this by themselves


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
