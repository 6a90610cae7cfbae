"""Read every file of the site and find what students must not see.

Pages are read as a browser shows them and as they stand; the search index by its entries; pictures
must hold pixels alone. Fonts and icons are those of the tools, byte for byte.
"""

import json
import re
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser

from tasks.student import leaks

PNG = b"\x89PNG\r\n\x1a\n"
PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"tRNS"}
TEXTS = {b"tEXt"}
INDEX = re.compile(r"Search\.setIndex\((.*)\)\s*", re.DOTALL)
# Markdown's own marks, so that a line with code or a formula in it is known again.
MARKS = {"code": "`", "strong": "**", "em": "*"}
FORMULA = re.compile(r"\\\((.*?)\\\)")
OF_TOOLS = (".woff", ".woff2", ".ttf", ".eot", ".png")
OF_BENCHMARKS = "benchmarks/"


def prove(site, secrets, tools):
    """List what leaks from a site.

    Parameters
    ----------
    site : Path
    secrets : leaks.Secrets
    tools : Path
        Where the packages that made it lie.

    Returns
    -------
    leaks.Proof
    """
    # The measured pages hold words of the programs that wrote them.
    runs = {run: of for run, of in secrets.runs.items() if not of.startswith(OF_BENCHMARKS)}
    brought = {path.name: [] for path in leaks.files_below(site) if path.suffix in OF_TOOLS}
    for path in tools.rglob("*"):
        if path.name in brought:
            brought[path.name].append(path)
    return leaks.prove(site, replace(secrets, runs=runs), partial(read, brought=brought))


def read(path, brought):
    """All text in a file of the site.

    Raises
    ------
    leaks.UnreadableError
        If something in it cannot be read.
    """
    data = path.read_bytes()
    if any(data == each.read_bytes() for each in brought.get(path.name, ())):
        return ""
    if data.startswith(PNG):
        return _text_of_png(data)
    text = leaks.read(path)
    if path.suffix == ".html":
        return f"{text}\n{_shown(text, marked=False)}\n{_shown(text, marked=True)}"
    if path.name == "searchindex.js":
        return text + "\n" + "\n".join(_entries(text))
    return text


def _text_of_png(data):
    """The texts in a picture, of which nothing but its pixels may be left besides."""
    texts, place = [], len(PNG)
    while place < len(data):
        size = int.from_bytes(data[place : place + 4])
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        if kind in TEXTS:
            texts.append(body.replace(b"\0", b"\n").decode("latin-1"))
        elif kind not in PIXELS:
            raise leaks.UnreadableError("holds more than pixels: nobody can say what it says")
        place += size + 12
        if kind == b"IEND" and place != len(data):
            raise leaks.UnreadableError("has something behind its last pixel")
    return "\n".join(texts)


class _Page(HTMLParser):
    def __init__(self, marked):
        super().__init__()
        self.parts, self._marked, self._verbatim = [], marked, 0

    def handle_starttag(self, tag, attrs):
        self._verbatim += tag == "pre"
        self.parts += [
            f"\n{value}\n" for name, value in attrs if name in ("alt", "title") and value
        ]
        self._mark(tag)

    def handle_endtag(self, tag):
        self._mark(tag)
        self._verbatim -= tag == "pre"

    def handle_data(self, data):
        self.parts.append(data)

    def _mark(self, tag):
        if self._marked and not self._verbatim and tag in MARKS:
            self.parts.append(MARKS[tag])


def _shown(text, marked):
    """What a page shows, tags left out; marked: with Markdown's marks, as an author writes it."""
    page = _Page(marked)
    page.feed(text)
    page.close()
    shown = "".join(page.parts)
    return FORMULA.sub(r"$\1$", shown) if marked else shown


def _entries(text):
    found = INDEX.fullmatch(text)
    if not found:
        raise leaks.UnreadableError("is no search index of Sphinx")
    return leaks.strings(json.loads(found[1]))
