"""Grade many submissions: run what is new, anywhere; write the grades here, one at a time.

Only this process writes to the gradebook. A submission counts as graded when its grades and
its feedback page are written: whatever ends a run before that, the next one goes on there.

What ran out of time is run once more when all others have ended, by itself, since the machine
could have had a part in it; the second result counts, and it alone is remembered.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from splitgrade.classroom import Classroom, Grade, first_line
from splitgrade.execute import Executed
from splitgrade.job import Job, run, versions
from splitgrade.work import Book, Work

_AHEAD = 200  # submissions that are read and not yet graded; each holds a fifth of a megabyte
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
        # What waits for a result, by the key of its job.
        self._waiting: dict[str, list[tuple[Work, Book]]] = {}
        self._running: dict[Future[Executed], Job] = {}
        self._timed_out: list[Job] = []  # to be run again
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
        for job in self._timed_out:
            try:
                self._submit(job)
            except Exception as error:  # the executor broke
                yield from self._lost(job, error)
            yield from self._finished(wait_for_one=self._in_vain < _ENOUGH)
        yield from self._all_finished()

    def _all_finished(self) -> Iterator[Grade]:
        while self._running:
            yield from self._finished(wait_for_one=True)

    def _take(self, lesson: str, student: str) -> Iterator[Grade]:
        """Have a submission run, or do at once what is left to do for it."""
        try:
            work = self._classroom.prepare(lesson, student)
            kept = None if self._anew else self._classroom.kept_grade(work)
            if kept is not None:
                yield kept
            elif self._start(work):
                yield self._write(work)
        except Exception as error:
            yield _failed(lesson, student, error)

    def _finished(self, wait_for_one: bool) -> Iterator[Grade]:
        """Keep the results that came, and write grades; perhaps wait for one to come."""
        done = wait(self._running, None if wait_for_one else 0, FIRST_COMPLETED).done
        for future in done:
            yield from self._ran(self._running.pop(future), future)

    def _start(self, work: Work) -> bool:
        """Have run whatever has no result yet; True when there is nothing like that.

        The same answers of two students are run once.
        """
        for book in work.books.values():
            key = book.job.key
            book.executed = None if self._anew else self._results.get(key)
            if book.executed:
                continue
            if key not in self._waiting:
                self._submit(book.job)
            self._waiting.setdefault(key, []).append((work, book))
        return work.is_run

    def _submit(self, job: Job) -> None:
        folder = self._classroom.coursedir
        future = self._executor.submit(run, job, folder.root, folder.db_url, versions(job.course))
        self._running[future] = job

    def _ran(self, job: Job, future: Future[Executed]) -> Iterator[Grade]:
        """Keep a result that counts, and write the grades that waited for nothing else."""
        try:
            executed = future.result()
            if executed.timed_out and not self._second_try:
                self._timed_out.append(job)
                return
            self._in_vain += executed.timed_out
            self._results.put(job.key, executed)
        except Exception as error:
            yield from self._lost(job, error)
            return
        for work, book in self._waiting.pop(job.key):
            book.executed = executed
            if work.is_run:
                yield self._write(work)

    def _lost(self, job: Job, error: Exception) -> Iterator[Grade]:
        """There is no result: who waited for it has no grade."""
        for work, _ in self._waiting.pop(job.key):
            yield _failed(work.lesson, work.student, error)

    def _write(self, work: Work) -> Grade:
        """Write a submission's grades and its page; it counts as graded only then."""
        lesson, student = work.lesson, work.student
        try:
            self._classroom.write_grades(work)
            self._classroom.write_feedback(lesson, student)
            grade = self._classroom.grade_of(lesson, student, "graded")
            self._results.set_state(lesson, student, work.state)
        except Exception as error:
            return _failed(lesson, student, error)
        return grade


def _failed(lesson: str, student: str, error: Exception) -> Grade:
    """Whatever went wrong with one submission: the others' grades do not wait for it."""
    why = f"not graded: {first_line(error)}"
    return Grade(student, lesson, 0.0, 0.0, 0.0, why, "", "failed")
