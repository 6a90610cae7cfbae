"""What a course knows of the wrong idea behind a failing message."""

from traitlets import Unicode
from traitlets.config import Configurable
from traitlets.utils.importstring import import_item


class SplitReport(Configurable):
    """Settings of the report."""

    misconceptions = Unicode(
        help=(
            "Function, as module.name, that takes a lesson's name and returns its known wrong "
            "ideas: each the grade id of a test, words of the message that the idea meets there, "
            "and the idea in a sentence."
        )
    ).tag(config=True)

    def of(self, lesson):
        """The known wrong ideas of a lesson, as a list of (grade id, words, idea)."""
        if not self.misconceptions:
            return []
        return list(import_item(self.misconceptions)(lesson))


def ideas_behind(group, known):
    """The known ideas that meet this message, in order; several can meet the same one.

    Parameters
    ----------
    group : splitgrade.report.statistics.Group
    known : list of (str, str, str)

    Returns
    -------
    list of str
    """
    found = [
        idea for test, words, idea in known if test == group.item.name and words in group.message
    ]
    return list(dict.fromkeys(found))
