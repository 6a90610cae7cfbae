"""What ran out of time is run once more, by itself; only then does it count and is remembered."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from splitgrade import execute as executing
from splitgrade import grading, job
from splitgrade.classroom import Classroom
from splitgrade.execute import Cell, Course, execute
from splitgrade.folder import course_config
from splitgrade.grading import grade_all
from splitgrade.limits import Limits

SLEEPS = "import time\ntime.sleep(60)  # {}"
NAPS = "import time\ntime.sleep(1.5)\ndef half(x):\n    return x / 2  # {}"


class Crowded(ThreadPoolExecutor):
    """Four notebooks at a time, and on the first try next to no time for any of them.

    Parameters
    ----------
    lasts : int
        From this try on it takes nothing any more.

    Attributes
    ----------
    beside : dict of str to list of int
        For each notebook, how many others were under way when each of its tries began.
    """

    def __init__(self, monkeypatch, lasts=9):
        super().__init__(4)
        self._monkeypatch, self._lasts = monkeypatch, lasts
        self._lock, self._under_way, self.beside = threading.Lock(), 0, {}

    def submit(self, function, todo, *rest):
        tries = self.beside.setdefault(todo.key, [])
        if len(tries) == self._lasts:
            raise RuntimeError("the pool is gone")
        self._monkeypatch.setattr(executing, "PATIENCE", 10 if tries else 0.2)
        with self._lock:
            tries.append(self._under_way)
            self._under_way += 1
        return super().submit(self._run, function, todo, *rest)

    def _run(self, function, *arguments):
        try:
            return function(*arguments)
        finally:
            with self._lock:
                self._under_way -= 1


def grade(course, pool):
    room = Classroom(course_config(course.root))
    room.update_gradebook(course.lesson)
    with pool:
        return {grade.student: grade for grade in grade_all(room, room.submissions(), pool)}


def second_tries(pool):
    return sorted(tries[1] for tries in pool.beside.values() if len(tries) > 1)


def test_a_machine_that_had_no_time_costs_nobody_points(course, monkeypatch):
    course.hand_in("ada", course.solved(half=NAPS.format("ada")))
    course.hand_in("bao", course.solved(half=NAPS.format("bao")))
    course.hand_in("eve", course.solved(half=SLEEPS))
    pool = Crowded(monkeypatch)
    grades = grade(course, pool)
    assert {name: each.score for name, each in grades.items()} == {"ada": 4, "bao": 4, "eve": 3}
    assert "time limit of 3 seconds" in grades["eve"].reason
    assert second_tries(pool) == [0, 0, 0], "each by itself"
    again = Crowded(monkeypatch)
    assert {each.outcome for each in grade(course, again).values()} == {"unchanged"}
    assert not again.beside, "what counts is remembered"


def test_what_ran_out_of_time_once_is_not_remembered(course, monkeypatch):
    course.hand_in("ada", course.solved(half=NAPS))
    course.hand_in("bao", course.solved(double=NAPS + "\ndouble = lambda x: 2 * x"))
    grades = grade(course, Crowded(monkeypatch, lasts=1))
    assert {each.outcome for each in grades.values()} == {"failed"}
    assert "the pool is gone" in grades["ada"].reason
    grades = grade(course, Crowded(monkeypatch))
    assert {name: each.score for name, each in grades.items()} == {"ada": 4, "bao": 4}


def test_a_class_that_hangs_as_a_whole_is_tried_again_side_by_side(course, monkeypatch):
    monkeypatch.setattr(grading, "_ENOUGH", 1)
    for name in ("ada", "bao", "eve", "zoe"):
        course.hand_in(name, course.solved(half=SLEEPS.format(name)))
    pool = Crowded(monkeypatch)
    grades = grade(course, pool)
    assert {each.score for each in grades.values()} == {3}
    assert second_tries(pool) == [0, 0, 1, 2]


def test_nbgraders_own_command_tries_twice_as_well(course, monkeypatch):
    tried, run = [], job.run

    def hurried(*arguments):
        monkeypatch.setattr(executing, "PATIENCE", 10 if tried else 0.2)
        tried.append(arguments)
        return run(*arguments)

    monkeypatch.setattr(job, "run", hurried)
    course.hand_in("ada", course.solved(half=NAPS))
    course.grade("ada")
    assert course.scores("ada")["half_check"] == 1 and len(tried) == 2
    course.grade("ada")
    assert len(tried) == 2


@pytest.mark.parametrize(
    "sources, seconds, timed_out",
    [
        (["1", "1 / 0"], 2, False),
        (["class TimeLimit(Exception): pass", "raise TimeLimit('mine')"], 2, False),
        (["import time\ntime.sleep(1.5)"], 1, True),
        (["import time\ntime.sleep(0.7)"] * 4, 1, True),
        (["import os\nos._exit(0)"], 2, False),
    ],
)
def test_what_a_limit_of_time_ended_is_told_from_the_rest(sources, seconds, timed_out):
    limits = Limits(cell_seconds=seconds, notebook_seconds=seconds)
    cells = [Cell("student", source) for source in sources]
    assert execute(cells, Course(limits=limits)).timed_out is timed_out
