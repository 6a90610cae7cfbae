"""The page says what was measured, and where it is written."""

import sys
from types import SimpleNamespace

import pytest

from benchmarks import machine, run
from benchmarks.page import Section, page
from benchmarks.pairing import Comparison, Disagreement, Measured, Spread, Target

STEADY, NOISY = Spread(1.01, 0.98, 1.05), Spread(0.98, 0.75, 2.31)


def measured(label="small", sides=("numpy", "torch"), target=None, quick=True, control=STEADY):
    return Measured(
        Comparison("topic", label, sides, {}, 2, 1e-4, target, quick),
        difference=3e-7,
        seconds=(0.0012, 0.0034),
        wall=Spread(0.35, 0.31, 0.38),
        cpu=Spread(0.4, 0.36, 0.44),
        control=control,
    )


def test_a_row_holds_every_number():
    section = Section("Topic", "What is compared.", [measured(target=Target(1, "at most"))], [])
    text = page({"date": "2030-01-02"}, [section])
    assert "- date: 2030-01-02" in text
    assert "| | threads | numpy (ms) | torch (ms) |" in text
    assert (
        "| small | 2 | 1.2 | 3.4 | 0.35 [0.31, 0.38] | 0.40 [0.36, 0.44] "
        "| 1.01 [0.98, 1.05] | 3e-07 | at most 1: met |"
    ) in text


def test_a_noisy_row_is_shown_and_not_judged():
    row = measured(target=Target(1, "at most"), control=NOISY)
    text = page({}, [Section("Topic", "What is compared.", [row], [])])
    assert "| 0.35 [0.31, 0.38] |" in text and "| at most 1: not judged: too noisy |" in text
    assert "quartiles of the control lie within\n0.9 and 1.1" in text


def test_a_column_of_several_sides_has_no_one_name():
    rows = [measured(), measured(sides=("numpy", "onnxruntime"))]
    text = page({}, [Section("Topic", "What is compared.", rows, ["A note."])])
    assert "| numpy (ms) | other (ms) |" in text
    assert "\n\nA note.\n" in text


def test_every_row_has_the_columns_of_its_header():
    section = Section("Topic", "What is compared.", [measured(), measured("large")], [])
    table = [line for line in page({}, [section]).splitlines() if line.startswith("|")]
    assert len(table) == 4 and len({line.count("|") for line in table}) == 1


@pytest.fixture
def tiny_run(monkeypatch, tmp_path):
    """The runner with one topic of two rows, and no timing."""
    rows = [measured("short"), measured("long", quick=False)]
    topic = SimpleNamespace(
        TITLE="Topic",
        TEXT="What is compared.",
        comparisons=lambda: [row.comparison for row in rows],
    )
    monkeypatch.setattr(run, "TOPICS", [topic])
    monkeypatch.setattr(
        run,
        "measure",
        lambda comparison, blocks, seconds: next(
            row for row in rows if row.comparison is comparison
        ),
    )
    monkeypatch.setattr(run, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr(run, "PACKAGES", ("numpy",))
    return run


def test_a_whole_run_writes_the_page(tiny_run, capsys):
    assert tiny_run.main([]) == 0
    text = tiny_run.RESULTS.read_text()
    assert "| short |" in text and "| long |" in text
    assert f"- Python: {sys.version.split()[0]}" in text
    assert "load average over 1, 5 and 15 minutes, before" in text
    assert "written: benchmarks/RESULTS.md" in capsys.readouterr().out


def test_a_quick_run_prints_the_quick_rows(tiny_run, capsys):
    assert tiny_run.main(["--quick"]) == 0
    said = capsys.readouterr().out
    assert "| short |" in said and "| long |" not in said
    assert not tiny_run.RESULTS.exists()


def test_sides_that_disagree_end_the_run(tiny_run, monkeypatch, capsys):
    def measure(*_):
        raise Disagreement("they differ")

    monkeypatch.setattr(run, "measure", measure)
    assert tiny_run.main([]) == 1
    assert capsys.readouterr().err == "course.py bench: they differ\n"
    assert not tiny_run.RESULTS.exists()


def test_the_processor_is_read_from_the_system(monkeypatch, tmp_path):
    listed = tmp_path / "cpuinfo"
    listed.write_text("processor\t: 0\nmodel name\t: Tiny CPU 3000\nmodel name\t: Tiny CPU\n")
    monkeypatch.setattr(machine, "CPUINFO", listed)
    assert machine.processor() == f"Tiny CPU 3000, {machine.usable_processors()} cores"
    monkeypatch.setattr(machine, "CPUINFO", tmp_path / "none")
    monkeypatch.setattr(machine.platform, "processor", lambda: "named by Python")
    assert machine.processor().startswith("named by Python, ")
