"""Grading that one bad submission cannot stop: a plug-in for any nbgrader course.

Two lines in ``nbgrader_config.py`` switch it on::

    import splitgrade
    splitgrade.enable(c)

From then on ``nbgrader autograde``, ``NbGraderAPI.autograde`` and the formgrader's
Autograde button rebuild each submission from the instructor's notebook, run the student's
code in a sandbox and the tests outside of it, and give every student a grade with its
reason. nbgrader keeps the gradebook, the release, the feedback and the export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from splitgrade.wire import register

if TYPE_CHECKING:
    from traitlets.config import Config

__all__ = ["enable", "register"]


def enable(c: Config) -> None:
    """Switch the plug-in on in an nbgrader configuration.

    Parameters
    ----------
    c : traitlets.config.Config
        The object that ``get_config()`` returns in ``nbgrader_config.py``.
    """
    # Imported here: reading the configuration must not cost the import of nbconvert.
    from splitgrade import enabling

    enabling.enable(c)
