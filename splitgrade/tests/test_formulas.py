"""Formulas: what is drawn is what TeX says, and a student's TeX is never anything else."""

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from splitgrade.formulas import DEEPEST, MOST, NoFormula, mathml
from splitgrade.markdown import safe_html, safe_line

TAGS = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"),
}


def shape(tex):
    """A formula's elements as nested text, without rows of one and without attributes."""
    return _shape(ET.fromstring(mathml(tex)))


def _shape(element):
    inside = "".join(map(_shape, element)) or element.text or ""
    if element.tag in ("math", "mrow"):
        return inside
    return inside if element.tag in ("mi", "mn", "mo") else f"{element.tag}({inside})"


@pytest.mark.parametrize(
    "tex, drawn",
    [
        ("x", "x"),
        ("2.5 x", "2.5x"),
        (r"82{,}173", "82,173"),
        ("a - b", "a−b"),
        (r"\frac12", "mfrac(12)"),
        (r"\frac1K", "mfrac(1K)"),
        (r"\frac{a + b}{c}", "mfrac(a+bc)"),
        ("x^10", "msup(x1)0"),  # as TeX does
        ("x_i^2", "msubsup(xi2)"),
        ("x^2_i", "msubsup(xi2)"),
        ("b'_k", "msubsup(bk′)"),
        ("f''", "msup(f′′)"),
        (r"\sqrt{x}", "msqrt(x)"),
        (r"\sqrt[3]{x}", "mroot(x3)"),
        (r"\sum_{i=1}^n x_i", "munderover(∑i=1n)msub(xi)"),
        (r"\max_i x", "munder(maxi)mspace()x"),
        (r"\ln(x)", "ln(x)"),
        (r"\int_0^1", "msubsup(∫01)"),
        (r"\hat x", "mover(x^)"),
        (r"\alpha \le \beta", "α≤β"),
        (r"\mathrm{kernel\_size}", "kernel_size"),
        (r"\text{if } x", "mtext(if\u00a0)x"),
        (r"\mathbb{R}^n", "msup(ℝn)"),
        (r"\mathcal{L}", "ℒ"),
        (r"\mathbf{W}", "𝐖"),
        (r"\left\{ \frac ab \right.", "{mfrac(ab)"),
        (r"\Big( x \Big)", "(x)"),
        (r"\lVert x \rVert_2", "‖xmsub(‖2)"),
        (
            r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
            "(mtable(mtr(mtd(1)mtd(2))mtr(mtd(3)mtd(4))))",
        ),
        (r"\begin{cases} x \\ y \\ \end{cases}", "{mtable(mtr(mtd(x))mtr(mtd(y)))"),
        (r"\operatorname*{arg\,max}_x", "munder(arg\u2009maxx)"),
    ],
)
def test_what_tex_says_is_drawn(tex, drawn):
    assert shape(tex) == drawn


def test_a_minus_is_a_sign_where_nothing_stands_before_it():
    signs = r'<mo form="prefix">−</mo>'
    for tex, count in (
        ("-x", 1),
        ("a - b", 0),
        ("2 \\cdot (-1)", 1),
        ("a = -b", 1),
        ("(a) - b", 0),
    ):
        assert mathml(tex).count(signs) == count, tex


@pytest.mark.parametrize(
    "tex",
    [
        *("{", "}", "x^", "_", "a_b_c", "x^2^3", r"\frac1", r"\frac", r"\sqrt[3", r"\left( x"),
        *(r"\left x \right)", r"\right)", r"\begin{matrix} 1", r"\begin{matrix} 1 \end{cases}"),
        *(r"\begin", r"\begin{tikzpicture} \end{tikzpicture}", r"\text{a $x$}", r"\text{a", "&"),
        *(r"\href{javascript:x}{y}", r"\html{<b>}", r"\def\x{y}", r"\unknown", "\\", "50%", "\x00"),
        *(r"\mathbb{\frac12}", r"\mathcal{é}", "\u202ex", "x" * (MOST + 1)),
    ],
)
def test_half_a_formula_and_what_is_not_known_is_refused(tex):
    with pytest.raises(NoFormula):
        mathml(tex)


@pytest.mark.parametrize(
    "part", ["{", r"\sqrt", r"\left(", "x^{", r"\begin{matrix}", r"\hat ", r"\frac1", r"\text{"]
)
def test_what_is_nested_without_end_is_refused(part):
    with pytest.raises(NoFormula):
        mathml(part * (MOST // len(part)))
    assert mathml("{" * (DEEPEST - 1) + "x" + "}" * (DEEPEST - 1))


PIECES = [
    *(
        r"\frac",
        r"\sqrt",
        r"\text",
        r"\mathrm",
        r"\mathbf",
        r"\left",
        r"\right",
        r"\begin",
        r"\end",
    ),
    *(r"\sum", r"\hat", r"\ln", r"\,", "\\\\", r"\_", r"\{", r"\}", r"\|", r"\big", "{matrix}"),
    *"{}[]()^_&'|<>\"-+.%$#~/ 12aé\n\x01\u202e",
    *("<script>", "</math>", "onclick=", "&lt;", "<!--"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.booleans())
def test_any_text_is_a_formula_of_known_elements_or_refused(tex, display):
    try:
        drawn = mathml(tex, display)
    except NoFormula:
        return
    root = ET.fromstring(drawn)
    assert {element.tag for element in root.iter()} <= TAGS
    letters = re.sub(r"\s", "", "".join(root.itertext()))
    assert "script" not in letters or "script" in tex
    assert safe_html(f"${tex}$").count("<script") == 0


@pytest.mark.parametrize(
    "source, count",
    [
        ("a $x$ b", 1),
        ("$$x$$", 1),
        ("\\\\(x\\\\) and \\\\[y\\\\]", 2),
        ("\\begin{align}a &= b\\\\ c &= d\\end{align}", 1),
        ("`$x$` and\n\n```\n$y$\n```\n", 0),
        (r"costs \$5 and \$6", 0),
        ("| $x$ |\n|---|\n| $y$ |", 2),
    ],
)
def test_formulas_in_markdown_are_drawn(source, count):
    assert safe_html(source).count("<math") == count


def test_a_formula_that_is_not_known_stays_as_it_was_written():
    assert safe_html(r"so $\mystery{<b>}$ it is") == r"<p>so $\mystery{&lt;b&gt;}$ it is</p>" + "\n"
    assert r"\begin{tikzpicture}x\end{tikzpicture}" in safe_html(
        r"\begin{tikzpicture}x\end{tikzpicture}"
    )


SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "source",
    [
        r'![$\text{" onerror=alert(1) x="}$](y.png)',
        r"[$x$](javascript:alert(1))",
        f"<math><annotation-xml encoding='text/html'>{SCRIPT}</annotation-xml></math>",
        "<math><mi onclick='alert(1)' href='javascript:alert(1)' style='color:red'>x</mi></math>",
        f"<math><mtext><table><mglyph><style>{IMAGE}</style></mglyph></table></math>",
        f"<math><mtext></math>{IMAGE}{SCRIPT}",
        f"${IMAGE}$",
        rf"$\text{{{IMAGE}}}$ $$\mathrm{{{SCRIPT}}}$$",
        rf"\begin{{align}}{SCRIPT}\end{{align}}",
    ],
)
def test_nothing_runs_in_a_text_with_formulas(source):
    reader = Elements()
    reader.feed(safe_html(source))
    for tag, attributes in reader.found:
        assert tag in TAGS | {"p", "img", "a", "table", "tr", "td", "tbody"}
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("style", "xlink:href")
            assert "javascript:" not in (value or "")


class Elements(HTMLParser):
    """The elements of a page, as a browser takes it apart."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, attributes))


def test_a_heading_is_one_line_of_text():
    assert (
        safe_line("2. Which `weights` can *go*?")
        == "2. Which <code>weights</code> can <em>go</em>?"
    )
    assert safe_line("[a](http://x.org) <img src=x> $x$") == (
        'a  <math display="inline"><mi>x</mi></math>'
    )
