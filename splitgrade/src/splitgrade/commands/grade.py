"""Grade what is in submitted/: run what is new, write grades, feedback pages and the report.

Nothing is graded twice: what did not change since the last run keeps its grade, and a run that
was interrupted goes on where it stopped. It ends with 0 when everything has a grade, with 1
where a person has to look at something, with 2 where nothing could be graded.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import sys
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from splitgrade import execute
from splitgrade.folder import CONFIG, add_course, course_config
from splitgrade.processors import usable_processors
from splitgrade.results import AlreadyRunning, only_run
from splitgrade.sandbox import ONE_THREAD, SandboxError

if TYPE_CHECKING:
    from splitgrade.classroom import Classroom, Grade

MOST_NAMED = 10  # of one kind; the rest is counted
WORDS = {
    "run": "would be run and graded",
    "write": "would get grades from known results",
    "unchanged": "would stay as they are",
    "fail": "would get no grade",
}


def main(arguments=None, program="splitgrade", course=Path()):
    options = parse(arguments, program, course)
    return in_words(f"{program} grade", grade, options)


def in_words(command, task, options):
    """Do a command's task; what keeps it from starting is one line, and 2."""
    try:
        return task(options)
    except KeyboardInterrupt:
        print("\nStopped. What was graded is kept; the same command goes on from here.")
        return 130
    except errors() as error:
        from splitgrade.classroom import first_line

        print(f"{command}: {first_line(error)}", file=sys.stderr)
        return 2


def parse(arguments, program="splitgrade", course=Path()):
    parser = argparse.ArgumentParser(
        prog=f"{program} grade",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_what_to_grade(parser, course)
    parser.add_argument(
        "--from",
        nargs="+",
        type=Path,
        metavar="PATH",
        dest="downloads",
        help="first collect zips downloaded from Canvas or Moodle; one LESSON",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done, as the command plan does"
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=usable_processors(),
        metavar="N",
        help="notebooks at a time on this machine (default: one for each core that it may use)",
    )
    options = parsed(parser, arguments)
    if options.workers < 1:
        parser.error(f"--workers {options.workers}: at least one is needed")
    if options.downloads and options.dry_run:
        parser.error("--dry-run changes nothing, and --from collects: give one of them")
    if options.downloads and len(options.lessons) != 1:
        parser.error("--from needs the one LESSON that was downloaded")
    return options


def add_what_to_grade(parser, course):
    """What grading and planning it are both told."""
    parser.add_argument(
        "lessons",
        nargs="*",
        metavar="LESSON",
        help="such as 02_magnitude_pruning (default: all that were handed in)",
    )
    parser.add_argument(
        "--student",
        action="append",
        metavar="ID",
        dest="students",
        help="grade only this student; may be given several times",
    )
    parser.add_argument(
        "--anew", action="store_true", help="run the code again, also where nothing changed"
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="run on a Dask cluster, such as tcp://host:8786, instead",
    )
    parser.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run student code with your own rights; every report says so",
    )
    add_course(parser, course)


def parsed(parser, arguments):
    """The options, of which the course is a folder with a configuration."""
    options = parser.parse_args(arguments)
    if not (options.course / CONFIG).is_file():
        parser.error(f"--course {options.course}: there is no {CONFIG} in it")
    return options


def one_thread_each():
    """Several notebooks run at a time: none of them gains from threads of its own."""
    os.environ.update(ONE_THREAD)


def errors():
    """What ends a run before it starts; each says in words what to do."""
    from nbgrader.converters import NbGraderException
    from sqlalchemy.exc import SQLAlchemyError

    from splitgrade.classroom import ClassroomError
    from splitgrade.commands.collect import CollectError
    from splitgrade.commands.downloads import DownloadError

    return (
        AlreadyRunning,
        ClassroomError,
        CollectError,
        DownloadError,
        execute.GradingError,
        NbGraderException,
        OSError,
        SandboxError,
        SQLAlchemyError,
    )


def grade(options):
    if options.dry_run:
        return show_plan(options)
    run = graded_course(options)
    pages = write_report(run)
    strays = [] if options.lessons or options.students else run.classroom.strays()
    print_strays(strays)
    return print_outcome(run.grades, pages, run.left + len(strays))


@dataclass(frozen=True)
class Run:
    """What was graded.

    Parameters
    ----------
    classroom : splitgrade.classroom.Classroom
    grades : list of splitgrade.classroom.Grade
        By lesson and student.
    left : int
        How much of the downloads was not collected, for a person to look at.
    """

    classroom: Classroom
    grades: list[Grade]
    left: int


def graded_course(options):
    """Grade a course as the options say; returns a Run."""
    from splitgrade.grading import grade_all

    one_thread_each()
    warnings.filterwarnings("ignore", module=r"nbgrader\.api")  # about its own session
    with only_run(options.course):
        classroom = open_course(options)
        left = collect(options) if options.downloads else 0
        submissions = classroom.submissions(options.lessons, options.students)
        for lesson in lessons_of(submissions):  # the gradebook in step with the source
            classroom.update_gradebook(lesson)
        with executor(options) as pool:
            grades = grade_all(classroom, submissions, pool, options.anew)
            bar = tqdm(
                grades, total=len(submissions), desc="Grading", unit="notebook", file=sys.stdout
            )
            in_order = sorted(bar, key=lambda each: (each.lesson, each.student))
        return Run(classroom, in_order, left)


def show_plan(options):
    """Print what grading would do; 1 where something would get no grade."""
    return print_plan(plan(options))


def plan(options):
    """What grading would do, and what would keep it from starting; changes nothing."""
    with only_run(options.course):
        classroom = open_course(options)
        submissions = classroom.submissions(options.lessons, options.students)
        for lesson in lessons_of(submissions):
            classroom.changed_notebooks(lesson)  # raises where nbgrader would refuse
        return classroom.plan(submissions, options.anew)


def lessons_of(submissions):
    return sorted({lesson for lesson, _ in submissions})


def open_course(options):
    """The course, and a clear word when it cannot be graded on this machine."""
    with kept_for_good():
        from splitgrade.classroom import Classroom
        from splitgrade.plugin import SplitExecute

    config = course_config(options.course)
    if options.no_sandbox:
        config.SplitExecute.sandbox = False
    classroom = Classroom(config)
    if not options.scheduler:
        SplitExecute(config=config).prove_sandbox(classroom.coursedir)
    return classroom


@contextlib.contextmanager
def kept_for_good():
    """Load modules without looking for garbage, then (0.83 s of CPU instead of 1.1) or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def collect(options):
    """Collect what was downloaded; returns how much of it a person has to look at."""
    from splitgrade.commands.collect import collect as take_in
    from splitgrade.commands.collect import report

    collected = take_in(options.lessons[0], options.downloads, options.course)
    print(*report(collected), sep="\n")
    return collected.to_look_at


@contextlib.contextmanager
def executor(options):
    """Where notebooks are run: threads that wait for processes here, or a Dask cluster."""
    if not options.scheduler:
        with ThreadPoolExecutor(options.workers) as pool:
            try:
                yield pool
            except BaseException:
                execute.stopping.set()
                pool.shutdown(cancel_futures=True)
                raise
        return
    with cluster(options.scheduler) as client:
        yield client.get_executor(pure=False, retries=2)


def cluster(address):
    """A connection to a Dask scheduler."""
    from distributed import Client

    try:
        return Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise OSError(
            f"no Dask scheduler answers at {address} ({error}). Start one with "
            "'dask scheduler', and on each machine 'dask worker ADDRESS'."
        ) from error


def write_report(run):
    """Write the report on what was graded; its pages, none where it could not be written."""
    from splitgrade.report import ReportError
    from splitgrade.report import write_report as write

    try:
        graded = sorted({grade.lesson for grade in run.grades})
        return write(run.classroom.coursedir, run.classroom.config, graded)
    except (OSError, ReportError) as error:
        print(f"There is no report: {error}", file=sys.stderr)
        return []


def print_plan(plan):
    for lesson, student, step, reason in plan:
        print(f"{lesson}  {student}: {WORDS[step]}{f': {reason}' * bool(reason)}")
    counted = Counter(step for *_, step, _ in plan)
    print("; ".join(f"{counted[step]} {words}" for step, words in WORDS.items()) + ".")
    return 1 if counted["fail"] else 0


def print_strays(strays, most=MOST_NAMED):
    """Name what lies in submitted/ and could be somebody's work in the wrong place."""
    for stray, why in strays[:most]:
        print(f"Left alone: {stray}: {why}.")
    if len(strays) > most:
        print(f"Left alone besides: {len(strays) - most} more of this kind.")


def print_outcome(grades, pages, left):
    """Say what needs a person, also of what has no grade; everything else is in the report."""
    failed = [grade for grade in grades if grade.outcome == "failed"]
    zero = [grade for grade in grades if grade.max_score and not grade.score]
    for title, found in (("Not graded", failed), ("No point", zero)):
        for grade in found:
            print(f"{title}: {grade.lesson}, {grade.student}: {grade.reason}")
    unplaced = [grade for grade in grades if grade.unplaced and grade not in zero]
    for grade in unplaced[:MOST_NAMED]:
        print(f"To look at: {grade.lesson}, {grade.student}: {' '.join(grade.unplaced)}")
    if len(unplaced) > MOST_NAMED:
        print(f"To look at besides: {len(unplaced) - MOST_NAMED} more; the report names them.")
    counted = Counter(grade.outcome for grade in grades)
    unread = sum(grade.to_read > 0 for grade in grades)
    for page in pages[:1]:
        print(f"Report: {page}")
    look = left + len(unplaced)
    more = f"; {look} more to look at, named above" if look else ""
    print(
        f"{counted['graded']} graded, {counted['unchanged']} unchanged, {len(failed)} not "
        f"graded; {unread} with answers that a person has to read{more}."
    )
    return 1 if failed or look or not pages else 0
