"""Each source lesson runs to its end as a script, within its memory, and prints what the
handbook quotes; its time is printed."""

import os
import subprocess
import sys

import pytest

from docs.handbook import measure
from splitgrade.sandbox import ONE_THREAD
from tasks import lessons

MEMORY_MB, FILE_KB = 600, 200
MEASURE = """
import re, resource, runpy, sys, time
from pathlib import Path
started = time.process_time()
runpy.run_path(sys.argv[1], run_name="__main__")
seconds = time.process_time() - started
# Linux hands ru_maxrss on from the parent process; VmHWM is of this program alone.
status = Path("/proc/self/status")
peak = (int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) if status.exists()
        else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print("MEASURED", seconds, peak / 1000)
"""


@pytest.mark.slow
@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_lesson_runs_within_its_memory_and_prints_what_the_handbook_quotes(
    lesson, capsys, tmp_path
):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(lessons.source_py(lesson))],
        cwd=tmp_path,
        env={**os.environ, **ONE_THREAD, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stderr == "", "a lesson's own code warns"
    printed, measured = done.stdout.split("MEASURED")
    page = measure.page(lesson).read_text(encoding="utf-8")
    assert measure.no_longer_printed(page, printed) == [], (
        f"run: .venv/bin/python -m docs.handbook.measure {lesson}"
    )
    seconds, megabytes = map(float, measured.split())
    with capsys.disabled():
        print(f"\n  {lesson}: {seconds:.1f} CPU seconds, {megabytes:.0f} MB at most")
    assert megabytes <= MEMORY_MB


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_lesson_files_are_small(lesson):
    for path in (lessons.source_notebook(lesson), lessons.release_notebook(lesson)):
        assert path.stat().st_size <= FILE_KB * 1000
