"""course.py bench sets up an environment of its own, once."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tasks import bench
from tasks.lessons import COURSE


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A place for the environment, with pip's work left out and its calls kept."""
    calls = []
    monkeypatch.setattr(bench, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(bench, "READY", tmp_path / "ready")
    monkeypatch.setattr(bench.venv, "create", lambda path, with_pip: path.mkdir())
    monkeypatch.setattr(bench, "install", lambda *what: calls.append(what))
    return SimpleNamespace(path=tmp_path, calls=calls)


def test_the_lock_comes_first_and_checked_then_the_peers_then_our_own(folder):
    bench.set_up()
    lock, peers, own = folder.calls
    assert lock == ("--require-hashes", "--requirement", str(bench.LOCK))
    assert peers == ("--requirement", str(bench.PEERS))
    assert "--no-deps" in own and own[-2:] == ("--editable", str(COURSE))


def test_a_finished_environment_is_left_alone(folder):
    bench.set_up()
    bench.set_up()
    assert len(folder.calls) == 3
    bench.READY.write_text("made from other files")
    bench.set_up()
    assert len(folder.calls) == 6


def test_a_failed_install_is_one_line_and_leaves_it_unfinished(folder, monkeypatch, capsys):
    def install(*what):
        raise bench.NotInstalled("no torch for this system")

    monkeypatch.setattr(bench, "install", install)
    assert bench.main([]) == 2
    assert capsys.readouterr().err == "course.py bench: no torch for this system\n"
    assert not bench.READY.exists()


def test_pip_failure_is_told(monkeypatch):
    failed = SimpleNamespace(returncode=1, stdout="", stderr="ERROR: torch is too large\n")
    monkeypatch.setattr(bench.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(bench.NotInstalled, match="torch is too large"):
        bench.install("torch")


def test_the_choice_is_passed_on(folder, monkeypatch):
    called = []
    monkeypatch.setattr(
        bench.subprocess, "call", lambda command, cwd: called.append(command[1:]) or 0
    )
    assert bench.main(["--quick"]) == 0 and bench.main([]) == 0
    assert called == [["-m", "benchmarks.run", "--quick"], ["-m", "benchmarks.run"]]
    for name in ("grading", "growth", "interrupted", "start_up"):
        assert bench.main([f"--{name.replace('_', '-')}"]) == 0
        assert called[-1] == ["-m", f"benchmarks.{name}"]


def test_peers_are_pinned_and_no_index_is_named():
    lines = [
        line for line in bench.PEERS.read_text().splitlines() if line and not line.startswith("#")
    ]
    assert {line.split("==")[0] for line in lines} == {
        "torch",
        "onnx",
        "onnxruntime",
        "otter-grader",
    }
    assert all("==" in line and "/" not in line for line in lines)


def test_the_task_explains_itself():
    done = subprocess.run(
        [sys.executable, "-m", "tasks.bench", "--help"], cwd=COURSE, capture_output=True, text=True
    )
    assert done.returncode == 0 and "course.py bench" in done.stdout
