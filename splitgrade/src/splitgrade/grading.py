"""Grade many submissions: run what is new, anywhere; write the grades here, one at a time.

Only this process writes to the gradebook. A submission counts as graded when its grades and
its feedback page are written: whatever ends a run before that, the next one goes on there.

What ran out of time is run once more when all others have ended, by itself, since the machine
could have had a part in it; the second result counts, and it alone is remembered.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from splitgrade.classroom import Classroom, Grade, Prepared, first_line
from splitgrade.execute import Executed
from splitgrade.work import Work, run, versions

_AHEAD = 500  # submissions that are read and not yet graded; their code is held in memory
_ENOUGH = 10  # second tries in vain, one at a time


def grade_all(
    classroom: Classroom,
    submissions: Iterable[tuple[str, str]],
    executor: Executor,
    anew: bool = False,
) -> Iterator[Grade]:
    """Grade submissions; those that did not change keep the grade they have.

    Parameters
    ----------
    classroom : splitgrade.classroom.Classroom
    submissions : list of (lesson, student)
    executor : concurrent.futures.Executor
        Where student code is run: on this machine or on others.
    anew : bool
        Run the code also where a result is known.

    Yields
    ------
    splitgrade.classroom.Grade
        As each is done, in no fixed order.
    """
    yield from _Grading(classroom, executor, anew).grades(submissions)


class _Grading:
    def __init__(self, classroom: Classroom, executor: Executor, anew: bool) -> None:
        self._classroom, self._results = classroom, classroom.results
        self._executor, self._anew = executor, anew
        # Submissions that wait for a result, by its key.
        self._waiting: dict[str, list[Prepared]] = {}
        self._running: dict[Future[Executed], tuple[str, Work]] = {}
        self._timed_out: dict[str, Work] = {}  # to be run again, by key
        self._second_try, self._in_vain = False, 0

    def grades(self, submissions: Iterable[tuple[str, str]]) -> Iterator[Grade]:
        for lesson, student in submissions:
            yield from self._take(lesson, student)
            yield from self._finished(wait_for_one=len(self._running) >= _AHEAD)
        yield from self._all_finished()
        yield from self._run_again()

    def _run_again(self) -> Iterator[Grade]:
        """Run what ran out of time once more, each by itself.

        When that was in vain often enough, the machine is not to blame, and the rest is run
        beside each other: a class that hangs as a whole gets its grades on the same day.
        """
        self._second_try = True
        for key, work in self._timed_out.items():
            try:
                self._submit(key, work)
            except Exception as error:  # the executor broke
                yield from self._lost(key, error)
            yield from self._finished(wait_for_one=self._in_vain < _ENOUGH)
        yield from self._all_finished()

    def _all_finished(self) -> Iterator[Grade]:
        while self._running:
            yield from self._finished(wait_for_one=True)

    def _take(self, lesson: str, student: str) -> Iterator[Grade]:
        """Have a submission run, or do at once what is left to do for it."""
        try:
            prepared = self._classroom.prepare(lesson, student)
            kept = None if self._anew else self._classroom.kept_grade(prepared)
            if kept is not None:
                yield kept
            elif self._start(prepared):
                yield self._write(prepared)
        except Exception as error:
            yield _failed(lesson, student, error)

    def _finished(self, wait_for_one: bool) -> Iterator[Grade]:
        """Keep the results that came, and write grades; perhaps wait for one to come."""
        done = wait(self._running, None if wait_for_one else 0, FIRST_COMPLETED).done
        for future in done:
            yield from self._ran(*self._running.pop(future), future)

    def _start(self, prepared: Prepared) -> bool:
        """Have run whatever has no result yet; True when there is nothing like that.

        The same answers of two students are run once.
        """
        for key, work in prepared.works.items():
            if not self._anew and key in self._results:
                continue
            prepared.missing.add(key)
            if key not in self._waiting:
                self._submit(key, work)
            self._waiting.setdefault(key, []).append(prepared)
        return not prepared.missing

    def _submit(self, key: str, work: Work) -> None:
        folder = self._classroom.coursedir
        future = self._executor.submit(run, work, folder.root, folder.db_url, versions(work.course))
        self._running[future] = key, work

    def _ran(self, key: str, work: Work, future: Future[Executed]) -> Iterator[Grade]:
        """Keep a result that counts, and write the grades that waited for nothing else."""
        try:
            executed = future.result()
            if executed.timed_out and not self._second_try:
                self._timed_out[key] = work
                return
            self._in_vain += executed.timed_out
            self._results.put(key, executed)
        except Exception as error:
            yield from self._lost(key, error)
            return
        for prepared in self._waiting.pop(key):
            prepared.missing.discard(key)
            if not prepared.missing:
                yield self._write(prepared)

    def _lost(self, key: str, error: Exception) -> Iterator[Grade]:
        """There is no result: who waited for it has no grade."""
        for prepared in self._waiting.pop(key):
            yield _failed(prepared.lesson, prepared.student, error)

    def _write(self, prepared: Prepared) -> Grade:
        """Write a submission's grades and its page; it counts as graded only then."""
        lesson, student = prepared.lesson, prepared.student
        try:
            self._classroom.write_grades(lesson, student)
            self._classroom.write_feedback(lesson, student)
            grade = self._classroom.grade_of(lesson, student, "graded")
            self._results.set_state(lesson, student, prepared.state)
        except Exception as error:
            return _failed(lesson, student, error)
        return grade


def _failed(lesson: str, student: str, error: Exception) -> Grade:
    """Whatever went wrong with one submission: the others' grades do not wait for it."""
    why = f"not graded: {first_line(error)}"
    return Grade(student, lesson, 0.0, 0.0, 0.0, why, "", "failed")
