"""A JupyterLab server and a real browser, driven as a person would drive them.

Everything stays on the loopback interface: the server listens there alone, and the browser
may ask nobody else.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect, sync_playwright

from splitgrade.sandbox import ONE_THREAD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 1000  # playwright counts milliseconds
NEWS = "@jupyterlab/apputils-extension:announcements"  # it asks, and would ask the network
START_SECONDS = 60
PATIENCE = 90 * SECONDS  # for one state of a page; a busy machine is slow, not wrong


@contextmanager
def jupyterlab(folder, own, settings=None):
    """Run JupyterLab on a folder, with settings and state of its own.

    Parameters
    ----------
    folder : Path
        What the file browser shows; the server also starts there, as ``course.py lab`` does.
    own : Path
        Empty folder for what JupyterLab keeps besides: settings, workspaces, its log.
    settings : Path, optional
        Folder with further settings, laid out as ``etc/jupyter``.

    Yields
    ------
    str
        The address to open, up to and including ``/lab``, with its token.
    """
    quiet = own / "config" / "labconfig" / "page_config.json"
    quiet.parent.mkdir(parents=True)
    quiet.write_text(json.dumps({"disabledExtensions": {NEWS: True}}))
    # Sockets, since two kernels can take one TCP port; a socket's path must be short.
    with tempfile.TemporaryDirectory() as runtime, (own / "lab.log").open("w") as log:
        environment = (
            os.environ
            | ONE_THREAD
            | {
                "JUPYTER_CONFIG_DIR": str(own / "config"),
                "JUPYTER_DATA_DIR": str(own / "data"),
                "JUPYTER_RUNTIME_DIR": runtime,
                "IPYTHONDIR": str(own / "ipython"),
                "JUPYTER_CONFIG_PATH": str(settings or ""),
            }
        )
        command = [
            sys.executable,
            "-m",
            "jupyter",
            "lab",
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            "--ServerApp.port=0",
            "--KernelManager.transport=ipc",
        ]
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield _address(server, Path(runtime), own / "lab.log")
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _address(server, runtime, log):
    """Where a server says that it listens, as soon as it says so."""
    told = runtime / f"jpserver-{server.pid}.json"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            info = json.loads(told.read_text())
            return f"{info['url']}lab?token={info['token']}"
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


@contextmanager
def chromium(width=1400, height=1000):
    """A fresh headless Chromium with one empty page, which may talk to loopback only."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        page.context.route(_is_outside, lambda route: route.abort())
        try:
            yield page
        finally:
            browser.close()


def look(page, name):
    """Keep a picture of the page in the folder that SMALL_NETS_SCREENSHOTS names, if it does."""
    folder = os.environ.get("SMALL_NETS_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def _is_outside(url):
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.hostname != "127.0.0.1"
