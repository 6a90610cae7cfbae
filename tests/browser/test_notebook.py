"""What is run before a notebook has its kernel is lost; the status bar says when it has."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from tasks.lessons import COURSE
from tests.browser.lab import jupyterlab
from tests.browser.notebook import READY, Notebook

# What JupyterLab asks its server for after it has shown the cells and before it has a kernel. While
# it waits for the first, a cell that is run opens a dialog about kernels; for the second, nothing.
CHECKPOINTS, SESSION = ("GET", "/checkpoints?"), ("POST", "/api/sessions?")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a JupyterLab, and the folder that it shows."""
    folder, own = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("own")
    with jupyterlab(folder, own) as address:
        yield address, folder


@pytest.fixture
def file(server, tmp_path):
    """A notebook that nobody has opened yet, so that it has no kernel."""
    made = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    made.cells = [new_code_cell("print(6 * 7)", id="product")]
    path = server[1] / f"{tmp_path.name}.ipynb"
    nbformat.write(made, path)
    return path


@pytest.fixture
def address(server, file):
    """Where the notebook opens alone."""
    return server[0].replace("/lab?", f"/lab/workspaces/{file.stem}/tree/{file.name}?")


def intercept(page, request, handle):
    """Leave one kind of request to a function, and all others alone."""
    method, words = request

    def decide(route):
        meant = route.request.method == method and words in route.request.url
        return handle(route) if meant else route.fallback()

    page.route("**/api/**", decide)


@pytest.mark.parametrize("request_of", [CHECKPOINTS, SESSION], ids=["checkpoints", "session"])
def test_a_notebook_is_open_only_when_its_kernel_is_ready(page, address, file, request_of):
    answered = []

    def answer_late(route):
        expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(1)
        page.wait_for_timeout(2000)  # for whoever believes that the cells are enough
        answered.append(route.request.url)
        route.continue_()

    intercept(page, request_of, answer_late)
    page.goto(address)
    notebook = Notebook(page, file)
    assert answered, "the notebook was taken as open without a kernel"
    notebook.run_all()
    expect(notebook.outputs("product")).to_have_text("42")


def test_the_start_page_names_what_to_wait_for(page, address, file):
    """JupyterLab drops what is run too early, without a word (its issue 8490)."""
    held = []
    intercept(page, SESSION, lambda route: held.append(route))
    page.goto(address)
    cell = page.locator(".jp-CodeCell")
    cell.locator(".cm-content").click()
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Initializing")
    page.keyboard.press("Control+Enter")
    for route in held:
        route.continue_()

    notebook = Notebook(page, file)
    expect(page.locator("#jp-main-statusbar")).to_contain_text(READY)
    expect(cell.locator(".jp-InputPrompt")).to_have_text("[ ]:")
    notebook.run("product")
    expect(notebook.outputs("product")).to_have_text("42")

    start = (COURSE / "binder/START.ipynb").read_text()
    assert f"*{READY}*" in start and "`[ ]`" in start
