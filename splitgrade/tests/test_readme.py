"""What the README says to strangers is what the code does."""

import importlib
import pkgutil
import re
import tomllib
from pathlib import Path

from traitlets.config import Configurable

import splitgrade

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
COURSE = PROJECT / "tests/foreign/course"


def settings():
    """Every class of ours that a course can set, with its settings that have a help."""
    for module in pkgutil.walk_packages(splitgrade.__path__, "splitgrade."):
        if module.name.startswith("splitgrade.adapters") or module.name.endswith("__main__"):
            continue
        for kind in vars(importlib.import_module(module.name)).values():
            ours = isinstance(kind, type) and kind.__module__ == module.name
            if ours and issubclass(kind, Configurable):
                own = kind.class_own_traits(config=True)
                yield kind, [own[name] for name in vars(kind) if name in own and own[name].help]


def settings_table():
    rows = ["| setting | default | what it is |", "| --- | --- | --- |"]
    for kind, traits in sorted(settings(), key=lambda each: each[0].__name__):
        for trait in traits:
            default = getattr(kind(), trait.name)
            rows.append(f"| `c.{kind.__name__}.{trait.name}` | `{default!r}` | {trait.help} |")
    return "\n".join(rows)


def test_settings_are_told_with_their_defaults():
    told = re.search(r"<!-- settings:.*?-->\n\n(.*?)\n\n<!-- end", README, re.DOTALL)
    assert told and told[1] == settings_table()


def test_three_lines_switch_it_on():
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    lines = [line for line in block.splitlines() if line]
    config = (COURSE / "nbgrader_config.py").read_text(encoding="utf-8")
    assert len(lines) == 3 and all(f"\n{line}" in config for line in lines)


def test_what_it_needs_is_what_it_declares():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python, nbgrader = re.search(
        r"Python (\S+) or newer and nbgrader (\S+) or newer", README
    ).groups()
    assert project["requires-python"] == f">={python}"
    assert f"nbgrader>={nbgrader}" in project["dependencies"]


def test_links_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (PROJECT / target).exists(), target
