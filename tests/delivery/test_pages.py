"""The printable pages: one file each, readable without a network, nothing lost on the way."""

import re
from html import unescape
from html.parser import HTMLParser

import nbformat
import pytest

from tasks import lessons, pages


class Seen(HTMLParser):
    """Text, headings, pictures and addresses of a page."""

    def __init__(self, text):
        super().__init__()
        self.text, self.prose, self.in_code = "", "", 0
        self.levels, self.alts, self.addresses, self.tags = [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        self.in_code += tag in ("pre", "code", "style")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "img":
            self.alts.append(attrs["alt"])
        self.addresses += [value for key, value in attrs.items() if key in ("src", "href")]

    def handle_endtag(self, tag):
        self.in_code -= tag in ("pre", "code", "style")

    def handle_data(self, data):
        self.text += data
        self.prose += "" if self.in_code else data


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return pages.write_pages(tmp_path_factory.mktemp("pages") / "made")


def one(*sources):
    cells = [nbformat.v4.new_markdown_cell("# Title"), *map(nbformat.v4.new_markdown_cell, sources)]
    return pages.page(nbformat.v4.new_notebook(cells=cells))


def test_one_page_for_each_lesson(written):
    assert [path.stem for path in written] == lessons.lesson_names()


def test_pages_need_no_network_and_no_other_file(written):
    for path in written:
        text = path.read_text(encoding="utf-8")
        seen = Seen(text)
        assert not seen.tags & {"script", "link", "iframe"}
        assert all(address.startswith("data:image/svg+xml;base64,") for address in seen.addresses)
        assert "url(" not in text
        assert "@import" not in text


def test_pages_hold_all_code_and_every_formula(written):
    for path in written:
        seen = Seen(path.read_text(encoding="utf-8"))
        plain = "".join(seen.text.split())
        notebook = nbformat.read(lessons.release_notebook(path.stem), 4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                assert "".join(cell.source.split()) in plain
        assert "FORMULA" not in plain
        assert "$" not in seen.prose
        assert len(seen.alts) >= 3


def test_pages_can_be_read_by_ear(written):
    for path in written:
        text = path.read_text(encoding="utf-8")
        seen = Seen(text)
        assert '<html lang="en">' in text
        assert seen.levels[0] == 1
        assert seen.levels.count(1) == 1
        assert all(
            below <= above + 1 for above, below in zip(seen.levels, seen.levels[1:], strict=False)
        )
        assert all(alt.strip() for alt in seen.alts)
        assert {"main", "title"} <= seen.tags


def test_formulas_become_pictures_and_dollars_in_code_stay():
    html = one("Cost: $x < y$ and\n\n$$ \\frac{a}{b} $$\n\n`$PATH` and\n\n```\n$HOME $1\n```\n")
    seen = Seen(html)
    assert seen.alts == ["x < y", r"\frac{a}{b}"]
    assert "$PATH" in seen.text
    assert "$HOME $1" in unescape(seen.text)


def test_a_formula_cannot_bring_in_markup():
    seen = Seen(one("$x <b> y$ and\n\n## The axis $z <i> w$"))
    assert seen.alts == ["x <b> y", "z <i> w"]
    assert not seen.tags & {"b", "i"}


def test_a_formula_that_cannot_be_drawn_is_named():
    with pytest.raises(ValueError, match=r"\\unheard_of\$ cannot be drawn"):
        one(r"Here: $\unheard_of$")


def test_the_same_lesson_makes_the_same_bytes_and_the_notebook_stays():
    notebook = nbformat.read(lessons.release_notebook("01_model_size"), 4)
    before = nbformat.writes(notebook)
    first = pages.page(notebook)
    pages._picture.cache_clear()
    assert pages.page(notebook) == first
    assert nbformat.writes(notebook) == before


def test_the_command_says_where_the_pages_are(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(lessons, "lesson_names", lambda: ["01_model_size"])
    assert pages.main([str(tmp_path / "a" / "b")]) == 0
    assert str(tmp_path / "a" / "b" / "01_model_size.html") in capsys.readouterr().out
