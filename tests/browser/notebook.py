"""A notebook open in JupyterLab, as somebody sees it who has only the page."""

import re
from contextlib import contextmanager

import nbformat
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE

BUSY = '.jp-InputArea-prompt:text-is("[*]:")'
# In the status bar. The circle above the notebook says "idle" also before there is a kernel, and
# what is run then is lost (JupyterLab's issue 8490).
READY = "Python 3 (ipykernel) | Idle"
NUMBERED = re.compile(r"\[\d+\]:")


class Notebook:
    """One open notebook.

    Parameters
    ----------
    page : playwright.sync_api.Page
    file : Path
        The file that is open; it says which cell stands where.
    """

    def __init__(self, page, file):
        self.page, self.file = page, file
        cells = nbformat.read(file, as_version=4).cells
        self._places = {cell.id: place for place, cell in enumerate(cells)}
        self.panel = page.locator(".jp-NotebookPanel:visible")
        expect(self.panel.locator(".jp-Notebook .jp-Cell")).to_have_count(len(cells))
        self.wait_until_idle()

    def cell(self, name):
        """The cell with this id; the lessons' ids are their grade ids."""
        return self.panel.locator(f'.jp-Cell[data-windowed-list-index="{self._places[name]}"]')

    def outputs(self, name):
        return self.cell(name).locator(".jp-OutputArea-output")

    def lines(self, name):
        """The lines in the editor of a cell."""
        return self.cell(name).locator(".cm-line")

    def menu(self, title, command):
        self.page.locator(f'.lm-MenuBar-itemLabel:text-is("{title}")').click()
        self.page.locator(f'.lm-Menu li[data-command="{command}"]').click()

    def run_all(self, timeout=PATIENCE):
        """Run all cells, as far as the first error; wait at most ``timeout`` milliseconds."""
        with self._runs(self.panel.locator(".jp-CodeCell").first):
            self.menu("Run", "runmenu:run-all")
        self.wait_until_idle(timeout)

    def run(self, name):
        """Run one cell of code from its editor and wait until it is done."""
        with self._runs(self.cell(name)):
            self.cell(name).locator(".cm-content").click()
            self.page.keyboard.press("Control+Enter")
        self.wait_until_idle()

    @contextmanager
    def _runs(self, cell):
        """What is done inside makes a cell run: its prompt gets another number."""
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        yield
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(NUMBERED)

    def write(self, name, source):
        """Replace the text of a cell in its editor."""
        if "jp-mod-rendered" in self.cell(name).get_attribute("class"):
            self.cell(name).locator(".jp-RenderedMarkdown").dblclick()
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def wait_until_idle(self, timeout=PATIENCE):
        """Wait until no cell waits for its turn and the kernel, which is there, does nothing."""
        expect(self.panel.locator(BUSY)).to_have_count(0, timeout=timeout)
        indicator = self.panel.locator(".jp-Notebook-ExecutionIndicator")
        expect(indicator).to_have_attribute("data-status", "idle")
        kernel = self.page.locator("#jp-main-statusbar .jp-StatusBar-TextItem", has_text=READY)
        expect(kernel).to_be_visible()

    def download(self, target):
        """Save what File > Download gives; return where."""
        with self.page.expect_download() as started:
            self.menu("File", "docmanager:download")
        started.value.save_as(target)
        return target
