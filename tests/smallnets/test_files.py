"""Files of the package: beside it, or fetched from a real server, whole and sound or not at all."""

import hashlib
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from smallnets import files
from tasks import digests

CONTENT = os.urandom(3_000_000)
NAME = "data/small.npz"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package that states a digest and lacks the file."""
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(CONTENT).hexdigest()}  {NAME}\n")
    monkeypatch.setattr(files, "PACKAGE", tmp_path)
    monkeypatch.setattr(files, "SUMS", tmp_path / "SHA256SUMS")
    monkeypatch.delenv(files.SERVED_FROM, raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path


class Server(ThreadingHTTPServer):
    """Answers on 127.0.0.1 with what ``reply(handler)`` sends, and notes what was asked."""

    def __init__(self, reply):
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply, self.asked = reply, []
        self.address = f"http://127.0.0.1:{self.server_port}/course"

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.reply(self)

    def log_message(self, *_):
        pass


def answer(content=CONTENT, length=None, status=200, **headers):
    """Return a reply of some content; ``length`` is what it claims to send."""

    def reply(handler):
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return reply


def without_length(content):
    """Return a reply that ends where the connection ends."""

    def reply(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content)

    return reply


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("reply", [answer(), without_length(CONTENT)])
def test_a_missing_file_is_fetched_once_from_where_the_course_is_served(
    package, monkeypatch, reply, slash
):
    with Server(reply) as server:
        monkeypatch.setenv(files.SERVED_FROM, server.address + slash)
        path = files.find(NAME)
        assert path == package / NAME
        assert path.read_bytes() == CONTENT
        assert files.find(NAME) == path
    assert server.asked == [f"/course/{NAME}"]
    assert [p.name for p in path.parent.iterdir()] == ["small.npz"]


def test_a_file_beside_the_package_is_taken_without_asking_anyone(package, monkeypatch):
    (package / "data").mkdir()
    (package / NAME).write_bytes(b"an author's own, of another digest")
    with Server(answer()) as server:
        monkeypatch.setenv(files.SERVED_FROM, server.address)
        assert files.find(NAME).read_bytes().startswith(b"an author's")
    assert server.asked == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (answer(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])), "damaged or another version.*digest"),
        (answer(CONTENT + b"\0"), "damaged or another version.*digest"),
        (answer(b""), "damaged or another version.*digest"),
        (answer(b"nothing here", status=404), "404"),
        (answer(CONTENT, status=500), "500"),
        (answer(CONTENT[:2_000_000], len(CONTENT)), r"1000000 (bytes too early|more expected)"),
        (without_length(CONTENT[:2_000_000]), "damaged or another version.*digest"),
        (lambda handler: handler.wfile.write(b"no HTTP\r\n\r\n"), "fetched"),
        (lambda handler: None, "fetched"),
    ],
    ids=["one bit", "longer", "empty", "404", "500", "cut off", "cut", "no HTTP", "silence"],
)
def test_what_is_not_the_file_is_refused_and_leaves_nothing(package, monkeypatch, reply, words):
    with Server(reply) as server:
        monkeypatch.setenv(files.SERVED_FROM, server.address)
        with pytest.raises(files.MissingFileError, match=f"(?s){words}.*Try again") as raised:
            files.find(NAME)
    assert str(package / NAME) in str(raised.value)
    assert f"{server.address}/{NAME}" in str(raised.value)
    assert list((package / "data").iterdir()) == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_elsewhere_is_not_followed(package, monkeypatch, status):
    with Server(answer()) as other:
        moved = answer(b"", status=status, Location=f"{other.address}/{NAME}")
        with Server(moved) as server:
            monkeypatch.setenv(files.SERVED_FROM, server.address)
            with pytest.raises(files.MissingFileError, match=f"redirects to {other.address}"):
                files.find(NAME)
    assert other.asked == []
    assert list((package / "data").iterdir()) == []


def test_nobody_at_the_address(package, monkeypatch):
    with Server(answer()) as server:
        pass
    monkeypatch.setenv(files.SERVED_FROM, server.address)
    with pytest.raises(files.MissingFileError, match=f"from {server.address}/{NAME}: .*refused"):
        files.find(NAME)


@pytest.mark.parametrize("address", ["file:///etc", "ftp://127.0.0.1", "//127.0.0.1", "data:,x"])
def test_an_address_of_another_kind_is_refused(package, monkeypatch, address):
    monkeypatch.setenv(files.SERVED_FROM, address)
    with pytest.raises(files.MissingFileError, match=f"SERVED_FROM is '{address}'.*https://"):
        files.find(NAME)


def test_without_an_address_the_message_says_where_the_file_belongs(package):
    with pytest.raises(files.MissingFileError, match="is missing") as raised:
        files.find(NAME)
    for words in (str(package / NAME), "smallnets/data of the course", files.SERVED_FROM):
        assert words in str(raised.value)


def test_a_place_that_cannot_be_written_is_said(package, monkeypatch):
    (package / "data").write_text("a file where a folder should be")
    with Server(answer()) as server:
        monkeypatch.setenv(files.SERVED_FROM, server.address)
        with pytest.raises(files.MissingFileError, match="could not be fetched.*exists"):
            files.find(NAME)


@pytest.mark.parametrize("name", ["data/other.npz", "../data/small.npz", "", "data"])
def test_only_stated_files_are_found(package, monkeypatch, name):
    with Server(answer()) as server:
        monkeypatch.setenv(files.SERVED_FROM, server.address)
        with pytest.raises(ValueError, match=f"no file '{name}'; there are {NAME}"):
            files.find(name)
    assert server.asked == []


def test_the_stated_digests_are_those_of_the_files_here():
    assert files.SUMS.read_text(encoding="ascii") == digests.digests(), (
        "a data set or checkpoint changed: .venv/bin/python -m tasks.digests"
    )
    assert {"data/mnist.npz", "data/fashion.npz", "pretrained/lenet5.npz"} <= set(files.names())


def test_a_data_set_is_read_only_when_it_is_asked_for():
    code = (
        "import sys; opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(args[0]))\n"
        "import smallnets; smallnets.load_mnist()\n"
        "assert any('mnist.npz' in str(name) for name in opened)\n"
        "assert not any('fashion.npz' in str(name) for name in opened)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
