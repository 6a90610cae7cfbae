"""The web site in a browser: at two widths, in the dark, without a network."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.browser import lab
from tests.delivery.test_site import LESSON, site

__all__ = ["site"]  # the fixture
PAGES = ("index.html", f"lessons/{LESSON}.html", "measured/results.html", "handbook/grade.html")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture
def address(site):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_pages_fit_a_phone_and_a_desk_and_ask_nobody_else(page, address):
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    page.on("pageerror", lambda error: said.append(str(error)))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for where in PAGES:
            page.goto(address + where)
            page.wait_for_load_state("networkidle")
            lab.look(page, f"site-{width}-{where.replace('/', '-')}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    assert not said
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
