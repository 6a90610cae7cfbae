"""Grade many submissions: run what is new, anywhere; write the grades here, one at a time.

Only this process writes to the gradebook. A submission counts as graded when its grades and
its feedback page are written: whatever ends a run before that, the next one goes on there.
"""

import signal
import sqlite3
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, ProcessPoolExecutor, wait
from functools import partial
from multiprocessing import get_context

from nbgrader.api import MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from splitgrade.classroom import Classroom, Grade, NotGraded
from splitgrade.work import run, versions

# What a full disk or a lock can do to one submission: the next run mends it.
_TROUBLE = (OSError, BrokenExecutor, NotGraded, SQLAlchemyError, sqlite3.Error, MissingEntry)
_page_writer = None  # in a process that makes pages


def grade_all(classroom, submissions, executor, pages, anew=False):
    """Grade submissions; those that did not change keep the grade they have.

    Parameters
    ----------
    classroom : splitgrade.classroom.Classroom
    submissions : list of (lesson, student)
    executor : concurrent.futures.Executor
        Where student code is run: on this machine or on others.
    pages : concurrent.futures.Executor
        From :func:`page_pool`.
    anew : bool
        Run the code also where a result is known.

    Yields
    ------
    splitgrade.classroom.Grade
        As each is done, in no fixed order.
    """
    yield from _Grading(classroom, executor, pages, anew).grades(submissions)


class _Grading:
    def __init__(self, classroom, executor, pages, anew):
        self._classroom, self._results = classroom, classroom.results
        self._executor, self._pages, self._anew = executor, pages, anew
        self._waiting = {}  # submissions that wait for a result, by its key
        self._then = {}  # what to do with each future when it is done

    def grades(self, submissions):
        ready = []
        for lesson, student in submissions:
            try:
                prepared = self._classroom.prepare(lesson, student)
                if not self._anew and self._classroom.is_done(prepared):
                    yield self._classroom.grade_of(lesson, student, "unchanged")
                elif self._start(prepared):
                    ready.append(prepared)
            except _TROUBLE as error:
                yield _failed(lesson, student, error)
        for prepared in ready:
            yield from self._write(prepared)
        while self._then:
            for future in wait(self._then, return_when=FIRST_COMPLETED).done:
                yield from self._then.pop(future)(future)

    def _start(self, prepared):
        """Have run whatever has no result yet; True when there is nothing like that.

        The same answers of two students are run once.
        """
        for key, work in prepared.works.items():
            if not self._anew and key in self._results:
                continue
            prepared.missing.add(key)
            if key not in self._waiting:
                folder = self._classroom.coursedir
                future = self._executor.submit(
                    run, work, folder.root, folder.db_url, versions(work.course))
                self._then[future] = partial(self._ran, key)
            self._waiting.setdefault(key, []).append(prepared)
        return not prepared.missing

    def _ran(self, key, future):
        """Keep a result, and write the grades that waited for nothing else."""
        waiting = self._waiting.pop(key)
        try:
            self._results.put(key, future.result())
        except Exception as error:  # whatever an executor raises, it concerns these alone
            for prepared in waiting:
                yield _failed(prepared.lesson, prepared.student, error)
            return
        for prepared in waiting:
            prepared.missing.discard(key)
            if not prepared.missing:
                yield from self._write(prepared)

    def _write(self, prepared):
        lesson, student = prepared.lesson, prepared.student
        try:
            self._classroom.write_grades(lesson, student)
            future = self._pages.submit(_make_page, lesson, student)
            self._then[future] = partial(self._page_made, prepared)
        except _TROUBLE as error:
            yield _failed(lesson, student, error)

    def _page_made(self, prepared, future):
        lesson, student = prepared.lesson, prepared.student
        try:
            future.result()
            grade = self._classroom.grade_of(lesson, student, "graded")
            self._results.set_state(lesson, student, prepared.state)
        except Exception as error:  # a process that made it may raise anything
            yield _failed(lesson, student, error)
        else:
            yield grade


def page_pool(config, workers):
    """Processes that make feedback pages, each with what that needs loaded once.

    Parameters
    ----------
    config : traitlets.config.Config
    workers : int

    Returns
    -------
    concurrent.futures.ProcessPoolExecutor
    """
    return ProcessPoolExecutor(workers, get_context("spawn"), _start_page_process, (config,))


def _start_page_process(config):
    global _page_writer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that grades says when to stop
    _page_writer = Classroom(config)


def _make_page(lesson, student):
    _page_writer.write_feedback(lesson, student)


def _failed(lesson, student, error):
    words = (str(error) or type(error).__name__).splitlines()[0]
    return Grade(student, lesson, 0.0, 0.0, 0.0, f"not graded: {words}", "", "failed")
