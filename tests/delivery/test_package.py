"""The package that students install: smallnets with its data, and nothing of the answers."""

import subprocess
import sys
import zipfile

import pytest

from tasks import checks, lessons


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=lessons.COURSE,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_it_holds_smallnets_and_its_data_only(wheel):
    names = wheel.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"smallnets", "small_nets"}
    for needed in ("data/mnist.npz", "data/LICENSE-MNIST.md", "pretrained/lenet_300_100.npz"):
        assert f"smallnets/{needed}" in names


def test_it_holds_no_line_of_a_solution_or_hidden_test(wheel):
    code = "\n".join(wheel.read(name).decode() for name in wheel.namelist() if name.endswith(".py"))
    lines = {line.strip() for line in code.splitlines()}
    for name in lessons.lesson_names():
        shared = [
            line
            for _, line in checks._secrets(name, lessons.COURSE)
            if line in lines and len(line) > 40
        ]
        assert not shared, f"{name}: {shared}"
