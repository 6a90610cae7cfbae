"""Downloads of Canvas and Moodle come into submitted/, whatever is in them."""

import csv
import hashlib
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nbgrader.plugins import FileNameCollectorPlugin

from splitgrade.commands import downloads, handed_in
from splitgrade.commands.collect import CollectError, collect, main, report
from splitgrade.commands.downloads import DownloadError
from splitgrade.commands.handed_in import (
    HandedIn,
    Student,
    name_key,
    student_ids,
    that_counts,
)
from splitgrade.folder import course_config, nbgrader_api
from splitgrade.submission import read_submission
from tasks import lessons

LESSON, OTHER = "02_magnitude_pruning", "03_quantization"
MONDAY, TUESDAY = (2024, 3, 4, 9, 0, 0), (2024, 3, 5, 9, 0, 0)


def notebook(remark, lesson=LESSON):
    """A released notebook with a remark in it, so that each differs."""
    content = json.loads(lessons.release_notebook(lesson).read_bytes())
    content["metadata"]["remark"] = remark
    return json.dumps(content).encode()


@pytest.fixture(scope="module")
def fresh_course(tmp_path_factory):
    """A course of two lessons with an empty gradebook, which takes a second to make."""
    folder = tmp_path_factory.mktemp("fresh")
    for lesson in (LESSON, OTHER):
        for kind in ("source", "release"):
            shutil.copytree(lessons.COURSE / kind / lesson, folder / kind / lesson)
    shutil.copy(lessons.COURSE / "nbgrader_config.py", folder)
    assert names_in_gradebook(folder) == {}
    return folder


@pytest.fixture
def course(fresh_course, tmp_path):
    return shutil.copytree(fresh_course, tmp_path / "course")


def make_zip(path, files, day=MONDAY):
    """Write a zip; a file's key is its name, or a ZipInfo."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, day)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


@pytest.fixture
def zipped(tmp_path):
    numbers = itertools.count()

    def zipped(files, day=MONDAY):
        return make_zip(tmp_path / f"submissions ({next(numbers)}).zip", files, day)

    return zipped


def submitted(course):
    """The remark in each collected notebook, by student and file name."""
    files = sorted((course / "submitted").glob(f"*/{LESSON}/*"))
    return {(path.parts[-3], path.name): remark(path) for path in files}


def remark(path):
    return json.loads(path.read_bytes())["metadata"]["remark"]


def state(course):
    """What collecting may touch: folders, and files with the time of their last change."""
    return {
        path: path.is_dir() or (path.stat().st_mtime_ns, path.read_bytes())
        for top in ("submitted", "submitted-before", "downloaded")
        for path in (course / top).rglob("*")
    }


def names_in_gradebook(course):
    with nbgrader_api(course).gradebook as gradebook:
        return {
            student.id: (student.first_name, student.last_name) for student in gradebook.students
        }


def reasons(result):
    return dict(result.left)


# What Canvas and Moodle name their files


def canvas(name, number, upload, file, late=False):
    """As Canvas's content_zipper.rb: the sortable name, less all but letters and digits."""
    name = re.sub(r"_(\d+)_", r"\1", name).lower()
    parts = [name, *(["LATE"] if late else []), str(number)]
    file = re.sub(r'[\x00/\\:*?"<>|]+', "_", file)
    prefix = re.sub(r"[^\w]", "", "_".join(parts))
    return f"{prefix}_{upload}_{file}"


def moodle(name, number, file, folders=True, trailing="_", kind="file"):
    """As Moodle's mod_assign: the full name without underscores, then the number."""
    name = re.sub(r'[\x00-\x1f\x7f&<>"`|\':\\/]|\.{2,}', "", name.replace("_", " "))
    if folders:
        return f"{name}_{number}_assignsubmission_{kind}{trailing}/{file}"
    return f"{name}_{number}_assignsubmission_{kind}_{file}"


def test_canvas_zip(course, zipped):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    f"doejane_12345_67890_{LESSON}.ipynb": notebook("jane"),
                    f"roejohn_LATE_222_67891_{LESSON}-1.ipynb": notebook("john"),
                    "pootim_333_67892_essay.pdf": b"%PDF",
                }
            )
        ],
        course,
    )
    assert submitted(course) == {
        ("12345", f"{LESSON}.ipynb"): "jane",
        ("222", f"{LESSON}.ipynb"): "john",
    }
    assert (result.new, result.late) == (["12345", "222"], ["222"])
    assert "no notebook" in reasons(result)["pootim_333_67892_essay.pdf"]
    assert names_in_gradebook(course) == {"12345": (None, "doejane"), "222": (None, "roejohn")}


@pytest.mark.parametrize(
    "form",
    [
        {"trailing": "_"},
        {"trailing": ""},
        {"folders": False},
    ],
    ids=["folders", "folders of newer versions", "one folder"],
)
def test_moodle_zip(course, zipped, form):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    moodle("Jane Doe", 1234567, f"{LESSON}.ipynb", **form): notebook("jane"),
                    moodle("Ana García López", 77, f"{LESSON} (1).ipynb", **form): notebook("ana"),
                    moodle(
                        "Ana García López", 77, "onlinetext.html", kind="onlinetext", **form
                    ): b"<p>hi",
                    moodle(
                        "Tim Poo", 88, "onlinetext.html", kind="onlinetext", **form
                    ): b"<p>no time",
                }
            )
        ],
        course,
    )
    assert submitted(course) == {
        ("jane-doe", f"{LESSON}.ipynb"): "jane",
        ("ana-garcia-lopez", f"{LESSON}.ipynb"): "ana",
    }
    assert [left.reason for left in result.left] == [
        "no notebook, and none elsewhere from Tim Poo (Participant 88): ask for the .ipynb file"
    ]
    assert names_in_gradebook(course) == {
        "jane-doe": ("Jane", "Doe"),
        "ana-garcia-lopez": ("Ana", "García López"),
    }
    assert numbers_in_moodle(course) == {
        "Participant 1234567": "jane-doe",
        "Participant 77": "ana-garcia-lopez",
    }


NAMES = {  # first name, last name, and the id in Moodle
    "Zoë Müller-Lüdenscheidt": ("Zoë", "Müller-Lüdenscheidt", "zoe-muller-ludenscheidt"),
    "Siobhán O’Brien": ("Siobhán", "O’Brien", "siobhan-obrien"),
    "María José García López": ("María", "José García López", "maria-jose-garcia-lopez"),
    "Łukasz Øre Groß": ("Łukasz", "Øre Groß", "lukasz-ore-gross"),
    "王小明": ("", "王小明", "student-xxxxxxxx"),
    "Anna 王": ("Anna", "王", "anna-xxxxxxxx"),
    "Lee St. John": ("Lee", "St. John", "lee-st-john"),
    "שרה כהן": ("שרה", "כהן", "student-xxxxxxxx"),
    "محمد علي": ("محمد", "علي", "student-xxxxxxxx"),
    "Nguyễn Thị Ánh": ("Nguyễn", "Thị Ánh", "nguyen-thi-anh"),
    "Agent 7 47": ("Agent", "7 47", "agent-7-47"),
    "007": ("", "007", "007-xxxxxxxx"),
    "=1+1": ("", "=1+1", "1-1-xxxxxxxx"),
    "Evil\u202eName \x1b[31m": ("Evil?Name", "[31m", "evil-name-31m"),
    "Participant": ("", "", "participant-114"),
}


def test_names_of_all_kinds_in_moodle(course, zipped):
    files = {
        moodle(name, 100 + index, f"{LESSON}.ipynb"): notebook(name)
        for index, name in enumerate(NAMES)
    }
    result = collect(LESSON, [zipped(files)], course)
    assert not result.left and result.unsure == {"": ["participant-114"]}
    came = {text: student for (student, _), text in submitted(course).items()}
    assert {name: re.sub("(?<=-)[0-9a-f]{8}$", "xxxxxxxx", came[name]) for name in NAMES} == {
        name: expected[2] for name, expected in NAMES.items()
    }
    known = names_in_gradebook(course)
    assert [tuple(part or "" for part in known[came[name]]) for name in NAMES] == [
        expected[:2] for expected in NAMES.values()
    ]
    assert numbers_in_moodle(course) == {
        f"Participant {100 + index}": came[name] for index, name in enumerate(NAMES)
    }


def test_names_of_all_kinds_in_canvas(course, zipped):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    canvas(name, 200 + index, 900 + index, f"{LESSON}.ipynb"): notebook(name)
                    for index, name in enumerate(NAMES)
                }
            )
        ],
        course,
    )
    assert not result.left and result.moodle is None
    assert {student: text for (student, _), text in submitted(course).items()} == {
        str(200 + index): name for index, name in enumerate(NAMES)
    }


# Both take the underscores out of names; a file that starts with "._" is macOS's own.
names = st.text(st.characters(exclude_characters="_.", exclude_categories=["Cs"]), max_size=40)
numbers = st.integers(1, 10**9)
# Canvas and Moodle change characters in file names that would end the name.
files = st.text(
    st.characters(exclude_characters="/\\", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(lambda name: name.strip("."))


@settings(deadline=None)
@given(names, numbers, numbers, files, st.booleans())
@example("doe, jane", 1, 2, "x_99_5_", False)
@example("", 1, 2, "Bob_9_assignsubmission_file_", True)
def test_nobodys_name_or_file_hides_their_number(name, number, upload, file, late):
    plugin = FileNameCollectorPlugin(config=course_config(lessons.COURSE))
    for path in (
        canvas(name, number, upload, f"{file}.ipynb", late),
        moodle(name, number, f"{file}.ipynb"),
        moodle(name, number, f"{file}.ipynb", folders=False),
        moodle(name, number, f"Bob_9_assignsubmission_file_/{file}.ipynb", trailing=""),
    ):
        found = plugin.collect(f"/home/u_1_2_x/c/downloaded/{LESSON}/extracted/cs_1_2/{path}")
        assert found["student_id"] == str(number), path
        assert found["file_id"]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(names, min_size=1, max_size=8), st.booleans(), st.booleans())
def test_every_student_of_a_class_comes_in(
    fresh_course, tmp_path_factory, people, in_moodle, folders
):
    folder = tmp_path_factory.mktemp("class")
    course = shutil.copytree(fresh_course, folder / "course")
    data = {
        moodle(name, number, f"{LESSON}.ipynb", folders)
        if in_moodle
        else canvas(name, number, 50 + number, f"{LESSON}.ipynb"): notebook(name)
        for number, name in enumerate(people, 1)
    }
    result = collect(LESSON, [make_zip(folder / "all.zip", data)], course)
    ids = (
        numbers_in_moodle(course)
        if in_moodle
        else {f"Participant {number}": str(number) for number in range(1, len(people) + 1)}
    )
    assert {student: text for (student, _), text in submitted(course).items()} == {
        ids[f"Participant {number}"]: name for number, name in enumerate(people, 1)
    }
    assert len(result.new) == len(people) and not result.left
    before, known = state(course), names_in_gradebook(course)
    assert len(collect(LESSON, [], course).unchanged) == len(people)
    assert state(course) == before and names_in_gradebook(course) == known


def test_utf8_names_without_the_flag_and_decomposed_names(course, tmp_path):
    path = make_zip(
        tmp_path / "s.zip",
        {
            moodle(unicodedata.normalize("NFD", "Zoë Ünal"), 5, f"{LESSON}.ipynb"): notebook("zoe"),
        },
    )
    data = bytearray(path.read_bytes())
    for start in re.finditer(rb"PK\x03\x04..|PK\x01\x02....", data, re.DOTALL):
        data[start.end() + 1] &= ~0x08  # the flag for UTF-8
    path.write_bytes(data)
    assert not zipfile.ZipFile(path).infolist()[0].flag_bits & 0x800
    collect(LESSON, [path], course)
    assert names_in_gradebook(course) == {"zoe-unal": ("Zoë", "Ünal")}


# Which notebook of a student counts


def test_canvas_resubmission_with_the_highest_upload_counts(course, zipped):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    f"doejane_1_9_{LESSON}.ipynb": notebook("first"),
                    f"doejane_1_101_{LESSON}-2.ipynb": notebook("third"),
                    f"doejane_1_20_{LESSON}-1.ipynb": notebook("second"),
                    "doejane_1_300_scratch.ipynb": notebook("scratch"),
                }
            )
        ],
        course,
    )
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "third"}
    assert all(f"1_101_{LESSON}-2.ipynb was taken" in why for why in reasons(result).values())
    assert len(result.left) == 3


# Handed in again


def written(answer, remark="", lesson=LESSON, **more):
    """A notebook with something written into its first answer, and perhaps a cell added."""
    content = json.loads(notebook(remark, lesson))
    cells = content["cells"]
    first = next(c for c in cells if c["metadata"].get("nbgrader", {}).get("solution"))
    first["source"] = answer
    if "added" in more:
        added = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        cells.insert(1, added | {"id": "added", "source": more["added"]})
    return json.dumps(content).encode()


def run_and_saved(data):
    """The same answers, saved by another program after a run: other outputs, line ends, blanks."""
    content = json.loads(data)
    for cell in content["cells"]:
        cell["source"] = f"{''.join(cell['source'])} \n".replace("\n", "\r\n")
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 3, "outputs": []}
    return json.dumps(content).encode()


ANSWER = written("def mine(): return 1", "good")


def test_the_same_answers_handed_in_late_are_not_late(course, zipped):
    """nbgrader#1171: somebody opens the notebook after the date, and it is handed in again."""
    later = f"doejane_LATE_1_30_{LESSON}-1.ipynb"
    collect(LESSON, [zipped({f"doejane_1_20_{LESSON}.ipynb": ANSWER})], course)
    result = collect(LESSON, [zipped({later: run_and_saved(ANSWER)}, TUESDAY)], course)
    assert (result.late, result.unchanged, result.to_look_at) == ([], ["1"], 0)
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "good"}
    assert dict(result.again) == {
        later: f"the same answers as in doejane_1_20_{LESSON}.ipynb, which came first and counts"
    }
    said = "\n".join(report(result))
    assert "the same answers again make nobody late" in said and later in said
    # What is written anew counts, and is late.
    newest = {f"doejane_LATE_1_40_{LESSON}-2.ipynb": written("def mine(): return 2", "better")}
    result = collect(LESSON, [zipped(newest, TUESDAY)], course)
    assert (result.late, result.replaced, result.again) == (["1"], ["1"], [])
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "better"}


def test_the_same_answers_twice_in_one_download(course, zipped):
    files = {
        f"doejane_1_20_{LESSON}.ipynb": ANSWER,
        f"doejane_LATE_1_30_{LESSON}-1.ipynb": run_and_saved(ANSWER),
        f"roejohn_LATE_2_31_{LESSON}.ipynb": ANSWER,
    }
    result = collect(LESSON, [zipped(files)], course)
    assert (result.new, result.late, result.to_look_at) == (["1", "2"], ["2"], 0)
    assert [left.path for left in result.again] == [f"doejane_LATE_1_30_{LESSON}-1.ipynb"]


@pytest.mark.parametrize("empty", [b"", b"{", b"[]", notebook("untouched"), b"\xff\xfe"])
@pytest.mark.parametrize("together", [True, False])
def test_an_empty_notebook_replaces_no_work(course, zipped, empty, together):
    first, later = f"doejane_1_20_{LESSON}.ipynb", f"doejane_1_30_{LESSON}-1.ipynb"
    if together:
        result = collect(LESSON, [zipped({first: ANSWER, later: empty})], course)
        why = reasons(result)
    else:
        collect(LESSON, [zipped({first: ANSWER})], course)
        result = collect(LESSON, [zipped({later: empty}, TUESDAY)], course)
        why = dict(result.again)
    assert why == {later: f"nothing is written in it: {first} counts"}
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "good"}
    kept = (course / "downloaded" / LESSON / "archive").iterdir()
    assert any(later in zipfile.ZipFile(path).namelist() for path in kept)


@pytest.mark.parametrize(
    "newer",
    [
        written("def mine(): return 1", "newer", added="def helper(): pass"),
        written("def mine(): return 1  # a remark", "newer"),
        written("", "newer", added="def mine(): return 1"),
    ],
)
def test_whatever_is_written_anew_counts(course, zipped, newer):
    collect(LESSON, [zipped({f"doejane_1_20_{LESSON}.ipynb": ANSWER})], course)
    later = zipped({f"doejane_1_30_{LESSON}-1.ipynb": newer}, TUESDAY)
    result = collect(LESSON, [later], course)
    assert (result.replaced, result.again) == (["1"], [])
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "newer"}


def handed_in_as(works):
    """What a student handed in, in order: "" where nothing is written."""
    jane = Student("1", "", "doejane")
    return [
        HandedIn(jane, str(n), LESSON, False, n, MONDAY, lesson=LESSON, work=work)
        for n, work in enumerate(works)
    ]


@given(st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=8), st.randoms())
def test_the_newest_work_counts_from_when_it_first_came(works, shuffler):
    files = handed_in_as(works)
    shuffler.shuffle(files)
    counts = that_counts(files, lambda file: file.upload)
    last = next((work for work in reversed(works) if work), "")
    assert counts.work == last
    assert counts.upload == (works.index(last) if last else len(works) - 1)


@pytest.mark.parametrize(
    "name",
    [
        f"Kopie von {LESSON}.ipynb",
        f"{LESSON}.ipynb.ipynb",
        f"{LESSON}.ipynb.txt",
        f"{LESSON}.ipynb-1.txt",
        f"{LESSON}.IPYNB.json",
        "homework 2.IPYNB",
        "(1).ipynb",
        "con?.ipynb",
        "x" * 90 + ".ipynb",
        "作业.ipynb",
        ".ipynb",
    ],
)
def test_renamed_notebook_is_taken_where_it_is_the_only_one(course, zipped, name):
    collect(LESSON, [zipped({f"doejane_1_2_{name}": notebook("renamed")})], course)
    assert list(submitted(course).values()) == ["renamed"]
    assert read_submission(course / f"submitted/1/{LESSON}/{LESSON}.ipynb").cells


def test_several_renamed_notebooks_are_left_to_a_person(course, zipped):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    moodle("Jane Doe", 1, "a.ipynb"): notebook("a"),
                    moodle("Jane Doe", 1, "b.ipynb"): notebook("b"),
                    moodle("Tim Poo", 2, "a.ipynb"): notebook("same"),
                    moodle("Tim Poo", 2, "b.ipynb"): notebook("same"),
                }
            )
        ],
        course,
    )
    assert list(submitted(course).values()) == ["same"]
    assert set(reasons(result).values()) == {
        "one of several notebooks from Jane Doe (Participant 1): ask for the one that is meant, "
        f"named {LESSON}.ipynb"
    }


def test_the_very_name_goes_before_its_likes(course, zipped):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    moodle("Jane Doe", 1, f"{LESSON} (1).ipynb"): notebook("copy"),
                    moodle("Jane Doe", 1, f"{LESSON}.ipynb"): notebook("it"),
                    moodle("Jane Doe", 1, f"{LESSON.title()}.ipynb"): notebook("other case"),
                    moodle("Tim Poo", 2, f"{LESSON.title()}.ipynb"): notebook("nearly"),
                    moodle("Tim Poo", 2, "scratch.ipynb"): notebook("scratch"),
                }
            )
        ],
        course,
    )
    assert list(submitted(course).values()) == ["it", "nearly"]
    assert len(result.left) == 3


def test_extra_files_do_no_harm(course, zipped):
    student = "Jane Doe_1_assignsubmission_file_"
    result = collect(
        LESSON,
        [
            zipped(
                {
                    f"{student}/{LESSON}.ipynb": notebook("jane"),
                    f"{student}/data.csv": b"1,2",
                    f"{student}/plot.png": b"\x89PNG",
                    f"{student}/.DS_Store": b"\0",
                    f"__MACOSX/{student}/._{LESSON}.ipynb": b"\0",
                    f"{student}/.ipynb_checkpoints/{LESSON}-checkpoint.ipynb": notebook("old"),
                    f"{student}/": b"",
                }
            )
        ],
        course,
    )
    assert submitted(course) == {("jane-doe", f"{LESSON}.ipynb"): "jane"} and not result.left


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_broken_notebook_comes_in_for_grading(course, zipped, broken):
    collect(LESSON, [zipped({f"doejane_1_2_{LESSON}.ipynb": broken})], course)
    assert (course / f"submitted/1/{LESSON}/{LESSON}.ipynb").read_bytes() == broken


def test_notebook_in_a_zip_of_the_student(course, zipped):
    inner = io.BytesIO()
    make_zip(
        inner,
        {
            f"mine/{LESSON}.ipynb": notebook("zipped"),
            "bob_9_8_x.txt": b"",
            f"__MACOSX/mine/._{LESSON}.ipynb": b"\0",
        },
    )
    result = collect(LESSON, [zipped({"doejane_1_2_all.zip": inner.getvalue()})], course)
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "zipped"} and not result.left


def test_another_lesson(course, zipped):
    mixed = zipped(
        {
            f"doejane_1_2_{LESSON}.ipynb": notebook("jane"),
            f"roejohn_2_3_{LESSON}.ipynb": notebook("wrong", OTHER),
            f"pootim_3_4_{OTHER}.ipynb": b"{",
            f"doejane_1_5_{OTHER}.ipynb": notebook("early", OTHER),
        }
    )
    result = collect(LESSON, [mixed], course)
    assert result.new == ["1"]
    assert list(reasons(result).values()) == [
        f"a notebook of {OTHER}: doejane_1_2_{LESSON}.ipynb was taken",
        f"a notebook of {OTHER}: ask roejohn (2) for the one of {LESSON}",
        f"a notebook of {OTHER}: ask pootim (3) for the one of {LESSON}",
    ]
    foreign = zipped({f"doejane_1_2_{OTHER}.ipynb": notebook("jane", OTHER)})
    before = state(course)
    with pytest.raises(CollectError, match=f"is of {OTHER}, not of {LESSON}"):
        collect(LESSON, [foreign], course)
    assert state(course) == before


# Forged names


@pytest.mark.parametrize(
    "name, owner",
    [
        (f"doejane_1_2_roejohn_9_1_{LESSON}.ipynb", "1"),
        (
            f"Tim Poo_3_assignsubmission_file_/Roe_9_assignsubmission_file_/{LESSON}.ipynb",
            "tim-poo",
        ),
        (f"Tim Poo_3_assignsubmission_file_/downloaded/x/y/roe_9_1_{LESSON}.ipynb", "tim-poo"),
        (f"Ann Lee_4_assignsubmission_file_roe_9_1_{LESSON}.ipynb", "ann-lee"),
        (f"Default group_assignsubmission_file_/roe_9_1_{LESSON}.ipynb", None),
        (f"Default group_assignsubmission_file_/downloaded/x/roe_9_1_{LESSON}.ipynb", None),
        (f"Default group_assignsubmission_file_roe_9_1_{LESSON}.ipynb", None),
        (f"anon_ab3De_66_{LESSON}.ipynb", None),
        (f"LATE_anon_12345_67_{LESSON}.ipynb", None),
    ],
)
def test_nobody_hands_in_for_somebody_else(course, zipped, name, owner):
    other = {f"lee_100_2_{LESSON}.ipynb": notebook("lee")}
    result = collect(LESSON, [zipped({name: notebook("forged"), **other})], course)
    assert set(result.new) == {owner, "100"} - {None}
    assert [left.path for left in result.left] == ([] if owner else [name])


def test_two_names_with_one_number_are_left_to_a_person(course, zipped):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    f"doejane_7_1_{LESSON}.ipynb": notebook("jane"),
                    f"evil_7_9_{LESSON}.ipynb": notebook("evil"),
                }
            )
        ],
        course,
    )
    assert submitted(course) == {}
    assert set(reasons(result).values()) == {"the number 7 has two names here: doejane and evil"}


# Hostile zips

GOOD = {f"doejane_1_2_{LESSON}.ipynb": notebook("jane")}


def link(name):
    info = zipfile.ZipInfo(name, MONDAY)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    "name, data, reason",
    [
        (f"../../evil_5_6_{LESSON}.ipynb", b"{}", "leads out"),
        (f"/tmp/evil_5_6_{LESSON}.ipynb", b"{}", "no student's number"),
        (f"..\\evil_5_6_{LESSON}.ipynb", b"{}", "leads out"),
        (f"C:/evil_5_6_{LESSON}.ipynb", b"{}", "leads out"),
        (f"Evil_5_assignsubmission_file_/../../../{LESSON}.ipynb", b"{}", "leads out"),
        (link(f"evil_5_6_{LESSON}.ipynb"), b"/etc/passwd", "a link"),
        (f"evil_5_6_{LESSON}.ipynb", bytes(downloads.MAX_BYTES + 1), "larger than the 50 MB"),
        ("evil_5_6_a.zip", b"PK\x03\x04 not a zip", "not a whole zip"),
        (f"{'x' * 600}_5_6_{LESSON}.ipynb", b"{}", "no student's number"),
    ],
    ids=range(9),
)
def test_hostile_file_harms_nobody(course, zipped, name, data, reason):
    path = zipped({name: data, **GOOD})
    before = set(course.parent.rglob("*"))
    result = collect(LESSON, [path], course)
    assert list(submitted(course)) == [("1", f"{LESSON}.ipynb")]
    assert [reason in left.reason for left in result.left] == [True]
    new = set(course.parent.rglob("*")) - before
    assert {file.relative_to(course).parts[0] for file in new} == {"submitted", "downloaded"}


def patch(path, offset, value):
    """Change a field of each file's two headers in a zip."""
    data = bytearray(path.read_bytes())
    for header, more in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        for start in re.finditer(re.escape(header), data):
            at = start.start() + 4 + more + offset
            data[at : at + len(value)] = value
    path.write_bytes(data)


@pytest.mark.parametrize(
    "offset, value, reason",
    [
        (2, b"\x01\x00", "encrypted"),
        (4, b"\x63\x00", "damaged in the download"),  # a compression that Python does not know
        (10, b"\0\0\0\0", "damaged in the download"),  # another checksum
        (18, b"\x10\0\0\0", "damaged in the download"),  # much larger than it says
    ],
    ids=["encrypted", "unknown compression", "checksum", "size"],
)
def test_file_that_cannot_be_unpacked(course, tmp_path, zipped, offset, value, reason):
    path = make_zip(tmp_path / "s.zip", {f"evil_5_6_{LESSON}.ipynb": bytes(1_000_000)})
    patch(path, offset, value)
    result = collect(LESSON, [path, zipped(GOOD)], course)
    assert result.new == ["1"] and [left.reason.split(" (")[0] for left in result.left] == [reason]


def test_downloads_that_are_refused_change_nothing(course, zipped, tmp_path):
    whole = zipped(GOOD)
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-50])
    many = make_zip(tmp_path / "many.zip", dict.fromkeys(map(str, range(20_001)), b""))
    large = zipped({f"evil_{i}_6_{LESSON}.ipynb": b"{}" for i in range(9)})
    patch(large, 18, (500_000_000).to_bytes(4, "little"))
    unlike = zipped({"holiday.jpg": b"", LESSON + ".ipynb": notebook("whose?")})
    for path, words in [
        (cut, "not a whole zip"),
        (many, "more than the 20,000 files"),
        (large, "4,500 MB"),
        (unlike, "named as Canvas or Moodle"),
        (tmp_path / "gone.zip", "There is no"),
    ]:
        with pytest.raises((CollectError, DownloadError), match=words):
            collect(LESSON, [whole, path], course)
    assert {file.name for file in state(course)} == {LESSON, "archive"}


def test_bomb_in_a_students_zip(course, zipped):
    inner = io.BytesIO()
    make_zip(inner, {f"{i}.ipynb": bytes(45_000_000) for i in range(5)})
    result = collect(LESSON, [zipped({"evil_5_6_a.zip": inner.getvalue(), **GOOD})], course)
    assert result.new == ["1"]
    assert ["more than the 200 MB" in left.reason for left in result.left] == [True]


@pytest.mark.parametrize(
    "name, kept",
    [
        ("my work", "my work"),
        ("Übung (2)", "Übung"),
        ('a:b*c?"d"', "a_b_c__d_"),
        ("...", "___"),
        ("x" * 200, "x" * 60),
        ("\u202e", "_"),
        ("   ", "notebook"),
    ],
)
def test_a_notebook_keeps_its_name_as_far_as_every_system_takes_it(course, zipped, name, kept):
    result = collect(LESSON, [zipped({f"doe_1_2_{name}.ipynb": notebook("odd")})], course)
    assert not result.left and submitted(course) == {("1", f"{kept}.ipynb"): "odd"}


def test_hostile_names_take_no_time():
    pattern = re.compile(course_config(lessons.COURSE).FileNameCollectorPlugin.named_regexp)
    longest = handed_in.LONGEST_PATH
    for part in (
        "_1",
        "_1_",
        "a_1_",
        "a/",
        " _1",
        "-1",
        "(1)",
        "_1_assignsubmission_file_/",
        "_assignsubmission_",
        "/downloaded/",
        "_1_1_/",
        ".",
    ):
        for end in ("", "/", "\n"):
            started = time.process_time()
            pattern.match(f"/downloaded/x/extracted/{(part * longest)[:longest]}{end}")
            assert time.process_time() - started < 1


# Again, later, elsewhere


def test_twice_changes_nothing(course, zipped):
    path = zipped({**GOOD, "x_3_4_a.pdf": b""})
    first = collect(LESSON, [path], course)
    before, known = state(course), names_in_gradebook(course)
    again = collect(LESSON, [path], course)
    assert (again.new, again.replaced, again.unchanged) == ([], [], ["1"])
    assert again.left == first.left
    assert collect(LESSON, [], course).unchanged == ["1"]
    assert collect(LESSON, [course / "downloaded" / LESSON / "archive"], course).unchanged == ["1"]
    assert state(course) == before and names_in_gradebook(course) == known


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_newer_replaces_and_the_earlier_is_kept(course, zipped, form):
    def download(upload, text, day):
        name = (
            canvas("Doe", 1, upload, f"{LESSON}.ipynb")
            if form == "canvas"
            else moodle("Jane Doe", 1, f"{LESSON}.ipynb")
        )
        return zipped({name: notebook(text)}, day)

    key = "1" if form == "canvas" else "jane-doe"
    old, new = download(5, "old", MONDAY), download(6, "new", TUESDAY)
    collect(LESSON, [old], course)
    (course / f"submitted/{key}/{LESSON}/timestamp.txt").write_text("2024-03-04 09:00:00 UTC")
    result = collect(LESSON, [new], course)
    assert result.replaced == [key] and submitted(course) == {(key, f"{LESSON}.ipynb"): "new"}
    kept = result.kept_in / key / LESSON
    assert remark(kept / f"{LESSON}.ipynb") == "old" and (kept / "timestamp.txt").is_file()
    before = state(course)
    assert collect(LESSON, [old], course).unchanged == [key]
    assert state(course) == before


def test_older_download_that_comes_later_changes_nothing(course, zipped):
    name = moodle("Jane Doe", 1, f"{LESSON}.ipynb")
    collect(LESSON, [zipped({name: notebook("new")}, TUESDAY)], course)
    result = collect(LESSON, [zipped({name: notebook("old")}, MONDAY)], course)
    assert result.unchanged == ["jane-doe"]
    assert submitted(course) == {("jane-doe", f"{LESSON}.ipynb"): "new"}


def test_file_mended_by_hand_stays_until_something_new_is_handed_in(course, zipped):
    collect(LESSON, [zipped(GOOD)], course)
    mended = course / f"submitted/1/{LESSON}/{LESSON}.ipynb"
    mended.write_bytes(notebook("mended"))
    noon = time.mktime((2024, 3, 4, 12, 0, 0, 0, 0, -1))
    os.utime(mended, (noon, noon))
    others = {f"roejohn_2_3_{LESSON}.ipynb": notebook("john")}
    result = collect(LESSON, [zipped(GOOD | others, TUESDAY)], course)
    assert (result.new, result.newer_here) == (["2"], ["1"]) and remark(mended) == "mended"
    later = {f"doejane_1_9_{LESSON}-1.ipynb": notebook("again")}
    result = collect(LESSON, [zipped(later, TUESDAY)], course)
    assert result.replaced == ["1"] and remark(mended) == "again"
    assert remark(result.kept_in / f"1/{LESSON}/{LESSON}.ipynb") == "mended"


def test_run_that_was_killed_is_taken_up(course, zipped):
    work = course / "downloaded" / LESSON / "collecting" / "submitted" / "1" / LESSON
    work.mkdir(parents=True)
    (work / f"{LESSON}.ipynb").write_text("{half")
    assert collect(LESSON, [zipped(GOOD)], course).new == ["1"]
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "jane"}
    assert not (course / "downloaded" / LESSON / "collecting").exists()


def test_folder_that_was_unpacked(course, tmp_path):
    folder = tmp_path / "cs_101_02 submissions"
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(notebook("secret"))
    (folder / "Tim Poo_3_assignsubmission_file_").mkdir(parents=True)
    (folder / f"Tim Poo_3_assignsubmission_file_/{LESSON}.ipynb").write_bytes(notebook("tim"))
    (folder / f"doejane_1_2_{LESSON}.ipynb").write_bytes(notebook("jane"))
    (folder / f"evil_5_6_{LESSON}.ipynb").symlink_to(secret)
    result = collect(LESSON, [folder], course)
    assert {key for key, _ in submitted(course)} == {"1", "tim-poo"}
    assert [left.reason for left in result.left] == ["a link, not a file"]
    before = state(course)
    assert collect(LESSON, [folder, folder], course).unchanged == ["1", "tim-poo"]
    assert state(course) == before


def test_folder_given_twice_counts_once(course, tmp_path):
    folder = tmp_path / "submissions"
    folder.mkdir()
    (folder / f"doejane_1_2_{LESSON}.ipynb").write_bytes(notebook("jane"))
    assert collect(LESSON, [folder, folder], course).new == ["1"]
    assert len(list((course / "downloaded" / LESSON / "archive").iterdir())) == 1


def test_folder_that_holds_the_archive_is_refused(course, zipped):
    collect(LESSON, [zipped(GOOD)], course)
    before = state(course)
    for folder in (course / "downloaded" / LESSON, course):
        with pytest.raises(CollectError, match="give the downloads themselves"):
            collect(LESSON, [folder], course)
    assert state(course) == before


def test_lessons_collected_in_the_same_second_are_kept_together(course, zipped):
    collect(LESSON, [zipped(GOOD)], course)
    soon = [time.localtime(time.time() + seconds) for seconds in range(60)]
    for moment in soon:
        stamp = time.strftime("%Y-%m-%d_%H-%M-%S", moment)
        (course / "submitted-before" / stamp / "1" / OTHER).mkdir(parents=True)
    newer = zipped({f"doejane_1_9_{LESSON}-1.ipynb": notebook("again")}, TUESDAY)
    result = collect(LESSON, [newer], course)
    assert {path.name for path in (result.kept_in / "1").iterdir()} == {LESSON, OTHER}
    assert remark(result.kept_in / f"1/{LESSON}/{LESSON}.ipynb") == "jane"


def test_loose_files_in_nbgraders_archive_folder(course):
    archive = course / "downloaded" / LESSON / "archive"
    archive.mkdir(parents=True)
    (archive / f"doejane_1_2_{LESSON}.ipynb").write_bytes(notebook("jane"))
    assert collect(LESSON, [], course).new == ["1"]


def test_missing_students(course, zipped):
    with nbgrader_api(course).gradebook as gradebook:
        gradebook.add_student("1", first_name="Jane", last_name="Doe-Roster")
        gradebook.add_student("2", first_name="John", last_name="Roe")
        gradebook.add_student("ada")
        gradebook.add_student("3", last_name="doejane")
    folder = course / "submitted" / "ada" / LESSON
    folder.mkdir(parents=True)
    assert collect(LESSON, [zipped(GOOD)], course).missing == ["2", "3"]
    assert names_in_gradebook(course)["1"] == ("Jane", "Doe-Roster")


# One student over the lessons: Moodle numbers everybody anew in each assignment


def numbers_in_moodle(course, lesson=LESSON):
    """Ids by what Moodle's worksheet calls the students of an assignment."""
    with (course / "downloaded" / lesson / "moodle.csv").open(encoding="utf-8-sig") as file:
        return {row["Identifier"]: row["student"] for row in csv.DictReader(file)}


def give(course, identifier, student, lesson=LESSON):
    """Write another id into the table, as an instructor does."""
    path = course / "downloaded" / lesson / "moodle.csv"
    text = path.read_text(encoding="utf-8-sig")
    changed = re.sub(f"(?m)^{identifier},[^,]*", f"{identifier},{student}", text)
    assert changed != text
    path.write_text(changed, encoding="utf-8-sig")  # as spreadsheets save it


@pytest.fixture
def moodle_zip(zipped):
    """A download of one lesson: a notebook of each number, with the name as its remark."""

    def moodle_zip(people, lesson=LESSON, day=MONDAY):
        return zipped(
            {
                moodle(name, number, f"{lesson}.ipynb"): notebook(f"{name} {number}", lesson)
                for number, name in people.items()
            },
            day,
        )

    return moodle_zip


@pytest.mark.parametrize("order", [(LESSON, OTHER), (OTHER, LESSON)], ids="-".join)
def test_student_is_the_same_in_every_lesson(course, moodle_zip, order):
    people = {
        LESSON: {11: "Jane Doe", 12: "José Pérez", 13: "王小明"},
        OTHER: {23: "Jane Doe", 21: "José Pérez", 22: "王小明", 24: "Tim Poo"},
    }
    for lesson in order:
        result = collect(lesson, [moodle_zip(people[lesson], lesson)], course)
        assert not result.unsure
    ids = {
        "Jane Doe": "jane-doe",
        "José Pérez": "jose-perez",
        "Tim Poo": "tim-poo",
        "王小明": f"student-{hashlib.sha256('王小明'.encode()).hexdigest()[:8]}",
    }
    assert set(names_in_gradebook(course)) == set(ids.values())
    for lesson in order:
        assert numbers_in_moodle(course, lesson) == {
            f"Participant {number}": ids[name] for number, name in people[lesson].items()
        }
        for number, name in people[lesson].items():
            path = course / "submitted" / ids[name] / lesson / f"{lesson}.ipynb"
            assert remark(path) == f"{name} {number}"
    assert collect(LESSON, [], course).missing == ["tim-poo"]


def account(number, name):
    first, _, last = name.rpartition(" ")
    return Student(f"Participant {number}", first, last)


def ids_over(lessons_of_people):
    """The ids by name that each lesson comes to, one after the other."""
    known, found = [], []
    for number, people in enumerate(lessons_of_people):
        students = [account(1000 * number + i, name) for i, name in enumerate(people)]
        ids = student_ids(set(students), {}, known)
        assert student_ids(set(students), ids, known) == ids
        known += [(ids[student.account], student.full_name) for student in students]
        found.append([ids[student.account] for student in students])
    return found


words = st.text("abc", min_size=1, max_size=2)
full_names = st.lists(st.tuples(words, words).map(" ".join), max_size=8, unique=True)


@settings(deadline=None)
@given(full_names, full_names)
def test_order_of_lessons_does_not_matter_where_names_are_unique(first, second):
    assert ids_over([first, second]) == ids_over([second, first])[::-1]


@settings(deadline=None)
@given(st.lists(names, max_size=8), st.lists(names, max_size=8))
@example(["Jane Doe", "jane  doe"], ["Jane Doe"])
@example(["Jane Doe", "Jane Doe", "Jane Doe 1", "Jane Doe 0-2"], [])
@example(["José Pérez", "Jose Perez"], ["Jose Perez", "José Pérez"])
@example(["Participant 0"], ["", "", "Participant 1000"])
def test_nobody_comes_by_the_id_of_another(first, second):
    before, after = ids_over([first, second])
    for people, ids in ((first, before), (second, after)):
        assert len(set(ids)) == len(people)
        assert all(
            re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", each) and len(each) <= 128 for each in ids
        )
    first, second = (
        [name_key(account(1, name).full_name) for name in people] for people in (first, second)
    )
    for person, found in zip(first, before, strict=True):
        alone = person and first.count(person) == 1
        same = [each for name, each in zip(second, after, strict=True) if name == person]
        if alone and len(same) == 1:
            assert same == [found]
        others = [each for name, each in zip(second, after, strict=True) if name != person]
        assert found not in others


def test_student_of_the_gradebook_is_known_by_name(course, moodle_zip):
    with nbgrader_api(course).gradebook as gradebook:
        gradebook.add_student("jdoe", first_name="Jane", last_name="DOE ")
        gradebook.add_student("sob", first_name="Siobhán", last_name="O'Brien")
        gradebook.add_student("901", first_name="Tim", last_name="Poo")
    result = collect(LESSON, [moodle_zip({17: "Jane Doe", 18: "Siobhán O'Brien"})], course)
    assert (result.new, result.missing) == (["jdoe", "sob"], ["901"])
    assert names_in_gradebook(course)["jdoe"] == ("Jane", "DOE ")


def test_two_people_of_one_name_are_left_apart_until_a_person_says_who_is_who(
    course, moodle_zip, capsys
):
    where = ["--course", str(course)]
    assert main([LESSON, str(moodle_zip({11: "Jane Doe", 12: "Tim Poo"})), *where]) == 0
    both = str(moodle_zip({21: "Jane Doe", 22: "Jane  doe", 23: "Tim Poo"}, OTHER))
    capsys.readouterr()
    for _ in range(2):
        assert main([OTHER, both, *where]) == 1
        said = capsys.readouterr().out
        assert "Several people are named Jane Doe" in said and "jane-doe-21" in said
        assert "jane-doe-22" in said and "moodle.csv" in said
        assert "nothing submitted" not in said, "one of them may be the known one"
        assert set(numbers_in_moodle(course, OTHER).values()) == {
            "jane-doe-21",
            "jane-doe-22",
            "tim-poo",
        }

    give(course, "Participant 22", "jane-doe", OTHER)
    shutil.rmtree(course / "submitted" / "jane-doe-22")
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "db", "student", "remove", "jane-doe-22", "--force"],
        cwd=course,
        check=True,
        capture_output=True,
    )
    result = collect(OTHER, [], course)
    assert result.new == ["jane-doe"] and list(result.unsure.values()) == [["jane-doe-21"]]
    assert remark(course / f"submitted/jane-doe/{OTHER}/{OTHER}.ipynb") == "Jane  doe 22"
    give(course, "Participant 21", "jane-b", OTHER)
    assert not collect(OTHER, [], course).unsure


def test_namesake_who_comes_later_takes_nothing_over(course, moodle_zip):
    collect(LESSON, [moodle_zip({11: "Jane Doe"})], course)
    before = submitted(course)
    result = collect(LESSON, [moodle_zip({99: "Jane Doe"}, day=TUESDAY)], course)
    assert result.new == ["jane-doe-99"] and not result.replaced
    assert submitted(course) == before | {("jane-doe-99", f"{LESSON}.ipynb"): "Jane Doe 99"}
    assert collect(OTHER, [moodle_zip({31: "Jane Doe"}, OTHER)], course).unsure


def test_namesake_without_a_notebook_counts_too(course, zipped):
    result = collect(
        LESSON,
        [
            zipped(
                {
                    moodle("Jane Doe", 11, f"{LESSON}.ipynb"): notebook("jane"),
                    moodle("Jane Doe", 12, "essay.pdf"): b"%PDF",
                }
            )
        ],
        course,
    )
    assert result.new == ["jane-doe-11"] and result.unsure


def test_changed_name_stays_the_student_of_the_number(course, moodle_zip):
    collect(LESSON, [moodle_zip({11: "Jane Doe", 12: "Tim Poo"})], course)
    newer = moodle_zip({11: "Jane Roe", 12: "Jane Doe"}, day=TUESDAY)
    assert collect(LESSON, [newer], course).replaced == ["jane-doe", "tim-poo"]
    assert remark(course / f"submitted/jane-doe/{LESSON}/{LESSON}.ipynb") == "Jane Roe 11"


@pytest.mark.parametrize("place", ["gradebook", "folder"])
def test_id_of_somebody_without_a_name_is_not_given_away(course, moodle_zip, place):
    if place == "gradebook":
        with nbgrader_api(course).gradebook as gradebook:
            gradebook.add_student("Jane-Doe")
    else:
        (course / "submitted" / "Jane-Doe" / LESSON).mkdir(parents=True)
    assert collect(LESSON, [moodle_zip({11: "Jane Doe"})], course).new == ["jane-doe-2"]


def test_id_that_a_person_gave_holds_in_later_lessons(course, moodle_zip):
    collect(LESSON, [moodle_zip({11: "Jane Doe"})], course)
    with nbgrader_api(course).gradebook as gradebook:
        gradebook.remove_student("jane-doe")
        gradebook.add_student("jmiller", first_name="Jane", last_name="Miller")
    shutil.rmtree(course / "submitted")
    give(course, "Participant 11", "jmiller")
    assert collect(LESSON, [], course).new == ["jmiller"]
    assert collect(OTHER, [moodle_zip({21: "Jane Doe"}, OTHER)], course).new == ["jmiller"]


def test_id_that_a_person_gave_is_nobody_elses_in_the_lesson(course, moodle_zip):
    with nbgrader_api(course).gradebook as gradebook:
        gradebook.add_student("jdoe", first_name="Jane", last_name="Doe")
    collect(LESSON, [moodle_zip({11: "J. D."})], course)
    give(course, "Participant 11", "jdoe")
    assert collect(LESSON, [moodle_zip({99: "Jane Doe"})], course).new == ["jane-doe-99", "jdoe"]


def test_new_gradebook_does_not_make_new_students(course, moodle_zip, fresh_course):
    collect(LESSON, [moodle_zip({11: "Jane Doe", 12: "=1+1"})], course)
    ids = set(numbers_in_moodle(course).values())
    assert ",'=1+1" in (course / f"downloaded/{LESSON}/moodle.csv").read_text(), "no formula"
    shutil.copy(fresh_course / "gradebook.db", course)
    collect(OTHER, [moodle_zip({21: "Jane Doe", 22: "=1+1"}, OTHER)], course)
    assert set(numbers_in_moodle(course, OTHER).values()) == ids


def test_ids_of_a_run_that_was_killed_stay(course, moodle_zip, fresh_course):
    collect(LESSON, [moodle_zip({11: "Jane Doe", 12: "Jane Doe", 13: "Tim Poo"})], course)
    before = submitted(course)
    shutil.rmtree(course / "submitted")  # it had written who is who, and nothing else
    shutil.copy(fresh_course / "gradebook.db", course)
    assert collect(LESSON, [], course).new == ["jane-doe-11", "jane-doe-12", "tim-poo"]
    assert submitted(course) == before and len(names_in_gradebook(course)) == 3


def test_blind_marking_is_said(course, moodle_zip, capsys):
    for lesson, start in ((LESSON, 10), (OTHER, 20)):
        path = moodle_zip(dict.fromkeys(range(start, start + 6), "Participant"), lesson)
        assert main([lesson, str(path), "--course", str(course)]) == 1
        said = capsys.readouterr().out
        assert "Moodle hides names" in said and f"participant-{start + 4} ..." in said
        assert "nothing submitted" not in said


@pytest.mark.parametrize(
    "table",
    [
        "Identifier;student;name\nParticipant 11;jane-doe;Jane Doe\n",
        "Identifier,student\n11,jane\n",
        "Identifier,student,name\nParticipant 11,,Jane\n",
        "Identifier,student\nParticipant 1,../x\n",
        "Identifier,student\nParticipant 1\n",
        "Identifier,student\nParticipant 1,\xff\n",
    ],
)
def test_broken_table_of_numbers_changes_nothing(course, moodle_zip, table):
    path = course / "downloaded" / LESSON / "moodle.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(table.encode("latin-1"))
    (path.parent / "archive").mkdir()
    before = state(course)
    with pytest.raises(CollectError, match="moodle.csv"):
        collect(LESSON, [moodle_zip({11: "Jane Doe"})], course)
    assert state(course) == before and names_in_gradebook(course) == {}


@pytest.mark.slow
def test_two_lessons_end_in_two_worksheets_and_one_total_for_each_student(course, zipped):
    people = {LESSON: {11: "Jane Doe", 12: "王小明"}, OTHER: {22: "Jane Doe", 21: "王小明"}}
    for lesson, numbered in people.items():
        collect(
            lesson,
            [
                zipped(
                    {
                        moodle(name, number, f"{lesson}.ipynb"): answered(lesson, exercises)
                        for (number, name), exercises in zip(numbered.items(), (99, 1), strict=True)
                    }
                )
            ],
            course,
        )
    done = subprocess.run(
        [sys.executable, "-m", "splitgrade", "grade", "--no-sandbox", "--course", str(course)],
        cwd=lessons.COURSE,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    worksheets = {
        lesson: table(course / "report" / "moodle" / f"{lesson}.csv") for lesson in people
    }
    graded = table(course / "report" / "grades.csv")
    for lesson, numbered in people.items():
        rows = {row["Identifier"]: row for row in worksheets[lesson]}
        assert {key: row["Full name"] for key, row in rows.items()} == {
            f"Participant {number}": name for number, name in numbered.items()
        }
        jane, ming = (float(rows[f"Participant {number}"]["Grade"]) for number in numbered)
        assert jane > ming > 0
    with nbgrader_api(course).gradebook as gradebook:
        totals = {
            f"{student['first_name'] or ''} {student['last_name']}".strip(): student["score"]
            for student in gradebook.student_dicts()
        }
    assert totals == {
        name: sum(
            float(row["Grade"])
            for rows in worksheets.values()
            for row in rows
            if row["Full name"] == name
        )
        for name in ("Jane Doe", "王小明")
    }
    assert len(graded) == 4 and len({row["student_id"] for row in graded}) == 2


def answered(lesson, exercises):
    """A released notebook with the code of the first exercises filled in."""
    content = json.loads(lessons.release_notebook(lesson).read_bytes())
    answers = dict(list(lessons.reference_answers(lesson).items())[:exercises])
    for cell in content["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if cell["cell_type"] == "code" and name in answers:
            cell["source"] = answers[name]
    return json.dumps(content).encode()


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The command, and nbgrader's own


def test_command(course, zipped, capsys):
    where = ["--course", str(course)]
    path = zipped(
        {
            **GOOD,
            "roe_LATE_2_3_a\x1b[2J\nb.pdf": b"",
            f"lee_LATE_4_5_{LESSON}.ipynb": notebook("lee"),
        }
    )
    assert main([LESSON, str(path), *where]) == 1
    said = capsys.readouterr().out
    assert f"{LESSON}: notebooks of 2 students (2 new)." in said
    assert "late by Canvas: lee (4)" in said
    assert "  roe_LATE_2_3_a?[2J?b.pdf: no notebook, and none elsewhere from roe (2): ask" in said
    assert main([LESSON, str(zipped(GOOD, TUESDAY)), *where]) == 0
    assert "(2 as before)" in capsys.readouterr().out
    for arguments, words in [
        (["07_none", str(path)], f"The lessons are: {LESSON}, {OTHER}"),
        ([LESSON, "gone.zip"], "There is no gone.zip"),
    ]:
        assert main([*arguments, *where]) == 2
        assert words in capsys.readouterr().err
    (course / "downloaded" / OTHER).mkdir()
    (course / "downloaded" / OTHER / "archive").write_text("a file")
    assert main([OTHER, str(path), *where], "course.py") == 2
    assert "course.py collect: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "more, ends, said",
    [
        ({}, 0, "to read."),
        ({"roe_2_3_a.pdf": b""}, 1, "; 1 more to look at, named above."),
    ],
)
def test_grading_a_download_says_what_was_not_collected(course, zipped, more, ends, said):
    path = zipped({f"lee_4_5_{LESSON}.ipynb": notebook("lee"), **more})
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "splitgrade",
            "grade",
            LESSON,
            "--no-sandbox",
            "--from",
            str(path),
            "--course",
            str(course),
        ],
        cwd=lessons.COURSE,
        capture_output=True,
        text=True,
    )
    assert done.returncode == ends, done.stdout + done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith("1 graded") and last.endswith(said)


def test_nbgraders_own_command_knows_the_names(course, tmp_path):
    archive = course / "downloaded" / LESSON / "archive"
    archive.mkdir(parents=True)
    make_zip(
        archive / "cs_101_02.zip",
        {
            f"doejane_LATE_12_34_{LESSON}-1.ipynb": notebook("canvas"),
            moodle("Jane Roe", 56, f"{LESSON}.ipynb"): notebook("folder"),
            moodle("José Pérez", 78, f"{LESSON} (1).ipynb", folders=False): notebook("flat"),
        },
    )
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "zip_collect", LESSON],
        cwd=course,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert submitted(course) == {
        ("12", f"{LESSON}.ipynb"): "canvas",
        ("56", f"{LESSON}.ipynb"): "folder",
        ("78", f"{LESSON}.ipynb"): "flat",
    }
