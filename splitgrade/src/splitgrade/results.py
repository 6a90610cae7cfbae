"""What is remembered between runs, in one SQLite file beside the gradebook.

SQLite, because it survives what happens to a grading run: a process that is killed, a full
disk, two runs at once. Everything in the file can be made again; deleting it costs time only.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

from splitgrade.execute import Executed, Ran
from splitgrade.paths import refuse_root

FILE = "splitgrade.db"
_TABLES = """
create table if not exists results (key text primary key, result blob not null);
create table if not exists graded (lesson text, student text, state text not null,
                                   primary key (lesson, student));
"""


class AlreadyRunning(Exception):
    """Another run grades in the same course; its text says so."""


class Results:
    """Results of running notebooks, and which submissions are graded to the end.

    Parameters
    ----------
    root : path-like
        The course's folder.
    """

    def __init__(self, root: str | Path) -> None:
        self._path = Path(root) / FILE
        try:
            self._make_tables()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, or the disk is full
                raise
            self._path.replace(self._path.with_suffix(".damaged"))
            self._make_tables()

    def _make_tables(self) -> None:
        with self._open() as database:
            database.executescript(_TABLES)

    def __contains__(self, key: str) -> bool:
        with self._open() as database:
            return bool(database.execute("select 1 from results where key = ?", [key]).fetchone())

    def get(self, key: str) -> Executed | None:
        """The result of the work with this key, or None."""
        with self._open() as database:
            row = database.execute("select result from results where key = ?", [key]).fetchone()
        return _read(row[0]) if row else None

    def put(self, key: str, executed: Executed) -> None:
        """Remember a result; a later one for the same key takes its place."""
        with self._open() as database:
            database.execute("replace into results values (?, ?)", [key, _written(executed)])

    def state(self, lesson: str, student: str) -> str | None:
        """The state in which a submission was last graded to the end, or None."""
        with self._open() as database:
            row = database.execute(
                "select state from graded where lesson = ? and student = ?", [lesson, student]
            ).fetchone()
        return row[0] if row else None

    def set_state(self, lesson: str, student: str, state: str) -> None:
        """Remember that a submission is graded: its grades and its feedback are written."""
        with self._open() as database:
            database.execute("replace into graded values (?, ?, ?)", [lesson, student, state])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # A connection for each use: the formgrader may grade beside a run.
        with closing(sqlite3.connect(self._path, timeout=60)) as database, database:
            yield database


@contextmanager
def only_run(root: str | Path) -> Iterator[None]:
    """Hold a course for one run; the hold ends with the process, however that ends.

    Raises
    ------
    AlreadyRunning
    OSError
        If the folder is missing or cannot be written to, or nbgrader would misread its name.
    """
    refuse_root(Path(root).resolve())
    with closing(_hold(Path(root) / f"{FILE}.running")):
        yield


def _hold(path: Path) -> sqlite3.Connection:
    """A connection that no second one can be beside."""
    try:
        hold = sqlite3.connect(path, timeout=0)
        hold.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise OSError(f"{path} cannot be written: {error}") from error
        raise AlreadyRunning(
            f"Another run is at work in {path.parent}: wait until it has ended."
        ) from error
    return hold


def _written(executed: Executed) -> bytes:
    return zlib.compress(json.dumps(asdict(executed)).encode())


def _read(blob: bytes) -> Executed:
    found = json.loads(zlib.decompress(blob))
    return Executed(**found | {"cells": [Ran(**cell) for cell in found["cells"]]})
