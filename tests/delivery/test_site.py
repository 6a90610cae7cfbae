"""The web site: whole, alive without a network, and without any answer."""

import base64
import json
import re
import struct
import zlib
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

import course
from tasks import lessons, publish
from tasks.site import environment, make, outputs, pages, proof
from tasks.student import leaks
from tests.browser import lab

LESSON = "02_magnitude_pruning"
SECRETS = leaks.secrets_of(names=[LESSON])
ANSWER = next(
    line
    for cell in lessons.read_py(lessons.source_py(LESSON)).cells
    for line in lessons.lines_of(cell.source, "solution")
    if cell.cell_type == "code" and leaks.squashed(line) in SECRETS.lines and len(line) > 50
).strip()
LOADED = {"script": "src", "img": "src", "source": "src", "iframe": "src"}


def picture(*chunks):
    """A black PNG with further chunks before its end."""
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(72))), *chunks, (b"IEND", b"")]
    return proof.PNG + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def stored_run():
    """What a run keeps of the lesson, made up: a line of each given cell, and its first plot."""
    cells = nbformat.read(lessons.release_notebook(LESSON), 4).cells
    given = [cell for cell in cells if outputs.is_given(cell)]
    run = {
        cell.id: [nbformat.v4.new_output("stream", text=f"given cell {number} < 9 printed\n")]
        for number, cell in enumerate(given)
    }
    (plotted,) = (cell for cell in given if pages.FRONT[1] in cell.source)
    png = base64.b64encode(picture()).decode()
    run[plotted.id].append(nbformat.v4.new_output("display_data", data={"image/png": png}))
    return run


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of one lesson, which tests only read."""
    try:
        environment.set_up()
    except course.Refused as refusal:
        pytest.skip(f"needs the tools of the site: {refusal}")
    folder = tmp_path_factory.mktemp("web") / "site"
    make.build(folder, {LESSON: stored_run()}, "owner/name", "v1")
    (folder / pages.BUNDLE).write_bytes(b"made by publish")
    return folder


class Page(HTMLParser):
    """What a page loads, where it links, its anchors and the text in its main part."""

    def __init__(self, path):
        super().__init__()
        self.loads, self.links, self.anchors, self.alts, self.text = [], [], set(), [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.anchors |= {attrs.get("id"), attrs.get("name")}
        if tag == "a" and attrs.get("href"):
            self.links.append(attrs["href"])
        if tag == "link" and attrs.get("rel") in ("stylesheet", "preload", "icon"):
            self.loads.append(attrs["href"])
        if attrs.get(LOADED.get(tag)):
            self.loads.append(attrs[LOADED[tag]])
        if tag == "img":
            self.alts.append(attrs.get("alt"))

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def html(site):
    return {path: Page(path) for path in site.rglob("*.html")}


# What is on it


def test_the_front_page_has_a_plot_and_ways_to_start_and_all_pages_are_there(site, html):
    front = html[site / "index.html"]
    assert len(front.alts) == 1 and len(front.alts[0]) > 50
    for words in ("Two ways to start", "On Binder", "On your own computer", "-m venv .venv"):
        assert words in front.text
    there = {path.relative_to(site).as_posix() for path in html}
    assert {f"lessons/{LESSON}.html", "handbook/grade.html", "measured/claims-02.html"} <= there
    assert {"measured/results.html", "about.html", "search.html", "handbook/index.html"} <= there
    assert make.about()["version"] in html[site / "about.html"].text
    project = course.installed_settings(lessons.COURSE)[2]
    assert make.about()["version"] in project


def test_a_lesson_is_its_release_with_the_outputs_of_given_cells(site, html):
    page = html[site / f"lessons/{LESSON}.html"]
    shown = "".join(page.text.split())
    notebook = nbformat.read(lessons.release_notebook(LESSON), 4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert "".join(cell.source.split()) in shown
    for number in range(len(stored_run())):
        assert f"given cell {number} < 9 printed" in page.text
    for words in ("20 points", "about 110 minutes", "You need", "Open it on Binder"):
        assert words in page.text
    assert len(page.alts) == 1 and "printed" in page.alts[0]
    handed_out = (site / pages.DOWNLOADS / f"{LESSON}.ipynb").read_bytes()
    assert handed_out == lessons.release_notebook(LESSON).read_bytes()


def test_an_output_of_a_cell_that_is_no_given_one_is_not_shown():
    cells = nbformat.read(lessons.release_notebook(LESSON), 4).cells
    said = [nbformat.v4.new_output("stream", text="98.7%")]
    every = pages.Course(lessons.COURSE, {LESSON: {cell.id: said for cell in cells}}, None, {})
    shown = pages.lesson(every, pages.facts.facts_of(LESSON))
    with_output = {cell.id for cell in shown.cells if cell.get("outputs")}
    assert with_output == {cell.id for cell in cells if outputs.is_given(cell)}


def test_links_are_alive_and_nothing_is_loaded_from_elsewhere(site, html):
    dead = []
    for path, page in html.items():
        assert [each for each in page.loads if "://" in each or each.startswith("//")] == []
        for link in page.loads + page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("https", "data"), link
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            lost = parts.fragment and target in html and parts.fragment not in html[target].anchors
            if not target.is_file() or lost:
                dead.append(f"{path.name}: {link}")
    assert dead == []
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", sheet.read_text("utf-8"))


def test_formulas_are_left_to_the_mathjax_that_is_shipped(site, html):
    page = html[site / f"lessons/{LESSON}.html"]
    (script,) = (each for each in page.loads if "mathjax" in each)
    assert "_static/mathjax/tex-chtml.js" in script
    assert len(re.findall(r"\\\(.+?\\\)", page.text)) > 20
    assert len(list(site.glob("_static/mathjax/output/chtml/fonts/woff-v2/*.woff"))) > 20


# In a browser: here, since the site is made once for all tests of a file


OPENED = ("index.html", f"lessons/{LESSON}.html", "measured/results.html", "handbook/grade.html")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture
def address(site):
    if not lab.CHROMIUM:
        pytest.skip("needs Chromium")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_pages_fit_a_phone_and_a_desk_and_ask_nobody_else(address):
    asked, said = [], []
    with lab.chromium() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda each: said.append(each.text) if each.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            for where in OPENED:
                page.goto(address + where)
                page.wait_for_load_state("networkidle")
                lab.look(page, f"site-{width}-{where.replace('/', '-')}")
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
                if where.startswith("lessons"):
                    assert page.locator("mjx-container").count() > 20
                    assert page.locator("mjx-merror").count() == 0
        assert_the_search_finds(page, address)
        assert_dark_mode_can_be_chosen(page)
    assert not said
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def assert_the_search_finds(page, address):
    page.goto(f"{address}search.html?q=magnitude")
    page.locator(f"#search-results a[href*='{LESSON}']").first.wait_for()


def assert_dark_mode_can_be_chosen(page):
    page.emulate_media(color_scheme="light")
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "light"
    page.locator("button.theme-switch-button:visible").click()
    page.locator("button.theme-change-button[data-mode=dark]:visible").click()
    assert page.evaluate(theme) == "dark"


# What is not on it


def leaks_of(folder, tools=lessons.COURSE / "binder"):
    return proof.prove(folder, SECRETS, tools).leaks


def test_no_answer_is_on_it(site):
    found = proof.prove(site, SECRETS, environment.site_packages())
    bundle = f"{pages.BUNDLE}: "  # publish has proved it
    assert [leak for leak in found.leaks if not leak.startswith(bundle)] == []
    assert found.files > 100


def planted_in_code(site):
    page = (site / f"lessons/{LESSON}.html").read_text(encoding="utf-8")
    words = "".join(f"<span>{word} </span>" for word in ANSWER.split(" "))
    return "page.html", page.replace("<pre>", f"<pre>{words}\n", 1).encode()


def planted_in_a_title(site):
    return "page.html", f'<p title="{ANSWER.replace(chr(34), "&quot;")}">'.encode()


def planted_in_the_index(site):
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    entries = json.loads(proof.INDEX.fullmatch(text)[1])
    entries["titles"].append(ANSWER)
    return "searchindex.js", f"Search.setIndex({json.dumps(entries)})".encode()


def planted_in_a_download(site):
    notebook = json.loads(lessons.release_notebook(LESSON).read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] += ["\n", ANSWER]
    return "lesson.ipynb", json.dumps(notebook).encode()


def planted_in_a_picture(site):
    return "plot.png", picture((b"tEXt", b"Comment\0" + ANSWER.encode()))


@pytest.mark.parametrize(
    "plant",
    [
        planted_in_code,
        planted_in_a_title,
        planted_in_the_index,
        planted_in_a_download,
        planted_in_a_picture,
    ],
)
def test_a_planted_answer_is_found(site, tmp_path, plant):
    name, data = plant(site)
    (tmp_path / name).write_bytes(data)
    assert any("holds a line of a solution" in leak for leak in leaks_of(tmp_path))


def test_a_sentence_with_code_in_it_is_known_again(tmp_path):
    secrets = leaks.Secrets({"Thefirst`mask`goes,the**other**$k$stays.": ("solution", "x")}, {})
    text = (
        r"<p>The first <code>mask</code> goes, the <strong>other</strong> <i>\(k\)</i> stays.</p>"
    )
    (tmp_path / "page.html").write_text(text)
    assert len(proof.prove(tmp_path, secrets, lessons.COURSE / "binder").leaks) == 1


@pytest.mark.parametrize(
    "name, data",
    [
        ("plot.png", picture((b"zTXt", b"packed"))),
        ("plot.png", picture() + b"more"),
        ("font.woff2", b"wOF2\0\xff"),
        ("searchindex.js", b"var x = 1"),
        ("old.ipynb", b'{"cells": [{"outputs": ["1"]}]}'),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, name, data):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / name).write_bytes(data)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "font.woff2").write_bytes(b"another")
    assert len(leaks_of(tmp_path / "site", tools)) == 1


# Runs


CELLS = {
    "given": "print(plt.get_backend()); plt.plot([1, 2])",
    "solution": "print('solved')",
    "grade": "print('checked')",
}


def as_text(kind, code):
    """A cell of a lesson's .py."""
    flags = {each: each == kind for each in ("solution", "grade")}
    known = {"grade_id": kind, "locked": False, "schema_version": 3, **flags}
    known |= {"points": 1} if kind == "grade" else {}
    return f"# %%{'' if kind == 'given' else f' nbgrader={json.dumps(known)}'}\n{code}\n"


@pytest.fixture
def tiny(tmp_path):
    """A course of one lesson, with one cell of each kind."""
    folder = tmp_path / "tiny" / "source" / "01_tiny"
    folder.mkdir(parents=True)
    code = "# %%\nimport matplotlib.pyplot as plt\n" + "".join(map(as_text, CELLS, CELLS.values()))
    (folder / "01_tiny.py").write_text(code)
    (tmp_path / "tiny" / "smallnets").mkdir()
    return tmp_path / "tiny"


def test_of_a_run_only_given_cells_are_kept_and_an_unchanged_lesson_is_not_run(
    tiny, tmp_path, monkeypatch
):
    cache = tmp_path / "cache"
    (shown,) = outputs.outputs_of("01_tiny", tiny, cache).values()
    assert [each["output_type"] for each in shown] == ["stream", "display_data", "display_data"]
    assert "inline" in shown[0]["text"] and "image/png" in shown[2]["data"]
    assert "solved" not in str(shown) and "checked" not in str(shown)

    runs = []
    monkeypatch.setattr(outputs, "run", lambda *given: runs.append(given) or {})
    assert list(outputs.outputs_of("01_tiny", tiny, cache).values()) == [shown]
    path = lessons.source_py("01_tiny", tiny)
    path.write_text(path.read_text() + "\n# %% [markdown]\n# Only words.\n")
    outputs.outputs_of("01_tiny", tiny, cache)
    assert not runs
    path.write_text(path.read_text() + "\n# %%\nprint(1)\n")
    outputs.outputs_of("01_tiny", tiny, cache)
    (tiny / "smallnets" / "new.py").touch()
    outputs.outputs_of("01_tiny", tiny, cache)
    assert len(runs) == 2 and len(list(cache.iterdir())) == 1


def test_a_lesson_that_fails_is_named(tiny, tmp_path):
    path = lessons.source_py("01_tiny", tiny)
    path.write_text("# %%\nraise OSError('no data')\n")
    with pytest.raises(outputs.LessonFailed, match="01_tiny does not run: OSError: no data"):
        outputs.run("01_tiny", tiny)


# The command


@pytest.fixture
def quick(monkeypatch):
    """The command with everything that takes long done: a page is made, nothing is looked for."""

    def build(folder, shown, repository, tag):
        folder.mkdir()
        (folder / "index.html").write_text(f"<p>{ANSWER if tag == 'leaky' else tag}")

    def published(folder, repository, tag, packed):
        packed.write_bytes(b"bundle")

    monkeypatch.setattr(environment, "set_up", lambda: None)
    monkeypatch.setattr(environment, "site_packages", lambda: lessons.COURSE / "binder")
    monkeypatch.setattr(publish, "check_release", lambda: None)
    monkeypatch.setattr(publish, "publish", published)
    monkeypatch.setattr(make, "run_lessons", lambda names: {})
    monkeypatch.setattr(make, "build", build)
    monkeypatch.setattr(leaks, "secrets_of", lambda: SECRETS)


def test_the_command_writes_and_replaces_its_own_site_only(quick, tmp_path, capsys):
    folder = tmp_path / "web"
    assert make.main([str(folder), "--tag", "v1"]) == 0
    said = capsys.readouterr().out
    assert "index.html" in said and "lines of a solution" in said and "--repository" in said
    assert make.main([str(folder), "--tag", "v2"]) == 0
    assert "v2" in (folder / "index.html").read_text()
    (folder / "mine.txt").write_text("notes")
    assert make.main([str(folder)]) == 2
    assert "mine.txt" in capsys.readouterr().err
    assert "v2" in (folder / "index.html").read_text()


def test_the_command_writes_nothing_that_leaks(quick, tmp_path, capsys):
    assert make.main([str(tmp_path / "web"), "--tag", "leaky"]) == 2
    assert "holds a line of a solution" in capsys.readouterr().err
    assert not (tmp_path / "web").exists()


def test_missing_tools_are_said_in_one_line(quick, tmp_path, capsys, monkeypatch):
    def offline():
        raise course.Refused("is this machine online?")

    monkeypatch.setattr(environment, "set_up", offline)
    assert make.main([str(tmp_path / "web")]) == 2
    assert capsys.readouterr().err == "course.py site: is this machine online?\n"


def test_the_tools_agree_with_the_courses_packages():
    """Else pip would install a second version of what the environment sees already."""

    def pins(path):
        return dict(re.findall(r"^([\w.-]+)==(\S+)", path.read_text("utf-8"), re.MULTILINE))

    locked, own = pins(course.LOCK), pins(environment.PINS)
    assert {name: locked[name] for name in own.keys() & locked.keys()} == {
        name: version for name, version in own.items() if name in locked
    }
    asked = re.findall(r"^[\w-]+", (make.HERE / "requirements.in").read_text(), re.MULTILINE)
    assert set(asked) <= own.keys()
