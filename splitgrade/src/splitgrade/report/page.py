"""Write the pages: what happened, what went wrong, whom to talk to."""

from __future__ import annotations

import base64
import hashlib
import os
from collections import defaultdict
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from splitgrade.messages import AGAIN, ideas_behind
from splitgrade.report import plots
from splitgrade.report.similar import clusters
from splitgrade.report.statistics import (
    FEW,
    attempts,
    figures_of_tests,
    group_messages,
    main_wrong_ideas,
    stuck_students,
)

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

    from splitgrade.report.read import Item, Lesson, Overview, Result, Student
    from splitgrade.report.statistics import Figures, Stuck

SLOWEST = 5
MOST_GROUPS = 60  # of messages on one page; the rest is in exercises.csv
MOST_CLUSTERS = 30

# What is put into a template is escaped; "safe" are only the style and the plots.
_templates = Environment(
    loader=PackageLoader("splitgrade.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_page(lesson: Lesson, coursedir: CourseDirectory, folder: Path) -> Path:
    """Write the page of one lesson; return its path."""
    groups = group_messages(lesson)
    results = sorted(lesson.results, key=lambda result: lesson.from_tests[result.student.id])
    stuck, tests = stuck_students(lesson), figures_of_tests(lesson, groups)
    repairs, alike = _said_of(lesson, "repairs"), clusters(lesson)
    return _write(
        folder / f"{lesson.name}.html",
        "page.html",
        lesson=lesson,
        summary=summary(lesson),
        results=results,
        rows={result.student.id: row for row, result in enumerate(results)},
        stuck=stuck,
        stuck_reasons={one.student.id: one.reason for one in stuck},
        stuck_groups=_by_reason(stuck),
        groups=groups[:MOST_GROUPS],
        more_groups=len(groups) - MOST_GROUPS,
        main=main_wrong_ideas(groups),
        tests=tests,
        hardest=_hardest(tests),
        attempts=len(attempts(lesson)),
        few=FEW,
        by_hand=_by_hand(lesson),
        costs=_costs(lesson),
        repairs=repairs,
        unplaced=_said_of(lesson, "unplaced"),
        repaired=len({student.id for _, students in repairs for student in students}),
        clusters=alike[:MOST_CLUSTERS],
        more_clusters=len(alike) - MOST_CLUSTERS,
        first_failure=_first_failure,
        ideas=lambda group: ideas_behind(group.item.name, group.message, lesson.misconceptions),
        without_sandbox=any(result.without_sandbox for result in lesson.results),
        feedback={
            result.student.id: _feedback(result, lesson, coursedir, folder)
            for result in lesson.results
        },
        share_bar=plots.share_bar,
        again=AGAIN,
    )


def write_index(course: Overview, folder: Path) -> Path:
    """Write the page that links all lessons; return its path."""
    lessons = [
        (
            lesson,
            summary(lesson),
            len(stuck_students(lesson)),
            (folder / f"{lesson.name}.html").is_file(),
        )
        for lesson in course.lessons
    ]
    return _write(
        folder / "index.html",
        "index.html",
        lessons=lessons,
        waiting=sum(len(lesson.unread) for lesson in course.lessons),
        ungraded=sum(len(lesson.ungraded) for lesson in course.lessons),
        moodle=any(folder.glob("moodle/*.csv")),
    )


def summary(lesson: Lesson) -> dict[str, Any]:
    """Mean, median and plot of a lesson's points.

    While a person has still to grade some, only the points of tests can be compared.
    """
    if lesson.unread and lesson.tests:
        points, what = (
            [lesson.from_tests[w.student.id] for w in lesson.results],
            "points from tests",
        )
        top = lesson.test_points
    else:
        points, what, top = [result.score for result in lesson.results], "points", lesson.points
    clipped = [min(max(value, 0), top) for value in points]  # extra credit goes above
    return {
        "mean": mean(points),
        "median": median(points),
        "what": what,
        "top": top,
        "share": mean(points) / top if top else 0,
        "plot": plots.histogram(clipped, top, "submissions", what, least=1),
    }


def _write(path: Path, template: str, **values: Any) -> Path:
    style = _templates.get_template("style.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = _templates.get_template(template).render(
        style=style, style_hash=f"sha256-{digest}", **values
    )
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _hardest(tests: list[Figures], count: int = 3) -> list[Figures]:
    failed = [figures for figures in tests if figures.failed]
    return sorted(failed, key=lambda figures: figures.difficulty)[:count]


def _by_reason(stuck: list[Stuck]) -> dict[str, list[Student]]:
    groups = defaultdict(list)
    for one in stuck:
        groups[one.reason].append(one.student)
    return groups


def _by_hand(lesson: Lesson) -> list[tuple[Item, int, float | None]]:
    """Of each cell that a person grades: how many wait; the share of points once none does."""
    results, found = attempts(lesson), []
    for item in lesson.items:
        if not item.is_test:
            waiting = sum(item.key in result.unread for result in lesson.results)
            done = results and item.points and not waiting
            given = [result.scores.get(item.key, 0.0) for result in results]
            found.append((item, waiting, mean(given) / item.points if done else None))
    return found


def _first_failure(result: Result, lesson: Lesson) -> tuple[str, str]:
    """The first test that failed and its message; no test where nothing was written."""
    if not result.written:
        return "", result.repairs[-1] if result.repairs else "no answer written"
    for test in lesson.tests:
        if result.scores[test.key] < test.points:
            said = result.messages.get(test.key) or "no message"
            return lesson.label(test.key), said if len(said) <= 160 else said[:150] + " ..."
    return "", "all tests pass"


def _costs(lesson: Lesson) -> list[dict[str, Any]]:
    """Of seconds and of megabytes, where they are known: median, plot and the largest."""
    found = []
    for what, factor in (("seconds", 1), ("memory", 1e-6)):
        known = [
            (getattr(result, what) * factor, result.student)
            for result in lesson.results
            if getattr(result, what) is not None
        ]
        if known:
            known.sort(key=lambda pair: -pair[0])
            values, unit = [value for value, _ in known], "MB" if what == "memory" else "seconds"
            found.append(
                {
                    "what": what,
                    "unit": unit,
                    "count": len(known),
                    "median": median(values),
                    "largest": known[:SLOWEST],
                    "plot": plots.histogram(values, max(values), "submissions", unit),
                }
            )
    return found


def _said_of(lesson: Lesson, kind: str) -> list[tuple[str, list[Student]]]:
    """What was said of submissions, "repairs" or "unplaced", with whom; commonest first."""
    found = defaultdict(list)
    for result in lesson.results:
        for said in getattr(result, kind):
            found[said].append(result.student)
    return sorted(found.items(), key=lambda pair: -len(pair[1]))


def _feedback(result: Result, lesson: Lesson, coursedir: CourseDirectory, folder: Path) -> str:
    """Where the student's feedback page is, seen from the report; empty without one."""
    home = Path(coursedir.format_path(coursedir.feedback_directory, result.student.id, lesson.name))
    names = sorted({item.notebook for item in lesson.items})
    pages = [home / f"{name}.html" for name in names if (home / f"{name}.html").is_file()]
    return quote(Path(os.path.relpath(pages[0], folder)).as_posix()) if pages else ""
