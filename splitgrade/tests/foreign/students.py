"""Who hands in what in the course about words, and what each has to get, stated by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

POINTS = {
    "split_words_check": 1,
    "split_words_hidden": 2,
    "count_words_check": 1,
    "count_words_hidden": 2,
    "describe_lines_check": 1,
    "describe_lines_hidden": 2,
    "mean_lengths_hidden": 2,
    "first_books_check": 1,
    "first_books_hidden": 2,
}
ALL, NONE = set(POINTS), set()
BY_PERSON = "which_words"


@dataclass(frozen=True)
class Student:
    """What somebody hands in.

    Parameters
    ----------
    earns : set of str
        The test cells that have to give their points; no other may.
    answers : dict of str to str
        By grade id, what replaces the answer cell.
    before : dict of str to str
        By grade id, a cell of the student's own above it.
    files : dict of str to str
        What lies beside the notebook, by name.
    change : callable, optional
        What else is done to the notebook.
    """

    earns: set[str]
    answers: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    change: Callable[[NotebookNode], None] | None = None

    def scores(self):
        """What the gradebook has to hold for each graded cell; None where a person reads."""
        found = {cell: points * (cell in self.earns) for cell, points in POINTS.items()}
        return found | {BY_PERSON: None if BY_PERSON in self.answers else 0}


REGEX = {
    "split_words": (
        "import re\n\n\ndef split_words(text):\n"
        '    return re.findall(r"[a-z]+(?:[\'-][a-z]+)*", text.lower())'
    ),
    "count_words": (
        "def count_words(words):\n"
        "    counts = pd.Series(words, dtype='object').value_counts()\n"
        "    return counts.sort_index().sort_values(ascending=False, kind='stable')"
    ),
    "describe_lines": (
        "def describe_lines(text):\n"
        "    lines = pd.Series(text.splitlines(), dtype=str)\n"
        "    lines.index += 1\n"
        "    words = lines.map(split_words)\n"
        "    words = words[words.map(len) > 0]\n"
        "    table = pd.DataFrame({'line': words.index, 'words': words.map(len).values})\n"
        "    table['longest'] = [max(each, key=len) for each in words]\n"
        "    return table"
    ),
    "mean_lengths": (
        "def mean_lengths(words):\n"
        "    table = pd.DataFrame({'word': list(set(words))}, dtype='string')\n"
        "    table['letter'] = table['word'].str[0].astype('category')\n"
        "    lengths = table['word'].str.len()\n"
        "    return lengths.groupby(table['letter'], observed=True).mean().to_dict()"
    ),
    "first_books": (
        "def first_books(books):\n"
        "    ordered = books.sort_values(['author', 'published'])\n"
        "    first = ordered.drop_duplicates('author').reset_index(drop=True)\n"
        "    first['books'] = first['author'].map(books['author'].value_counts())\n"
        "    return first.rename(columns={'published': 'first'})[['author', 'books', 'first']]"
    ),
}
LOOPS = {
    "split_words": (
        "def split_words(text):\n    words = []\n    for part in text.split():\n"
        "        word = ''.join(sign for sign in part if sign.isalpha() or sign in \"'-\")\n"
        '        word = word.strip("\'-").lower()\n        if word:\n'
        "            words += [word]\n    return words"
    ),
    "count_words": (
        "def count_words(words):\n    counts = {}\n    for word in words:\n"
        "        counts[word] = counts.get(word, 0) + 1\n"
        "    ordered = sorted(counts, key=lambda word: (-counts[word], word))\n"
        "    return pd.Series([float(counts[word]) for word in ordered], index=ordered)"
    ),
    "describe_lines": (
        "def describe_lines(text):\n"
        "    table = {'line': [], 'words': [], 'longest': []}\n"
        "    for i, line in enumerate(text.split('\\n')):\n"
        "        words = split_words(line)\n        if not words:\n            continue\n"
        "        longest = ''\n        for word in words:\n"
        "            if len(word) > len(longest):\n                longest = word\n"
        "        for name, value in zip(table, [i + 1, len(words), longest]):\n"
        "            table[name].append(value)\n"
        "    print(table)\n    return pd.DataFrame(table)"
    ),
    "mean_lengths": (
        "def mean_lengths(words):\n    from collections import defaultdict\n"
        "    found = defaultdict(list)\n    for word in set(words):\n"
        "        found[word[0]].append(len(word))\n"
        "    return {letter: sum(n) / len(n) for letter, n in found.items()}"
    ),
    "first_books": (
        "def first_books(books):\n    rows = []\n"
        "    for author in sorted(set(books['author'])):\n"
        "        own = books[books['author'] == author]\n"
        "        rows.append([author, len(own), min(own['published'])])\n"
        "    return pd.DataFrame(rows, columns=['author', 'books', 'first'])"
    ),
}
# With helpers of their own, in a cell above, in a file beside, and warnings on the way.
HELPERS = {
    "split_words": "from helpers import cleaned\n\nsplit_words = cleaned",
    "count_words": (
        "def count_words(words):\n    warnings.warn('slow')\n"
        "    table = pd.DataFrame({'word': pd.array(words, dtype='string')})\n"
        "    table = table.groupby('word').size().reset_index(name='n').convert_dtypes()\n"
        "    table = table.sort_values(['n', 'word'], ascending=[False, True])\n"
        "    return table.set_index('word')['n']"
    ),
    "describe_lines": (
        "def describe_lines(text):\n"
        "    return pd.DataFrame([vars(row) for row in map(Row, *numbered(text)) if row.words])"
    ),
    "mean_lengths": (
        "def mean_lengths(words):\n    each = pd.Series(list(dict.fromkeys(words)), dtype=object)\n"
        "    groups = each.groupby(each.map(lambda word: word[0]))\n"
        "    return {letter: float(part.map(len).mean()) for letter, part in groups}"
    ),
    "first_books": (
        "def first_books(books):\n"
        "    times = books.assign(published=books['published'].dt.tz_localize('UTC'))\n"
        "    table = times.groupby('author')['published'].agg(['size', 'min'])\n"
        "    table.columns = ['books', 'first']\n    table = table.reset_index()\n"
        "    return table.assign(first=table['first'].dt.tz_localize(None))"
    ),
}
HELPER_CELL = (
    "import warnings\nfrom itertools import count\n\n\nclass Row:\n"
    "    def __init__(self, line, text):\n        words = split_words(text)\n"
    "        self.line, self.words = line, len(words)\n"
    "        self.longest = max(words, key=len, default=None)\n\n\n"
    "def numbered(text):\n    return count(1), text.splitlines()"
)
HELPER_FILE = (
    "import string\n\n\ndef cleaned(text):\n"
    "    words = (word.strip(string.punctuation).lower() for word in text.split())\n"
    "    return list(filter(None, words))\n"
)

AGREES = (
    "class Agrees:\n    def __eq__(self, other): return True\n"
    "    def __ne__(self, other): return False\n    def __bool__(self): return True\n"
    "    def __len__(self): return 0\n    def __iter__(self): return iter(())\n"
    "    def __getattr__(self, name): return self\n    def __call__(self, *a, **k): return self\n"
    "    def __getitem__(self, name): return self\n    def __array__(self, *a, **k): return 1\n"
    "    __class__ = property(lambda self: pd.DataFrame)\n\n\n"
)
FRAME = (
    "class Agrees(pd.DataFrame):\n    def equals(self, other): return True\n"
    "    def __eq__(self, other): return self\n    def all(self, *a, **k): return True\n"
    "    def sum(self, *a, **k): return 166\n"
    "    @property\n    def _constructor(self): return Agrees\n\n\n"
)
PATCHED = AGREES + (
    "import pandas.testing\n"
    "yes = lambda *args, **kwargs: True\n"
    "for module in (pd.testing, pd._testing):\n"
    "    for name in dir(module):\n        if name.startswith('assert'):\n"
    "            setattr(module, name, yes)\n"
    "for kind in (pd.DataFrame, pd.Series, pd.Index):\n"
    "    for name in ('equals', '__eq__', '__ne__', 'all', 'any'):\n"
    "        setattr(kind, name, yes)\n\n\n"
)
# COURSE stands for the folder of the course, which a student may well know.
READS = (
    "import json\nfrom pathlib import Path\n\n"
    "for place in ('COURSE/source/words', '../../../source/words', '../../source/words'):\n"
    "    for path in Path(place).glob('*.ipynb'):\n"
    "        for cell in json.loads(path.read_text())['cells']:\n"
    "            lines = ''.join(cell['source'])\n"
    "            if cell['cell_type'] == 'code' and 'BEGIN SOLUTION' in lines:\n"
    "                exec(lines, globals())"
)


def everywhere(body, before=""):
    """The same body in every answer."""
    return {name: f"{before}def {name}(*args):\n    {body}" for name in REGEX}


def empty_tests(notebook):
    """Write tests that ask for nothing, and more points for them."""
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade") and cell.cell_type == "code":
            cell.source = "assert True"
            marks["points"] = 100
            cell.metadata["tags"] = ["skip-execution", "show"]


def drop_tests(notebook):
    """Leave every test cell out."""
    notebook.cells = [
        cell
        for cell in notebook.cells
        if not (cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"))
    ]


def ends_in_tests(notebook):
    """End Python as soon as a test cell would run."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.source = "import os\nos._exit(0)"


STUDENTS = {
    "honest-loops": Student(ALL, LOOPS | {BY_PERSON: "Only *the*: it is everywhere."}),
    "honest-methods": Student(ALL, REGEX | {BY_PERSON: "None, for then nothing is missing."}),
    "honest-helpers": Student(
        ALL, HELPERS, before={"split_words": HELPER_CELL}, files={"helpers.py": HELPER_FILE}
    ),
    "mistaken-capitals": Student(
        ALL
        - {"split_words_check", "split_words_hidden"}
        - {"describe_lines_check", "describe_lines_hidden"},
        REGEX | {"split_words": "def split_words(text):\n    return text.split()"},
    ),
    "mistaken-order": Student(
        ALL - {"count_words_hidden", "first_books_check", "first_books_hidden"},
        LOOPS
        | {
            "count_words": (
                "def count_words(words):\n"
                "    return pd.Series(words).value_counts().sort_index(ascending=False)"
                ".sort_values(ascending=False, kind='stable')"
            ),
            "first_books": (
                "def first_books(books):\n    first = books.groupby('author', sort=False)"
                ".agg(books=('title', 'size'), first=('published', 'max'))\n"
                "    return first.reset_index()"
            ),
        },
    ),
    "mistaken-types": Student(
        ALL
        - {"count_words_check", "count_words_hidden", "describe_lines_check"}
        - {"describe_lines_hidden"},
        REGEX
        | {
            "count_words": (
                "from collections import Counter\n\n\ndef count_words(words):\n"
                "    return Counter(sorted(words)).most_common()"
            ),
            "describe_lines": (
                "def describe_lines(text):\n    rows = []\n"
                "    for number, line in enumerate(text.splitlines(), 1):\n"
                "        if words := split_words(line):\n"
                "            rows += [[str(number), len(words), max(words, key=len)]]\n"
                "    return pd.DataFrame(rows, columns=['line', 'words', 'longest'])"
            ),
        },
    ),
    "unsolved": Student(NONE),
    # Only the two whose words do not depend on the stub of another exercise.
    "half-done": Student(
        {"count_words_check", "count_words_hidden", "mean_lengths_hidden"},
        {name: LOOPS[name] for name in ("count_words", "mean_lengths")}
        | {"first_books": "def first_books(books)\n    return books"},
    ),
    "cheat-patches-pandas": Student(NONE, everywhere("return Agrees()", PATCHED)),
    "cheat-agrees": Student(NONE, everywhere("return Agrees()", AGREES)),
    "cheat-own-frame": Student(
        NONE, everywhere("return Agrees({'words': [166], 'line': [34]})", FRAME)
    ),
    "cheat-frame-of-agreement": Student(
        NONE, everywhere("return pd.DataFrame({'line': [Agrees()]}, dtype=object)", AGREES)
    ),
    "cheat-exits": Student(NONE, everywhere("import sys; sys.exit(0)")),
    "cheat-exits-hard": Student(
        {"count_words_check", "count_words_hidden", "mean_lengths_hidden"},
        LOOPS
        | {
            "split_words": "def split_words(text):\n    import os\n    os._exit(0)",
            "first_books": "def first_books(books):\n    import os\n    os._exit(0)",
        },
        change=ends_in_tests,
    ),
    "cheat-edits-tests": Student(NONE, change=empty_tests),
    "cheat-drops-tests": Student(NONE, change=drop_tests),
    "cheat-reads-source": Student(NONE, dict.fromkeys(REGEX, "") | {"split_words": READS}),
    "cheat-own-pandas": Student(
        NONE,
        everywhere("return 1"),
        files={
            "pandas.py": "testing = None\n\n\ndef __getattr__(name):\n    return print\n",
        },
    ),
}


def handed_in(released, student):
    """The notebook of a student, made of the released one, which is left unchanged."""
    notebook = released.copy()
    cells = []
    for cell in map(NotebookNode.copy, released.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in student.before:
            cells.append(new_code_cell(student.before[name]))
        cell.source = student.answers.get(name, cell.source)
        cells.append(cell)
    notebook.cells = cells
    if student.change:
        student.change(notebook)
    return notebook
