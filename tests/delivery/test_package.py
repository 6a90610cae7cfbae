"""The package that students install: smallnets with its data, and nothing of the answers."""

import os
import subprocess
import sys
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smallnets import files
from tasks import lessons, pretrain_text
from tasks.student import leaks


@pytest.fixture(scope="module")
def wheel_file(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=lessons.COURSE,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture
def wheel(wheel_file):
    with zipfile.ZipFile(wheel_file) as archive:
        yield archive


def test_it_holds_smallnets_and_its_data_only(wheel):
    names = wheel.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"smallnets", "small_nets"}
    for needed in ("data/mnist.npz", "data/LICENSE-MNIST.md", "pretrained/lenet_300_100.npz"):
        assert f"smallnets/{needed}" in names


def test_it_is_light_enough_for_a_browser(wheel, wheel_file):
    assert wheel_file.stat().st_size < 20_000_000
    names = {name.removeprefix("smallnets/") for name in wheel.namelist()}
    beside = set(files.names()) - names
    assert beside - {f"pretrained/{name}.npz" for name in pretrain_text.RECIPES} == {
        "data/fashion.npz",
        "data/shakespeare.npz",
    }
    licences = {"data/LICENSE-FASHION-MNIST.md", "data/LICENSE-SHAKESPEARE.md"}
    assert {"SHA256SUMS", *licences} <= names


def test_what_it_leaves_out_is_fetched_from_where_the_course_is_served(wheel, tmp_path):
    wheel.extractall(tmp_path)
    code = "import smallnets as s; print(s.files.PACKAGE, s.load_fashion_mnist().validation)"

    def run(**served):
        environment = os.environ | {"PYTHONPATH": str(tmp_path), "no_proxy": "127.0.0.1"} | served
        return subprocess.run(
            [sys.executable, "-P", "-c", code],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )

    alone = run(SMALLNETS_SERVED_FROM="")
    assert "MissingFileError" in alone.stderr
    assert f"{Path('data', 'fashion.npz')} is missing" in alone.stderr

    handler = partial(SimpleHTTPRequestHandler, directory=files.PACKAGE)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        served = run(SMALLNETS_SERVED_FROM=f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()
    wanted = f"{tmp_path / 'smallnets'} Dataset(5000 images of shape (28, 28, 1))"
    assert served.stdout.strip() == wanted, served.stderr
    assert "Dataset(5000" in run(SMALLNETS_SERVED_FROM="").stdout  # it stayed


def test_it_holds_no_line_of_a_solution_or_hidden_test(wheel, tmp_path):
    wheel.extractall(tmp_path)
    assert leaks.prove(tmp_path, leaks.secrets_of()).leaks == []
