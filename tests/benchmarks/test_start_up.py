"""The page on how fast grading starts, from runs that are made up."""

import pytest

from benchmarks import classes, honest, start_up
from benchmarks.process import Usage
from benchmarks.start_up import NBGRADER, Start, page


def start(name, *walls):
    used = [Usage(wall, wall / 2, 50_000_000) for wall in walls]
    return Start(name, list(zip(used[::2], used[1::2], strict=True)))


THEIRS = start(NBGRADER, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0)


def row_of(*walls):
    return page({"date": "2030-01-02"}, [start("grade", *walls), THEIRS]).splitlines()[-2]


def test_a_row_shows_the_blocks_middle_and_the_ratio_within_each():
    assert row_of(1.0, 1.02, 1.0, 1.02, 1.0, 1.02) == (
        "| grade | 1.01 [1.01, 1.01] | 0.51 [0.51, 0.51] | 0.51 [0.51, 0.76] "
        "| 1.02 [1.02, 1.02] | at most 2 s: met |"
    )


@pytest.mark.parametrize(
    "walls, verdict",
    [
        ([3.0] * 6, "missed"),
        ([1.0, 2.0] * 3, "not judged: too noisy"),
        ([1.5, 1.5, 1.5, 1.5, 4.0, 4.0], "met, within the spread"),
    ],
)
def test_the_target_is_held_against_a_quiet_machine_alone(walls, verdict):
    assert row_of(*walls).endswith(f"| at most 2 s: {verdict} |")


def test_nbgraders_start_is_shown_and_not_judged():
    text = page({"date": "2030-01-02"}, [start("grade", 1, 1, 1, 1), start(NBGRADER, 2, 2, 1, 1)])
    assert text.splitlines()[-1].startswith(f"| {NBGRADER} |") and text.endswith("| none |\n")
    assert "- date: 2030-01-02" in text and "in 2 blocks of" in text


def test_commands_run_forth_and_back_and_the_first_block_does_not_count(monkeypatch, tmp_path):
    asked = []

    def run(command, folder, tick):
        asked.append(next(each for each in ("--help", "--dry-run", "--version") if each in command))
        return Usage(99.0 if len(asked) <= 6 else 1.0, 0.5, 50_000_000)

    monkeypatch.setattr(honest, "make_course", lambda folder: folder.mkdir())
    monkeypatch.setattr(honest, "hand_in", lambda folder, names, students, first=0: None)
    monkeypatch.setattr(classes, "run", run)
    monkeypatch.setattr(classes, "PACKAGES", ("numpy",))
    output = tmp_path / "page.md"
    assert start_up.main(["--blocks", "2", "--output", str(output)]) == 0
    there = ["--help", "--dry-run", "--version"]
    assert asked == [*there, *there[::-1]] * 3
    assert output.read_text().count("| 1.00 [1.00, 1.00] | 0.50 [0.50, 0.50] |") == 3


def test_one_block_has_no_spread(capsys):
    with pytest.raises(SystemExit):
        start_up.main(["--blocks", "1"])
    assert "--blocks 1: at least two are needed" in capsys.readouterr().err
