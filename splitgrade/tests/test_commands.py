"""The commands: they explain themselves, refuse in words, and say who was called."""

import subprocess
import sys

import pytest

from splitgrade.commands import COMMANDS, main


def splitgrade(*arguments, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "splitgrade", *arguments], cwd=cwd, capture_output=True, text=True
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"], "course.py")
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"usage: course.py {name} " in said and "--course FOLDER" in said


def test_no_command_lists_them_all(tmp_path):
    done = splitgrade(cwd=tmp_path)
    assert done.returncode == 0
    for name in COMMANDS:
        assert f"splitgrade {name} " in done.stdout


def test_an_unknown_command_is_named_with_the_known_ones(capsys):
    assert main(["grdae"]) == 2
    assert "no command is named 'grdae'" in (said := capsys.readouterr().err)
    assert all(name in said for name in COMMANDS)


def test_plan_is_what_a_dry_run_says_of_the_working_folder(course):
    course.hand_in("ada", course.solved())
    course.hand_in("ben", course.solved(half="def half(x):\n    return x"))
    plan = splitgrade("plan", "--no-sandbox", cwd=course.root)
    dry = splitgrade("grade", "--dry-run", "--no-sandbox", "--course", str(course.root))
    assert plan.returncode == dry.returncode == 0, plan.stderr + dry.stderr
    assert plan.stdout == dry.stdout
    assert "sums  ada: would be run and graded" in plan.stdout
    assert not (course.root / "autograded").exists() and not (course.root / "report").exists()


def test_the_plan_of_no_course_is_refused_in_words(tmp_path):
    done = splitgrade("plan", cwd=tmp_path)
    assert done.returncode == 2 and "there is no nbgrader_config.py in it" in done.stderr


def test_the_overview_has_a_column_of_names_and_one_of_what_they_do(capsys):
    assert main(["--help"]) == 0
    said = capsys.readouterr().out.splitlines()
    places = set()
    shown = [line for line in said if line.startswith("  splitgrade ")]
    for line, (name, what) in zip(shown, COMMANDS.items(), strict=True):
        assert line.split("  ")[1] == f"splitgrade {name}" and line.endswith(f"  {what}")
        places.add(len(line) - len(what))
    assert len(places) == 1
