"""What the gradebook holds of one student's notebook."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbgrader.api import BaseCell, Comment, Grade, Gradebook
from sqlalchemy import select

NO_RESPONSE = "No response."  # nbgrader's own comment on an answer that is as released


@dataclass(frozen=True)
class Mark:
    """The points of one graded cell.

    Parameters
    ----------
    points, out_of : float
        With extra credit, which may go above.
    waits : bool
        Whether a person has still to give them.
    by_hand : bool
        Whether a person gave them.
    extra : float
        How many of the points are extra credit.
    """

    points: float
    out_of: float
    waits: bool = False
    by_hand: bool = False
    extra: float = 0.0


@dataclass(frozen=True)
class Marks:
    """What a notebook's page shows of the gradebook.

    Parameters
    ----------
    cells : dict of str to Mark
        By grade id.
    comments : dict of str to str
        What a person said of an answer, by its grade id.
    blank : set of str
        Answers into which nothing was written.
    penalty : float
        Points taken off for lateness.
    seconds_late : float
    """

    cells: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    penalty: float = 0.0
    seconds_late: float = 0.0

    @property
    def out_of(self) -> float:
        return sum(mark.out_of for mark in self.cells.values())

    @property
    def points(self) -> float:
        """All points that were given until now, less those taken off."""
        given = sum(mark.points for mark in self.cells.values())
        return max(0.0, given - self.penalty)

    @property
    def waiting(self) -> float:
        """The points that a person has still to give."""
        return sum(mark.out_of for mark in self.cells.values() if mark.waits)


def read_marks(db_url: str, lesson: str, notebook: str, student: str) -> Marks:
    """Read what a gradebook holds of a notebook that was graded.

    Raises
    ------
    nbgrader.api.MissingEntry
        If it was not.
    """
    with Gradebook(db_url) as gradebook:
        submitted = gradebook.find_submission_notebook(notebook, lesson, student)
        cells = {}
        for name, score, manual, extra, waits, points, task_points in gradebook.db.execute(
            select(
                BaseCell.name,
                Grade.score,
                Grade.manual_score,
                Grade.extra_credit,
                Grade.needs_manual_grade,
                Grade.max_score_gradecell,
                Grade.max_score_taskcell,
            )
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .where(Grade.notebook_id == submitted.id)
        ):
            out_of = (points or 0.0) + (task_points or 0.0)
            cells[name] = Mark(score, out_of, waits, manual is not None, extra or 0.0)
        said = gradebook.db.execute(
            select(BaseCell.name, Comment.manual_comment, Comment.auto_comment)
            .join(BaseCell, Comment.cell_id == BaseCell.id)
            .where(Comment.notebook_id == submitted.id)
        ).all()
        return Marks(
            cells,
            {name: by_hand for name, by_hand, _ in said if by_hand},
            {name for name, _, by_machine in said if by_machine == NO_RESPONSE},
            float(submitted.late_submission_penalty or 0.0),
            submitted.assignment.total_seconds_late,
        )
