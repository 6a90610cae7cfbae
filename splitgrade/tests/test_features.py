"""Each row of the README's table of nbgrader's features, on a course about words.

The course uses all that works at once and is graded once; what is refused needs no running.
"""

import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from nbgrader.preprocessors import instantiatetests
from traitlets.config import Config

import splitgrade
from splitgrade import files, settings
from splitgrade.classroom import Classroom
from splitgrade.folder import course_config, nbgrader_api
from splitgrade.frame import NotGradable
from splitgrade.grading import grade_all
from splitgrade.plugin import SplitExecute
from splitgrade.release import refuse_unfair
from sums import answer, judged, marked, notebook_of

README = Path(__file__).parents[2] / "splitgrade" / "README.md"
AUTOTESTS = Path(nbgrader.__file__).parent / "docs/source/user_guide/autotests.yml"
HEADING = "## nbgrader's features"

CONFIG = """
import sys
from pathlib import Path
root = Path(__file__).parent
sys.path.append(str(root / "lib"))
import splitgrade
from nbgrader.converters import Autograde, GenerateAssignment
c = get_config()
c.CourseDirectory.course_id = "words"
c.CourseDirectory.db_url = f"sqlite:///{{root / 'gradebook.db'}}?timeout=60"
{before}
splitgrade.enable(c)
c.SplitExecute.notebook_timeout = 60
{after}
"""
# Everything that works, at once.
RICH = """
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"
c.CourseDirectory.source_directory = "master"
c.CourseDirectory.release_directory = "handout"
c.CourseDirectory.submitted_directory = "inbox"
c.CourseDirectory.autograded_directory = "marked"
c.CourseDirectory.feedback_directory = "back"
c.CourseDirectory.groupshared = True
c.CourseDirectory.student_id_exclude = "zed"
c.CourseDirectory.ignore.append("*.draft")
c.IncludeHeaderFooter.header = "header.ipynb"
c.IncludeHeaderFooter.footer = "footer.ipynb"
c.ClearSolutions.begin_solution_delimeter = "ANSWER FROM"
c.ClearSolutions.end_solution_delimeter = "ANSWER TO"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError('to do')"}
c.ClearHiddenTests.begin_test_delimeter = "SECRET FROM"
c.ClearHiddenTests.end_test_delimeter = "SECRET TO"
c.ClearMarkScheme.begin_mark_scheme_delimeter = "SCHEME FROM"
c.ClearMarkScheme.end_mark_scheme_delimeter = "SCHEME TO"
c.LockCells.lock_all_cells = True
c.LimitOutput.max_lines = 3
c.IgnorePattern.pattern = "harmless"
c.Execute.timeout = -1
c.Autograde.create_student = False
c.Autograde.exclude_overwriting = {"own": ["mine.txt"]}
c.Autograde.post_convert_hook = "steps.hook"
c.Autograde.autograde_preprocessors.append("steps.Stamp")
c.GenerateAssignment.preprocessors = [
    *GenerateAssignment.preprocessors.default_args[0], "steps.Farewell"]
c.GenerateFeedback.preprocessors.append("steps.Stamp")
c.HTMLExporter.filters = {"shout": "steps.shout"}
c.AssignLatePenalties.plugin_class = "steps.OnePoint"
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.clear_cell_metadata = False
"""
STEPS = '''
from nbformat.v4 import new_markdown_cell
from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import Execute, NbGraderPreprocessor

hooked = []


def hook(assignment, student, notebooks):
    hooked.append((assignment, student))


def shout(text):
    return text.upper()


class Stamp(NbGraderPreprocessor):
    def preprocess(self, nb, resources):
        nb.cells.append(new_markdown_cell("stamped by the course", id=f"stamp-{len(nb.cells)}"))
        return nb, resources


class Farewell(Stamp):
    """After SaveCells: in the release only."""


class OwnExecute(Execute):
    pass


class OnePoint(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0
'''
WARNS = "import sys\nprint('careful', file=sys.stderr)\n"
COUNT = "def count_words(text):\n    return len(text.split())"


def solution(text):
    return f"# ANSWER FROM\n{text}\n# ANSWER TO"


def words_notebook():
    by_person = {"grade": True, "solution": True, "points": 2}
    scheme = "Write a poem below.\n\nSCHEME FROM\nTwo points for rhyme.\nSCHEME TO"
    return notebook_of(
        [
            new_markdown_cell("# Words", id="title"),
            new_code_cell("import re", id="given"),
            new_code_cell("1 / 0", id="long", metadata={"tags": ["skip-execution"]}),
            answer("count", solution(COUNT)),
            judged("count_check", WARNS + "assert count_words('a b') == 2, 'two words'", 1),
            judged(
                "count_hidden",
                "count_words('x')\n# SECRET FROM\nunseen = '  a  '\n"
                "assert count_words(unseen) == 1, 'blanks'\n# SECRET TO\nassert True",
                2,
            ),
            judged(
                "count_parts",
                "good = [count_words('a b') == 2, count_words('a-b') == 1]\n4.0 * sum(good) / 2",
                4,
            ),
            judged("count_odd", "2.0 - abs(count_words('a') - 1)", 2),
            marked(new_markdown_cell, "poem", scheme, locked=True, task=True, points=2),
            marked(new_code_cell, "sketch", solution("sketch = 1"), **by_person),
            marked(new_markdown_cell, "why", solution("Because."), **by_person),
            marked(new_code_cell, "fixed", "fixed = 7", locked=True),
            judged("fixed_check", "assert fixed == 7", 1),
        ]
    )


def second_notebook():
    return notebook_of(
        [
            answer("upper", solution("def upper(text):\n    return text.upper()")),
            judged("upper_check", "assert upper('a') == 'A'", 1),
            judged("upper_auto", "# AUTOTEST upper('a b')\n# HASHED AUTOTEST upper('xy')", 3),
        ]
    )


def own_notebook():
    return notebook_of(
        [
            answer("mine", solution("mine = open('mine.txt').read()")),
            judged("mine_check", "assert mine == 'filled in'", 1),
            marked(new_markdown_cell, "deed", "Do it.", locked=True, task=True, points=2),
        ]
    )


class Words:
    """A foreign course: its folder, and nbgrader's interface to it."""

    def __init__(self, root, before="", after=""):
        self.root = Path(root)
        (self.root / "lib").mkdir(parents=True)
        (self.root / "lib" / "steps.py").write_text(STEPS)
        (self.root / "nbgrader_config.py").write_text(CONFIG.format(before=before, after=after))
        self.config = course_config(self.root)
        self.api = nbgrader_api(self.root)
        self.coursedir = self.api.coursedir

    def folder(self, step, student, assignment):
        return Path(self.coursedir.format_path(step, student, assignment))

    def write(self, assignment, notebooks, files=()):
        source = self.folder(self.coursedir.source_directory, ".", assignment)
        source.mkdir(parents=True)
        for name, notebook in notebooks.items():
            nbformat.write(notebook, source / f"{name}.ipynb")
        for name, text in dict(files).items():
            (source / name).write_text(text)

    def released(self, assignment, name):
        folder = self.folder(self.coursedir.release_directory, ".", assignment)
        return nbformat.read(folder / f"{name}.ipynb", as_version=4)

    def hand_in(self, student, assignment, name, answers, after=None, files=()):
        notebook = self.released(assignment, name)
        cells = []
        for cell in notebook.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = answers.get(grade_id, cell.source)
            cells += [cell, *map(new_code_cell, (after or {}).get(grade_id, ()))]
        notebook.cells = cells
        folder = self.folder(self.coursedir.submitted_directory, student, assignment)
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / f"{name}.ipynb")
        for file, text in dict(files).items():
            (folder / file).write_text(text)

    def grade(self):
        room = Classroom(self.config)
        chosen = room.submissions()
        for assignment in sorted({each for each, _ in chosen}):
            room.update_gradebook(assignment)
        with ThreadPoolExecutor(2) as pool:
            graded = list(grade_all(room, chosen, pool))
        return {(each.lesson, each.student): each for each in graded}

    def scores(self, student, assignment="words", name=None):
        """Points of each graded cell; None where a person has to grade."""
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(name or assignment, assignment, student)
            return {
                grade.name: None if grade.needs_manual_grade else grade.score
                for grade in found.grades
            }

    def graded(self, student, assignment="words", name="words"):
        folder = self.folder(self.coursedir.autograded_directory, student, assignment)
        return nbformat.read(folder / f"{name}.ipynb", as_version=4)

    def cell(self, student, grade_id):
        return next(
            cell
            for cell in self.graded(student).cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
        )

    def gradebook(self):
        return Gradebook(self.coursedir.db_url, "words")


ANSWERS = {"count": COUNT, "sketch": "sketch = 3", "why": "So."}
EVERY_POINT = {
    "count_check": 1,
    "count_hidden": 2,
    "count_parts": 4,
    "count_odd": 2,
    "poem": None,
    "sketch": None,
    "why": None,
    "fixed_check": 1,
    "hello_check": 1,
}


@pytest.fixture(autouse=True, scope="module")
def ended():
    """nbgrader leaves the sockets of an AUTOTEST kernel open, and a failed one running."""
    started, start = [], instantiatetests.start_new_kernel

    def remembered(**options):
        started.append(start(**options))
        return started[-1]

    instantiatetests.start_new_kernel = remembered
    yield
    instantiatetests.start_new_kernel = start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def rich(tmp_path_factory):
    """The course that uses all that works; released, handed in, and graded."""
    course = Words(tmp_path_factory.mktemp("rich") / "course", RICH)
    hello = [new_code_cell("hello = 1", id="hello"), judged("hello_check", "assert hello == 1", 1)]
    nbformat.write(new_notebook(cells=hello), course.root / "header.ipynb")
    bye = [new_code_cell("bye = hello + 1", id="bye")]
    nbformat.write(new_notebook(cells=bye), course.root / "footer.ipynb")
    shutil.copy(AUTOTESTS, course.root)
    books = {"words": words_notebook(), "second": second_notebook()}
    course.write("words", books, {"notes.draft": "not for students"})
    course.write("own", {"own": own_notebook()}, {"mine.txt": "fill this in", "fixed.txt": "ours"})
    for assignment in ("words", "own"):
        made = course.api.generate_assignment(assignment)
        assert made["success"], made["log"]
    poem = {"poem": ["print('a\\n' * 9)"]}
    upper = {"upper": "def upper(text):\n    return text.upper()"}
    course.hand_in("ada", "words", "words", ANSWERS, poem)
    course.hand_in("ada", "words", "second", upper)
    course.hand_in("bao", "words", "words", ANSWERS | {"count": COUNT + " - ('-' in text)"})
    course.hand_in(
        "bao", "words", "second", upper, files={"timestamp.txt": "2030-01-02 00:00:00 UTC"}
    )
    for student in ("eve", "zed"):
        never = ANSWERS | {"count": "def count_words(text):\n    return 99", "fixed": "fixed = 8"}
        course.hand_in(student, "words", "words", never)
        course.hand_in(student, "words", "second", {})
    course.hand_in(
        "ada",
        "own",
        "own",
        {"mine": "mine = open('mine.txt').read()"},
        files={"mine.txt": "filled in", "fixed.txt": "theirs"},
    )
    course.hand_in("fay", "own", "own", {})
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("words", duedate="2030-01-01 00:00:00 UTC")
        for student in ("ada", "bao", "eve"):
            gradebook.add_student(student)
    course.grades = course.grade()
    failed = {each.student for each in course.grades.values() if each.outcome == "failed"}
    assert failed == {"fay"}, course.grades
    yield course
    sys.path.remove(str(course.root / "lib"))
    sys.modules.pop("steps", None)


WORKS, REFUSED = {}, {}


def works(feature):
    def register(test):
        WORKS[feature] = test
        return test

    return register


def rows():
    """The features that the README promises, each with works or refused."""
    text = README.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    found = re.findall(r"^\| (.+?) \| (works|refused) \|", text, re.MULTILINE)
    assert len(found) == len(dict(found))
    return dict(found)


@works("AUTOTEST")
def _(rich):
    released = nbformat.writes(rich.released("words", "second"))
    assert "AUTOTEST" not in released and "sha1(" in released
    assert rich.scores("ada", "words", "second")["upper_auto"] == 3
    assert rich.scores("eve", "words", "second") == {
        "upper_check": 0,
        "upper_auto": 0,
        "hello_check": 1,
    }


@works("`exclude_overwriting`")
def _(rich):
    assert rich.scores("ada", "own") == {"mine_check": 1, "hello_check": 1, "deed": None}
    folder = rich.folder("marked", "ada", "own")
    assert (folder / "mine.txt").read_text() == "filled in"
    assert (folder / "fixed.txt").read_text() == "ours"


@works("Header and footer")
def _(rich):
    sources = [cell.source for cell in rich.graded("ada").cells]
    assert sources.index("hello = 1") < sources.index("import re")
    assert sources.index("bye = hello + 1") > sources.index("assert fixed == 7")
    assert rich.scores("ada")["hello_check"] == 1


@works("Another `directory_structure`, other names of folders")
def _(rich):
    assert (rich.root / "marked" / "words" / "ada" / "words.ipynb").is_file()
    assert (rich.root / "back" / "words" / "ada" / "words.html").is_file()
    assert ("words", "ada") in rich.grades


@works("Several notebooks in an assignment")
def _(rich):
    assert rich.grades["words", "ada"].max_score == 17 + 5
    assert (rich.root / "back" / "words" / "ada" / "second.html").is_file()


@works("Own delimiters, stubs and mark schemes")
def _(rich):
    text = nbformat.writes(rich.released("words", "words"))
    assert "NotImplementedError('to do')" in text
    for hidden in ("unseen", "ANSWER FROM", "SECRET", "SCHEME", "rhyme"):
        assert hidden not in text
    assert rich.scores("eve")["count_hidden"] == 0
    page = (rich.root / "back" / "words" / "eve" / "words.html").read_text()
    assert "unseen" not in page


@works("Task cells")
def _(rich):
    assert rich.scores("ada")["poem"] is None
    room = Classroom(rich.config)
    assert room.changed_notebooks("own") == {}
    source = rich.folder("master", ".", "own") / "own.ipynb"
    notebook = nbformat.read(source, as_version=4)
    next(c for c in notebook.cells if c.id == "deed").metadata.nbgrader["points"] = 7
    nbformat.write(notebook, source)
    room.update_gradebook("own")
    with rich.gradebook() as gradebook:
        assert gradebook.find_task_cell("deed", "own", "own").max_score == 7


@works("Partial credit")
def _(rich):
    assert rich.scores("bao")["count_parts"] == 2
    assert rich.scores("ada")["count_parts"] == 4
    # eve's is 2.0 - 98: nbgrader gives all points for what is negative.
    assert rich.scores("eve")["count_odd"] == 0
    assert "no number of points" in rich.cell("eve", "count_odd").outputs[0].evalue


@works("Warnings and standard error of a test cell")
def _(rich):
    assert rich.scores("ada")["count_check"] == 1  # 0 with nbgrader's own Execute


@works("Manually graded code and text")
def _(rich):
    scores = rich.scores("ada")
    assert [scores[name] for name in ("sketch", "why")] == [None, None]


@works("Read-only and locked cells")
def _(rich):
    assert rich.cell("eve", "fixed").source == "fixed = 7"
    assert rich.scores("eve")["fixed_check"] == 1
    title = rich.released("words", "words").cells[2]
    assert title.metadata["editable"] is False


@works("The tag `skip-execution` on given cells")
def _(rich):
    cell = next(cell for cell in rich.graded("ada").cells if cell.source == "1 / 0")
    assert cell.outputs == []


@works("`ignore`")
def _(rich):
    for step in ("handout", "marked"):
        student = "." if step == "handout" else "ada"
        assert not (rich.folder(step, student, "words") / "notes.draft").exists()


@works("`student_id_exclude`, and patterns for students and notebooks")
def _(rich):
    assert {student for _, student in rich.grades} == {"ada", "bao", "eve", "fay"}
    rich.coursedir.notebook_id, rich.coursedir.student_id = "sec*", "a*"
    try:
        assert [path.stem for path in files.notebooks(rich.coursedir, "words")] == ["second"]
        assert {student for _, student, _ in files.submissions(rich.coursedir)} == {"ada"}
    finally:
        rich.coursedir.notebook_id = rich.coursedir.student_id = "*"


@works("Late submission plug-ins")
def _(rich):
    full = rich.grades["words", "ada"].score
    assert rich.grades["words", "bao"].score == full - 2 - 2  # half of count_parts; two notebooks
    assert "lateness: 2" in rich.grades["words", "bao"].reason


@works("`LimitOutput`, `IgnorePattern`")
def _(rich):
    shown = next(cell for cell in rich.graded("ada").cells if "print('a" in cell.source)
    assert "Output truncated" in shown.outputs[0].text


@works("`ClearMetadataPreprocessor`")
def _(rich):
    assert set(rich.graded("ada").metadata) == {"splitgrade", "language_info"}


@works("`groupshared`, `permissions`")
def _(rich):
    for step, name in (("marked", "words.ipynb"), ("back", "words.html")):
        folder = rich.folder(step, "ada", "words")
        assert (folder / name).stat().st_mode & 0o777 == 0o664
        assert folder.stat().st_mode & 0o2770 == 0o2770


@works("Steps, filters and hooks of a course's own, set before `enable`")
def _(rich):
    assert rich.graded("ada").cells[-1].source == "stamped by the course"
    assert rich.released("words", "words").cells[-1].source == "stamped by the course"
    page = (rich.root / "back" / "words" / "ada" / "words.html").read_text()
    assert page.count("stamped by the course") == 3  # at release, when graded, and for the page
    assert rich.config.HTMLExporter.filters["shout"] == "steps.shout"
    assert ("words", "ada") in sys.modules["steps"].hooked
    assert settings.problems(rich.config) == []
    twice = deepcopy(rich.config)
    splitgrade.enable(twice)
    for section in ("Autograde", "GenerateAssignment", "GenerateFeedback", "HTMLExporter"):
        assert twice[section] == rich.config[section]


@works("`nbgrader autograde`, the formgrader's button")
def _(rich):
    before = rich.scores("eve")
    done = rich.api.autograde("words", "eve", force=True)
    assert done["success"], done["log"]
    assert rich.scores("eve") == before


@works("`Autograde.create_student = False`")
def _(rich):
    assert "No student with ID 'fay'" in rich.grades["own", "fay"].reason


@works("`Execute.timeout`")
def _(rich):
    timed = Config(SplitExecute={"notebook_timeout": 60}, Execute={"timeout": 45})
    assert SplitExecute(config=timed).timeout == 45
    assert SplitExecute(config=rich.config).timeout == 60  # -1: as long as the notebook may


@works("`nbgrader export`, `nbgrader db`")
def _(rich):
    with rich.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", first_name="Ada")
        plugin = CsvExportPlugin()
        plugin.to = str(rich.root / "grades.csv")
        plugin.export(gradebook)
    table = (rich.root / "grades.csv").read_text()
    assert re.search("^words,.*,ada,.*Ada,", table, re.MULTILINE)


@works("A course of the same process without splitgrade")
def _(rich, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    (tmp_path / "source" / "words").mkdir(parents=True)
    nbformat.write(plain_notebook(), tmp_path / "source" / "words" / "words.ipynb")
    (tmp_path / "submitted" / "ada" / "words").mkdir(parents=True)  # ours would give it a 0
    done = nbgrader_api(tmp_path).autograde("words", "ada")
    assert not done["success"] and "No notebooks were matched" in done["log"]


def plain_notebook(**sources):
    """A notebook that is released and graded without complaint, but for these cells."""
    solved = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    cells = {
        "given": new_code_cell("import re", id="given"),
        "count": answer("count", solved.format(COUNT)),
        "count_check": judged("count_check", "assert count_words('a b') == 2", 1),
    }
    for name, source in sources.items():
        cells[name].source = source
    return notebook_of(list(cells.values()))


def in_language(language):
    notebook = plain_notebook()
    notebook.metadata.kernelspec = {
        "name": language,
        "display_name": language,
        "language": language,
    }
    return notebook


UNTRIED = "c.CheckRelease.try_reference = False\n"
# By feature: what is set before enable, and after; the notebook; and what is said.
REFUSED |= {
    "AUTOTEST of a solution that fails": (
        "",
        "",
        plain_notebook(given="1 / 0", count_check="# AUTOTEST count_words('a b')"),
        "words.ipynb could not be made ready: ZeroDivisionError: division by zero",
    ),
    "Other kernels": ("", "", in_language("R"), "written in R"),
    "Options of a kernel in `Execute`": (
        'c.Execute.extra_arguments = ["--pylab"]',
        UNTRIED,
        None,
        "c.Execute.extra_arguments is for a Jupyter kernel",
    ),
    "An `Execute` of a course's own": (
        'c.Autograde.autograde_preprocessors = ["steps.OwnExecute"]',
        UNTRIED,
        None,
        "holds an Execute",
    ),
    "An exporter of a course's own for `Autograde`": (
        'c.Autograde.exporter_class = "nbconvert.exporters.NotebookExporter"',
        UNTRIED,
        None,
        "subclass of splitgrade.plugin.SubmissionExporter",
    ),
    "An exporter for `GenerateFeedback` that makes no HTML": (
        'c.GenerateFeedback.exporter_class = "nbconvert.exporters.MarkdownExporter"',
        UNTRIED,
        None,
        "makes no HTML page",
    ),
    "An own `markdown2html`, or `sanitize_html = False`": (
        'c.HTMLExporter.filters = {"markdown2html": "steps.shout"}',
        UNTRIED,
        None,
        "could run in the pages",
    ),
    "Lists of steps set after `enable`": (
        "",
        UNTRIED + "c.Autograde.autograde_preprocessors = ['nbgrader.preprocessors.SaveAutoGrades']",
        None,
        "Set it before splitgrade.enable(c)",
    ),
    "`SplitExecute.enabled = False`": (
        "",
        UNTRIED + "c.SplitExecute.enabled = False",
        None,
        "would earn every point",
    ),
    "Feedback without `HideTests`": (
        "",
        UNTRIED + "c.GenerateFeedback.preprocessors = ['nbgrader.preprocessors.GetGrades']",
        None,
        "show students the hidden tests",
    ),
    "`ClearSolutions.enabled = False`, or another step switched off that grading needs": (
        "",
        UNTRIED + "c.ClearSolutions.enabled = False",
        None,
        "c.ClearSolutions.enabled is False: students would get the solutions",
    ),
    "`ClearHiddenTests` before `SaveCells`, or no `SaveCells`": (
        "c.GenerateAssignment.preprocessors = ['nbgrader.preprocessors.ClearSolutions', "
        "'nbgrader.preprocessors.ClearHiddenTests', 'nbgrader.preprocessors.SaveCells']",
        UNTRIED,
        None,
        "grading would lack hidden tests",
    ),
    "A `directory_structure` that leads out of the course": (
        'c.CourseDirectory.directory_structure = "../{nbgrader_step}/{student_id}/{assignment_id}"',
        UNTRIED,
        None,
        "leads out of the course's folder",
    ),
    "A solution outside of an answer cell": (
        "c.ClearSolutions.enforce_metadata = False",
        UNTRIED,
        plain_notebook(count_check="### BEGIN SOLUTION\nassert count_words('a')\n### END SOLUTION"),
        "is no answer cell",
    ),
    "Tests and given cells that read a file of `exclude_overwriting`": (
        'c.Autograde.exclude_overwriting = {"words": ["lib/mine.py", "mine.csv"]}',
        "",
        plain_notebook(count_check="import mine\nassert open('mine.csv').read()"),
        "no test sees",
    ),
    "A test that ends in a value which is not its points": (
        "",
        "",
        plain_notebook(count_check="count_words('a b') == 2"),
        "ends in True, which is no number of points",
    ),
}


def test_the_table_has_a_test_for_each_row_and_a_row_for_each_test():
    assert rows() == dict.fromkeys(WORKS, "works") | dict.fromkeys(REFUSED, "refused")


@pytest.mark.parametrize("feature", WORKS)
def test_works(feature, rich, tmp_path):
    test = WORKS[feature]
    test(rich, tmp_path) if "tmp_path" in test.__code__.co_varnames else test(rich)


@pytest.mark.parametrize("feature", REFUSED)
def test_is_refused_in_words(feature, tmp_path):
    before, after, notebook, words = REFUSED[feature]
    course = Words(tmp_path, before, after)
    sys.path.append(str(tmp_path / "lib"))
    try:
        source = tmp_path / "source" / "words"
        source.mkdir(parents=True)
        nbformat.write(notebook or plain_notebook(), source / "words.ipynb")
        shutil.copy(AUTOTESTS, source)
        with pytest.raises(NotGradable, match=re.escape(words)):
            refuse_unfair(course.coursedir, course.config, "words")
    finally:
        sys.path.remove(str(tmp_path / "lib"))
        sys.modules.pop("steps", None)


@pytest.mark.parametrize(
    "before, after, words",
    [
        ("", "c.SaveCells.enabled = False", "c.SaveCells.enabled is False"),
        ("", "c.CheckRelease.enabled = False", "c.CheckRelease.enabled is False"),
        ("", "c.SaveAutoGrades.enabled = False", "c.SaveAutoGrades.enabled is False"),
        (
            "c.GenerateAssignment.preprocessors = ['nbgrader.preprocessors.SaveCells']",
            "",
            "has no ClearSolutions: students would get the solutions",
        ),
        (
            "c.Autograde.autograde_preprocessors = ['nbgrader.preprocessors.Execute']",
            "",
            "has no SaveAutoGrades: no point would reach the gradebook",
        ),
    ],
)
def test_a_step_that_is_gone_or_switched_off_is_named(tmp_path, before, after, words):
    (problem,) = settings.problems(Words(tmp_path, before, after).config)
    assert words in problem


def test_release_and_grading_refuse_alike(tmp_path):
    course = Words(tmp_path)
    books = {"words": plain_notebook()}
    course.write("words", books)
    made = course.api.generate_assignment("words")
    assert made["success"], made["log"]
    course.hand_in("ada", "words", "words", {})
    # As if it had been released before splitgrade was switched on.
    bad = plain_notebook(count_check="assert eval('count_words')('a b') == 2")
    nbformat.write(bad, tmp_path / "source" / "words" / "words.ipynb")
    words = "eval() finds no student's name"
    refused = course.api.generate_assignment("words", force=True)
    assert not refused["success"] and words in refused["log"]
    done = course.api.autograde("words", "ada")
    assert not done["success"] and words in done["log"]
    with pytest.raises(NotGradable, match=re.escape(words)):
        Classroom(course.config).update_gradebook("words")
    assert not (tmp_path / "autograded" / "ada").exists()
