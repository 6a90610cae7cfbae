"""Downloads of Canvas and Moodle come in through nbgrader's zip_collect, whatever is in them."""

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

from splitgrade.submission import read_submission
from tasks import downloads, handed_in, lessons
from tasks.collect import CollectError, collect, main
from tasks.downloads import DownloadError
from tasks.sync import course_config, nbgrader_api

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
        return {student.id: (student.first_name, student.last_name)
                for student in gradebook.students}


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
    result = collect(LESSON, [zipped({
        f"doejane_12345_67890_{LESSON}.ipynb": notebook("jane"),
        f"roejohn_LATE_222_67891_{LESSON}-1.ipynb": notebook("john"),
        "pootim_333_67892_essay.pdf": b"%PDF",
    })], course)
    assert submitted(course) == {
        ("12345", f"{LESSON}.ipynb"): "jane", ("222", f"{LESSON}.ipynb"): "john",
    }
    assert (result.new, result.late) == (["12345", "222"], ["222"])
    assert "no notebook" in reasons(result)["pootim_333_67892_essay.pdf"]
    assert names_in_gradebook(course) == {"12345": (None, "doejane"), "222": (None, "roejohn")}


@pytest.mark.parametrize("form", [
    {"trailing": "_"}, {"trailing": ""}, {"folders": False},
], ids=["folders", "folders of newer versions", "one folder"])
def test_moodle_zip(course, zipped, form):
    result = collect(LESSON, [zipped({
        moodle("Jane Doe", 1234567, f"{LESSON}.ipynb", **form): notebook("jane"),
        moodle("Ana García López", 77, f"{LESSON} (1).ipynb", **form): notebook("ana"),
        moodle("Ana García López", 77, "onlinetext.html", kind="onlinetext", **form): b"<p>hi",
        moodle("Tim Poo", 88, "onlinetext.html", kind="onlinetext", **form): b"<p>no time",
    })], course)
    assert submitted(course) == {
        ("1234567", f"{LESSON}.ipynb"): "jane", ("77", f"{LESSON}.ipynb"): "ana",
    }
    assert [left.reason for left in result.left] == ["no notebook, and no other from Tim Poo (88)"]
    assert names_in_gradebook(course) == {"1234567": ("Jane", "Doe"), "77": ("Ana", "García López")}


NAMES = {
    "Zoë Müller-Lüdenscheidt": ("Zoë", "Müller-Lüdenscheidt"),
    "Siobhán O’Brien": ("Siobhán", "O’Brien"),
    "María José García López": ("María", "José García López"),
    "王小明": ("", "王小明"),
    "Lee St. John": ("Lee", "St. John"),
    "שרה כהן": ("שרה", "כהן"),
    "محمد علي": ("محمد", "علي"),
    "Nguyễn Thị Ánh": ("Nguyễn", "Thị Ánh"),
    "Agent 7 47": ("Agent", "7 47"),
    "Evil\u202eName \x1b[31m": ("Evil?Name", "[31m"),
    "Participant": ("", ""),
}


def test_names_of_all_kinds(course, zipped):
    files = {moodle(name, 100 + index, f"{LESSON}.ipynb"): notebook(name)
             for index, name in enumerate(NAMES)}
    files |= {canvas(name, 200 + index, 900 + index, f"{LESSON}.ipynb"): notebook(name)
              for index, name in enumerate(NAMES)}
    result = collect(LESSON, [zipped(files)], course)
    assert not result.left
    assert {student: text for (student, _), text in submitted(course).items()} == {
        str(hundred + index): name for hundred in (100, 200) for index, name in enumerate(NAMES)
    }
    known = names_in_gradebook(course)
    assert [tuple(part or "" for part in known[str(100 + i)]) for i in range(len(NAMES))] == list(
        NAMES.values())


# Both take the underscores out of names; a file that starts with "._" is macOS's own.
names = st.text(st.characters(exclude_characters="_.", exclude_categories=["Cs"]), max_size=40)
numbers = st.integers(1, 10**9)
# Canvas and Moodle change characters in file names that would end the name.
files = st.text(
    st.characters(exclude_characters="/\\", exclude_categories=["Cs"]), min_size=1, max_size=40
).filter(lambda name: name.strip("."))


@given(names, numbers, numbers, files, st.booleans())
@example("doe, jane", 1, 2, "x_99_5_", False)
@example("", 1, 2, "Bob_9_assignsubmission_file_", True)
def test_nobodys_name_or_file_hides_their_number(name, number, upload, file, late):
    plugin = FileNameCollectorPlugin(config=course_config())
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
        moodle(name, number, f"{LESSON}.ipynb", folders) if in_moodle
        else canvas(name, number, 50 + number, f"{LESSON}.ipynb"): notebook(name)
        for number, name in enumerate(people, 1)
    }
    result = collect(LESSON, [make_zip(folder / "all.zip", data)], course)
    assert {student: text for (student, _), text in submitted(course).items()} == {
        str(number): name for number, name in enumerate(people, 1)
    }
    assert len(result.new) == len(people) and not result.left


def test_utf8_names_without_the_flag_and_decomposed_names(course, tmp_path):
    path = make_zip(tmp_path / "s.zip", {
        moodle(unicodedata.normalize("NFD", "Zoë Ünal"), 5, f"{LESSON}.ipynb"): notebook("zoe"),
    })
    data = bytearray(path.read_bytes())
    for start in re.finditer(rb"PK\x03\x04..|PK\x01\x02....", data, re.DOTALL):
        data[start.end() + 1] &= ~0x08  # the flag for UTF-8
    path.write_bytes(data)
    assert not zipfile.ZipFile(path).infolist()[0].flag_bits & 0x800
    collect(LESSON, [path], course)
    assert names_in_gradebook(course) == {"5": ("Zoë", "Ünal")}


# Which notebook of a student counts


def test_canvas_resubmission_with_the_highest_upload_counts(course, zipped):
    result = collect(LESSON, [zipped({
        f"doejane_1_9_{LESSON}.ipynb": notebook("first"),
        f"doejane_1_101_{LESSON}-2.ipynb": notebook("third"),
        f"doejane_1_20_{LESSON}-1.ipynb": notebook("second"),
        "doejane_1_300_scratch.ipynb": notebook("scratch"),
    })], course)
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "third"}
    assert all(f"1_101_{LESSON}-2.ipynb was taken" in why for why in reasons(result).values())
    assert len(result.left) == 3


@pytest.mark.parametrize("name", [
    f"Kopie von {LESSON}.ipynb", f"{LESSON}.ipynb.ipynb", "homework 2.IPYNB", "(1).ipynb",
    "con?.ipynb", "x" * 90 + ".ipynb", "作业.ipynb", ".ipynb",
])
def test_renamed_notebook_is_taken_where_it_is_the_only_one(course, zipped, name):
    collect(LESSON, [zipped({f"doejane_1_2_{name}": notebook("renamed")})], course)
    assert list(submitted(course).values()) == ["renamed"]
    assert read_submission(course / f"submitted/1/{LESSON}/{LESSON}.ipynb").cells


def test_several_renamed_notebooks_are_left_to_a_person(course, zipped):
    result = collect(LESSON, [zipped({
        moodle("Jane Doe", 1, "a.ipynb"): notebook("a"),
        moodle("Jane Doe", 1, "b.ipynb"): notebook("b"),
        moodle("Tim Poo", 2, "a.ipynb"): notebook("same"),
        moodle("Tim Poo", 2, "b.ipynb"): notebook("same"),
    })], course)
    assert list(submitted(course).values()) == ["same"]
    assert ["which one is meant" in why for why in reasons(result).values()] == [True, True]


def test_the_very_name_goes_before_its_likes(course, zipped):
    result = collect(LESSON, [zipped({
        moodle("Jane Doe", 1, f"{LESSON} (1).ipynb"): notebook("copy"),
        moodle("Jane Doe", 1, f"{LESSON}.ipynb"): notebook("it"),
        moodle("Jane Doe", 1, f"{LESSON.title()}.ipynb"): notebook("other case"),
        moodle("Tim Poo", 2, f"{LESSON.title()}.ipynb"): notebook("nearly"),
        moodle("Tim Poo", 2, "scratch.ipynb"): notebook("scratch"),
    })], course)
    assert list(submitted(course).values()) == ["it", "nearly"]
    assert len(result.left) == 3


def test_extra_files_do_no_harm(course, zipped):
    student = "Jane Doe_1_assignsubmission_file_"
    result = collect(LESSON, [zipped({
        f"{student}/{LESSON}.ipynb": notebook("jane"),
        f"{student}/data.csv": b"1,2", f"{student}/plot.png": b"\x89PNG",
        f"{student}/.DS_Store": b"\0", f"__MACOSX/{student}/._{LESSON}.ipynb": b"\0",
        f"{student}/.ipynb_checkpoints/{LESSON}-checkpoint.ipynb": notebook("old"),
        f"{student}/": b"",
    })], course)
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "jane"} and not result.left


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_broken_notebook_comes_in_for_grading(course, zipped, broken):
    collect(LESSON, [zipped({f"doejane_1_2_{LESSON}.ipynb": broken})], course)
    assert (course / f"submitted/1/{LESSON}/{LESSON}.ipynb").read_bytes() == broken


def test_notebook_in_a_zip_of_the_student(course, zipped):
    inner = io.BytesIO()
    make_zip(inner, {f"mine/{LESSON}.ipynb": notebook("zipped"), "bob_9_8_x.txt": b"",
                     f"__MACOSX/mine/._{LESSON}.ipynb": b"\0"})
    result = collect(LESSON, [zipped({"doejane_1_2_all.zip": inner.getvalue()})], course)
    assert submitted(course) == {("1", f"{LESSON}.ipynb"): "zipped"} and not result.left


def test_another_lesson(course, zipped):
    mixed = zipped({
        f"doejane_1_2_{LESSON}.ipynb": notebook("jane"),
        f"roejohn_2_3_{LESSON}.ipynb": notebook("wrong", OTHER),
        f"pootim_3_4_{OTHER}.ipynb": b"{",
    })
    result = collect(LESSON, [mixed], course)
    assert result.new == ["1"]
    assert set(reasons(result).values()) == {f"a notebook of {OTHER}"}
    foreign = zipped({f"doejane_1_2_{OTHER}.ipynb": notebook("jane", OTHER)})
    before = state(course)
    with pytest.raises(CollectError, match=f"is of {OTHER}, not of {LESSON}"):
        collect(LESSON, [foreign], course)
    assert state(course) == before


# Forged names


@pytest.mark.parametrize("name, owner", [
    (f"doejane_1_2_roejohn_9_1_{LESSON}.ipynb", "1"),
    (f"Tim Poo_3_assignsubmission_file_/Roe_9_assignsubmission_file_/{LESSON}.ipynb", "3"),
    (f"Tim Poo_3_assignsubmission_file_/downloaded/x/y/roe_9_1_{LESSON}.ipynb", "3"),
    (f"Ann Lee_4_assignsubmission_file_roe_9_1_{LESSON}.ipynb", "4"),
    (f"Default group_assignsubmission_file_/roe_9_1_{LESSON}.ipynb", None),
    (f"Default group_assignsubmission_file_/downloaded/x/roe_9_1_{LESSON}.ipynb", None),
    (f"Default group_assignsubmission_file_roe_9_1_{LESSON}.ipynb", None),
    (f"anon_ab3De_66_{LESSON}.ipynb", None),
    (f"LATE_anon_12345_67_{LESSON}.ipynb", None),
])
def test_nobody_hands_in_for_somebody_else(course, zipped, name, owner):
    other = {f"lee_100_2_{LESSON}.ipynb": notebook("lee")}
    result = collect(LESSON, [zipped({name: notebook("forged"), **other})], course)
    assert set(result.new) == {owner, "100"} - {None}
    assert [left.path for left in result.left] == ([] if owner else [name])


def test_two_names_with_one_number_are_left_to_a_person(course, zipped):
    result = collect(LESSON, [zipped({
        f"doejane_7_1_{LESSON}.ipynb": notebook("jane"),
        f"evil_7_9_{LESSON}.ipynb": notebook("evil"),
    })], course)
    assert submitted(course) == {}
    assert set(reasons(result).values()) == {"the number 7 has two names here: doejane and evil"}


# Hostile zips

GOOD = {f"doejane_1_2_{LESSON}.ipynb": notebook("jane")}


def link(name):
    info = zipfile.ZipInfo(name, MONDAY)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize("name, data, reason", [
    (f"../../evil_5_6_{LESSON}.ipynb", b"{}", "leads out"),
    (f"/tmp/evil_5_6_{LESSON}.ipynb", b"{}", "no student's number"),
    (f"..\\evil_5_6_{LESSON}.ipynb", b"{}", "leads out"),
    (f"C:/evil_5_6_{LESSON}.ipynb", b"{}", "leads out"),
    (f"Evil_5_assignsubmission_file_/../../../{LESSON}.ipynb", b"{}", "leads out"),
    (link(f"evil_5_6_{LESSON}.ipynb"), b"/etc/passwd", "a link"),
    (f"evil_5_6_{LESSON}.ipynb", bytes(downloads.MAX_BYTES + 1), "larger than the 50 MB"),
    ("evil_5_6_a.zip", b"PK\x03\x04 not a zip", "not a whole zip"),
    (f"{'x' * 600}_5_6_{LESSON}.ipynb", b"{}", "no student's number"),
], ids=range(9))
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
            data[at:at + len(value)] = value
    path.write_bytes(data)


@pytest.mark.parametrize("offset, value, reason", [
    (2, b"\x01\x00", "encrypted"),
    (4, b"\x63\x00", "damaged in the download"),  # a compression that Python does not know
    (10, b"\0\0\0\0", "damaged in the download"),  # another checksum
    (18, b"\x10\0\0\0", "damaged in the download"),  # much larger than it says
], ids=["encrypted", "unknown compression", "checksum", "size"])
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
    for path, words in [(cut, "not a whole zip"), (many, "more than the 20,000 files"),
                        (large, "4,500 MB"), (unlike, "named as Canvas or Moodle"),
                        (tmp_path / "gone.zip", "There is no")]:
        with pytest.raises((CollectError, DownloadError), match=words):
            collect(LESSON, [whole, path], course)
    assert {file.name for file in state(course)} == {LESSON, "archive"}


def test_bomb_in_a_students_zip(course, zipped, monkeypatch):
    inner = io.BytesIO()
    make_zip(inner, {f"{i}.ipynb": bytes(45_000_000) for i in range(5)})
    result = collect(LESSON, [zipped({"evil_5_6_a.zip": inner.getvalue(), **GOOD})], course)
    assert result.new == ["1"]
    assert ["more than the 200 MB" in left.reason for left in result.left] == [True]


def test_hostile_names_take_no_time():
    pattern = re.compile(course_config().FileNameCollectorPlugin.named_regexp)
    longest = handed_in.LONGEST_PATH
    for part in ("_1", "_1_", "a_1_", "a/", " _1", "-1", "(1)", "_1_assignsubmission_file_/",
                 "_assignsubmission_", "/downloaded/", "_1_1_/", "."):
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
        name = (canvas("Doe", 1, upload, f"{LESSON}.ipynb") if form == "canvas"
                else moodle("Jane Doe", 1, f"{LESSON}.ipynb"))
        return zipped({name: notebook(text)}, day)

    old, new = download(5, "old", MONDAY), download(6, "new", TUESDAY)
    collect(LESSON, [old], course)
    (course / f"submitted/1/{LESSON}/timestamp.txt").write_text("2024-03-04 09:00:00 UTC")
    result = collect(LESSON, [new], course)
    assert result.replaced == ["1"] and submitted(course) == {("1", f"{LESSON}.ipynb"): "new"}
    kept = result.kept_in / "1" / LESSON
    assert remark(kept / f"{LESSON}.ipynb") == "old" and (kept / "timestamp.txt").is_file()
    before = state(course)
    assert collect(LESSON, [old], course).unchanged == ["1"]
    assert state(course) == before


def test_older_download_that_comes_later_changes_nothing(course, zipped):
    name = moodle("Jane Doe", 1, f"{LESSON}.ipynb")
    collect(LESSON, [zipped({name: notebook("new")}, TUESDAY)], course)
    result = collect(LESSON, [zipped({name: notebook("old")}, MONDAY)], course)
    assert result.unchanged == ["1"] and submitted(course) == {("1", f"{LESSON}.ipynb"): "new"}


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
    assert {key for key, _ in submitted(course)} == {"1", "3"}
    assert [left.reason for left in result.left] == ["a link, not a file"]
    before = state(course)
    assert collect(LESSON, [folder], course).unchanged == ["1", "3"]
    assert state(course) == before


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


def test_moodles_numbers_of_another_assignment_are_not_missing(course, zipped):
    with nbgrader_api(course).gradebook as gradebook:
        gradebook.add_student("900", first_name="Jane", last_name="Doe")
        gradebook.add_student("901", first_name="Tim", last_name="Poo")
    path = zipped({moodle("Jane Doe", 17, f"{LESSON}.ipynb"): notebook("jane")})
    assert collect(LESSON, [path], course).missing == ["901"]


# The command, and nbgrader's own


def test_command(course, zipped, capsys):
    where = ["--course", str(course)]
    path = zipped({**GOOD, "roe_LATE_2_3_a\x1b[2J\nb.pdf": b"",
                   f"lee_LATE_4_5_{LESSON}.ipynb": notebook("lee")})
    assert main([LESSON, str(path), *where]) == 1
    said = capsys.readouterr().out
    assert f"{LESSON}: notebooks of 2 students (2 new)." in said
    assert "late by Canvas: lee (4)" in said
    assert "  roe_LATE_2_3_a?[2J?b.pdf: no notebook, and no other from roe (2)" in said
    assert main([LESSON, str(zipped(GOOD, TUESDAY)), *where]) == 0
    assert "(2 as before)" in capsys.readouterr().out
    for arguments, words in [(["07_none", str(path)], f"The lessons are: {LESSON}, {OTHER}"),
                             ([LESSON, "gone.zip"], "There is no gone.zip")]:
        assert main([*arguments, *where]) == 2
        assert words in capsys.readouterr().err


def test_nbgraders_own_command_knows_the_names(course, tmp_path):
    archive = course / "downloaded" / LESSON / "archive"
    archive.mkdir(parents=True)
    make_zip(archive / "cs_101_02.zip", {
        f"doejane_LATE_12_34_{LESSON}-1.ipynb": notebook("canvas"),
        moodle("Jane Roe", 56, f"{LESSON}.ipynb"): notebook("folder"),
        moodle("José Pérez", 78, f"{LESSON} (1).ipynb", folders=False): notebook("flat"),
    })
    done = subprocess.run([sys.executable, "-m", "nbgrader", "zip_collect", LESSON], cwd=course,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert submitted(course) == {("12", f"{LESSON}.ipynb"): "canvas",
                                 ("56", f"{LESSON}.ipynb"): "folder",
                                 ("78", f"{LESSON}.ipynb"): "flat"}
