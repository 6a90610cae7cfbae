"""As many notebooks at a time as there are processors to use."""

import os
import subprocess
import sys

import pytest

from splitgrade.processors import usable_processors

MANY = 10_000  # of a quota that allows all there are


@pytest.mark.parametrize(
    "own, files, allowed",
    [
        ("0::/\n", {"cpu.max": "150000 50000"}, 3),
        ("0::/\n", {"cpu.max": "50000 100000"}, 1),
        ("0::/\n", {"cpu.max": "290000 100000"}, 2),
        ("0::/\n", {"cpu.max": "max 100000"}, MANY),
        ("0::/a/b\n", {"a/b/cpu.max": "max 100000", "a/cpu.max": "200000 100000"}, 2),
        ("0::/of/the/host\n", {"cpu.max": "200000 100000"}, 2),
        (
            "4:memory:/x\n3:cpu,cpuacct:/x\n0::/\n",
            {"cpu/x/cpu.cfs_quota_us": "300000", "cpu/x/cpu.cfs_period_us": "100000"},
            3,
        ),
        ("1:cpu:/\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, MANY),
        ("", {}, MANY),
    ],
)
def test_a_containers_quota_is_heeded(tmp_path, monkeypatch, own, files, allowed):
    for name in ("process_cpu_count", "sched_getaffinity"):
        monkeypatch.delattr(os, name, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: MANY)
    (tmp_path / "own").write_text(own)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text + "\n")
    assert usable_processors(tmp_path, tmp_path / "own") == allowed


def test_where_there_are_no_groups_all_processors_count(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(7)), raising=False)
    monkeypatch.setattr(os, "process_cpu_count", lambda: 7, raising=False)
    assert usable_processors(tmp_path, tmp_path / "missing") == 7


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux has affinities")
def test_the_affinity_is_heeded():
    code = (
        "import os\nos.sched_setaffinity(0, [min(os.sched_getaffinity(0))])\n"
        "from splitgrade.processors import usable_processors\nprint(usable_processors())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "1\n", done.stderr
