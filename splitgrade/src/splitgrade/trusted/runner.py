"""The trusted process: runs the tests of one submission against stand-ins.

It starts the process in which the student's cells run, takes the cells in order, and
writes a line of JSON for each, so that nothing is lost when it has to be ended.

Which side holds which name: names bound by the answer cells of the instructor's notebook are
the student's, until a given or test cell binds them; every other name is the trusted side's.
"""

import ast
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import Any, TextIO

from splitgrade import wire
from splitgrade.names import bound_names, global_names
from splitgrade.outputs import Outputs
from splitgrade.sandbox import memory_of
from splitgrade.shell import Shell
from splitgrade.trusted import forkserver
from splitgrade.trusted.standins import Connection, StudentGone


class Trusted:
    """The side of the tests: their namespace, with the student's names filled in."""

    def __init__(self, shell: Shell, connection: Connection) -> None:
        self._shell, self._connection = shell, connection
        self._lent: set[str] = set()
        self._wanted: set[str] = set()
        self._students: set[str] = set()

    def hand_over(self, names: Iterable[str], imports: str) -> None:
        """From here on these names are the student's; imports of an answer run here."""
        self._students |= set(names)
        for name in names:
            self._shell.namespace.pop(name, None)
        if imports:
            self._run(imports)

    def run(self, source: str, given: bool = False) -> BaseException | None:
        """Run a given or a test cell; returns its error or None."""
        plain = self._shell.plain_python(source)
        try:
            bound = bound_names(ast.parse(plain))
            self._wanted |= global_names(plain)
        except SyntaxError:  # the shell says so, in the cell's output
            return self._shell.run(source)
        try:
            self._borrow()
        except StudentGone as gone:
            return gone
        error = self._run(source, bound)
        if given:
            self._remember_classes()
        return error

    def _remember_classes(self):
        """Objects of a class that both sides have may cross, by what they hold."""
        for value in self._shell.namespace.values():
            if isinstance(value, type) and value.__module__ == "__main__":
                self._connection.given[value.__name__] = value

    def _run(self, source, bound=None):
        before = dict(self._shell.namespace)
        error = self._shell.run(source)
        namespace = self._shell.namespace
        mine = set(bound_names(ast.parse(source)) if bound is None else bound)
        mine |= {name for name in namespace if namespace[name] is not before.get(name, self)}
        # Also what a cell that failed did not get to: else a student could let it fail,
        # and put a name of his own in the place.
        self._students -= mine
        self._lent -= mine
        return error

    def _borrow(self):
        namespace = self._shell.namespace
        for name in self._lent:
            namespace.pop(name, None)
        asked = self._wanted & self._students
        found = self._connection.names(asked) if asked else {}
        namespace.update(found)
        self._lent = set(found)


class Report:
    """One line of JSON for everything that the parent has to know."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, **line: Any) -> None:
        self._stream.write(json.dumps(line) + "\n")
        self._stream.flush()


def run_cells(job: dict[str, Any], shell: Shell, connection: Connection, report: Report) -> None:
    """Run the cells of a job in order, each on its sides.

    A cell that is "blocked" was stopped in an earlier try: the student's code is left out
    of it, and what it defines for later cells is still defined.
    """
    trusted = Trusted(shell, connection)
    for index, cell in enumerate(job["cells"]):
        report(begin=index)
        shell.outputs = Outputs()
        connection.blocked = cell["blocked"]
        try:
            line = _RUN[cell["role"]](cell, trusted, shell, connection)
            if connection.gone:
                raise StudentGone(connection.gone)
        except StudentGone as gone:
            report(gone=index, why=str(gone))
            return
        connection.end_cell()
        report(cell=index, **line)
    report(end=True, memory=memory_of(os.getpid(), peak=True))


def _run_students(cell, trusted, shell, connection):
    return {"outputs": [] if cell["blocked"] else connection.run(cell["source"], given=False)}


def _run_shown(cell, trusted, shell, connection):
    _run_students(cell, trusted, shell, connection)
    return {"outputs": []}  # the student has seen them


def _run_answer(cell, trusted, shell, connection):
    line = _run_students(cell, trusted, shell, connection)
    trusted.hand_over(cell["binds"], cell["imports"])
    return line


def _run_given(cell, trusted, shell, connection):
    outputs = [] if cell["blocked"] else connection.run(cell["source"], given=True)
    error = trusted.run(cell["source"], given=True)
    return {"outputs": outputs, "failed": "" if error is None else _in_words(error)[:1000]}


def _run_test(cell, trusted, shell, connection):
    error = trusted.run(cell["source"])
    items = [
        item
        for item in shell.outputs.items
        if item["output_type"] != "error" and item.get("name") != "stderr"
    ]
    by_student = any(error is raised for raised in connection.raised)
    if error is not None:
        items.append(_error_output(error, connection.raised))
    return {"outputs": items, "by_student": by_student}


_RUN = {
    "given": _run_given,
    "shown": _run_shown,
    "answer": _run_answer,
    "student": _run_students,
    "test": _run_test,
}


def _error_output(error, raised):
    """The message, without the test's source and traceback.

    Where it was raised by the student's code, or the test raised it from such an error,
    the traceback says so. Feedback leaves that out for hidden tests, as it holds the
    student's words.
    """
    lines = [_in_words(error)]
    origin = next((each for each in raised if each is error or each is error.__cause__), None)
    if origin is not None and origin is not error:
        lines.append(f"It comes from {type(origin).__name__}: {origin}")
    if line := getattr(origin, "splitgrade_line", ""):
        lines.append(f"Raised by your line: {line}")
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": _text(error),
        "traceback": lines,
    }


def _in_words(error):
    return f"{type(error).__name__}: {_text(error)}"


def _text(error):
    try:
        return str(error)
    except Exception:
        return "(its message could not be made)"


def start_student(job: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Start the student's process, its standard streams being pipes to it."""
    process = subprocess.Popen(
        job["student"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=job["student_environment"],
        cwd=job["student_folder"],
    )
    assert process.stdin
    wire.write_frame(process.stdin, job["student_start"])
    return process


def _end_with_parent(stream):
    """End, with all that was started here, when nobody is left to read the report."""
    os.read(stream, 1)  # comes back when the other end is closed
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def main() -> None:
    """Load what every job needs; then run one job, or be copied for each."""
    if sys.flags.optimize:
        sys.exit("Python was started without assertions (-O): every test would pass.")
    start, *control = sys.argv[1:]
    settings = json.loads(start)
    sys.path[:] = settings["path"]
    for module in settings["types"]:
        importlib.import_module(module)
    shell = Shell()
    if control:
        forkserver.serve(int(control[0]))  # from here on this is a copy
    run_job(shell)


def run_job(shell: Shell) -> None:
    """Read a job from standard input, report on standard output."""
    report = Report(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    job = json.loads(os.fdopen(os.dup(0), "rb").readline())
    sys.path.append(os.getcwd())  # the instructor's own modules, never before an installed one
    threading.Thread(target=_end_with_parent, args=[os.dup(0)], daemon=True).start()
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    process = start_student(job)
    assert process.stdin and process.stdout and process.stderr
    try:
        wire.read_frame(process.stdout)  # its word that it is ready
    except EOFError:
        said = process.stderr.read(4000).decode(errors="replace")
        report(broken=f"the process for student code did not start: {said.strip()[-1000:]}")
        return
    # From here on its errors are the student's, and nobody reads them.
    try:
        run_cells(job, shell, Connection(process.stdin, process.stdout), report)
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
