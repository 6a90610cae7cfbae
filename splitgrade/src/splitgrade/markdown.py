"""A student's Markdown as HTML in which nothing runs, with its pictures and formulas in it.

JupyterLab writes ``%20`` for a space in a reference to a picture and not in its name, and shows
``<img src="attachment:...">`` as well. nbconvert knows neither, and breaks off where a picture
is missing.
"""

from __future__ import annotations

import base64
import html
import re
from urllib.parse import unquote

from bleach import ALLOWED_TAGS, clean  # type: ignore[import-untyped]
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from splitgrade.formulas import NoFormula, mathml
from splitgrade.pictures import KINDS, Pictures, cleaned

_TAGS = {
    *ALLOWED_TAGS,
    *("p", "br", "hr", "pre", "div", "span", "del", "sup", "sub", "img"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_IN_LINE = {"b", "code", "del", "em", "i", "strong", "sub", "sup"}
_MATH = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"),
}
_OF_MATH = {
    *("display", "form", "stretchy", "minsize", "maxsize", "accent", "linethickness"),
    *("mathvariant", "width"),
}
_IMAGE = {"src", "alt", "title", "width", "height"}
_PICTURE = re.compile(rf"data:(?:{'|'.join(map(re.escape, KINDS))});base64,[A-Za-z0-9+/]*={{0,2}}")
_LINK = re.compile(r"(?:https?:|mailto:|#|[^:]*$)", re.IGNORECASE)

_MISSING = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="30">'
    b'<text x="5" y="20" font-family="sans-serif" font-size="14">'
    b"This picture is not in the notebook.</text></svg>"
).decode()
_IN_HTML = re.compile(
    r"""(?P<start><img\b[^<>]*?\bsrc\s*=\s*)
    (?: "attachment:(?P<double>[^"]*)" | 'attachment:(?P<single>[^']*)'
      | attachment:(?P<bare>[^\s"'>]+) )""",
    re.VERBOSE | re.IGNORECASE,
)


def safe_html(source: str, attachments: object = None) -> str:
    """An essay is a student's own text: of its HTML only what shows something is kept.

    Parameters
    ----------
    source : str
        Markdown.
    attachments : dict, optional
        The cell's, as nbformat has them.

    Returns
    -------
    str
    """
    pictures = cleaned(attachments)
    renderer = _Renderer(escape=False, attachments=_Shown(pictures))
    page = MarkdownWithMath(renderer=renderer).render(source)
    page = _IN_HTML.sub(lambda found: _embedded(found, pictures), page)
    protocols = {"http", "https", "mailto", "data"}
    return str(clean(page, tags=_TAGS | _MATH, attributes=_is_kept, protocols=protocols))


def safe_line(source: str) -> str:
    """A heading's text as HTML that may stand in a line of other text, or in a link."""
    renderer = _Renderer(escape=False, exclude_anchor_links=True)
    page = MarkdownWithMath(renderer=renderer).render(f"# {source}")  # no list, be it "1. Sums"
    line = clean(page, tags=_IN_LINE | _MATH, attributes=_is_kept, strip=True)
    return str(line).strip()


class _Renderer(IPythonRenderer):
    """Draws formulas; one that is none, or none that is known, stays as it was written."""

    def inline_math(self, body: str) -> str:
        return _drawn(body, False) or super().inline_math(body)

    def block_math(self, body: str) -> str:
        return _drawn(body, True) or super().block_math(body)

    def latex_environment(self, name: str, body: str) -> str:
        whole = rf"\begin{{{name}}}{body}\end{{{name}}}"
        return _drawn(whole, True) or super().latex_environment(name, body)


def _drawn(tex: str, display: bool) -> str:
    try:
        return mathml(tex, display)
    except NoFormula:
        return ""


def _is_kept(tag: str, name: str, value: str) -> bool:
    """Whether an attribute is kept; data may only be a picture's."""
    if tag == "img" and name == "src":
        return bool(_PICTURE.fullmatch(value) or _LINK.match(value))
    if tag == "a" and name == "href":
        return bool(_LINK.match(value))
    if tag in _MATH and name in _OF_MATH:
        return True
    return (
        name in {"class", "id", "align"}
        or name in _IMAGE
        and tag == "img"
        or name == "title"
        and tag == "a"
    )


class _Shown(dict[str, dict[str, str]]):
    """The picture that a reference means; one that says so where it is missing."""

    def __contains__(self, reference: object) -> bool:
        return True

    def __getitem__(self, reference: str) -> dict[str, str]:
        for name, bundle in self.items():
            if reference == name or unquote(reference) == unquote(name):
                return bundle
        return {"image/svg+xml": _MISSING}


def _embedded(found: re.Match[str], pictures: Pictures) -> str:
    name = found["double"] or found["single"] or found["bare"] or ""
    kind, data = next(iter(_Shown(pictures)[html.unescape(name)].items()))
    return f'{found["start"]}"data:{kind};base64,{data}"'
