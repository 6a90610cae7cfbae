r"""Formulas as MathML, which a browser draws without a network.

It knows the part of TeX that lessons and answers are written in. What it does not know, or
what is no whole formula, is refused: a formula half understood would say something else. TeX
comes from students, so every character is escaped and nothing but names of its own is a tag.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape

MOST = 2000  # characters of a formula
DEEPEST = 40  # things in one another


class NoFormula(ValueError):
    """A text is no formula that is known here; the text of the error says what is not."""


def mathml(tex: str, display: bool = False) -> str:
    r"""A formula in TeX, without its dollar signs, as an element ``<math>``.

    Parameters
    ----------
    tex : str
    display : bool
        Whether it stands on a line of its own.

    Returns
    -------
    str

    Raises
    ------
    NoFormula
    """
    if len(tex) > MOST:
        raise NoFormula(f"it has more than {MOST} characters")
    reader = _Reader(tex)
    inside = reader.row(end="")
    return f'<math display="{"block" if display else "inline"}">{inside}</math>'


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LETTERS = _pairs(
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ "
    "varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ "
    "Phi Φ Psi Ψ Omega Ω ell ℓ hbar ℏ Re ℜ Im ℑ infty ∞ partial ∂ nabla ∇ emptyset ∅ "
    "varnothing ∅ top ⊤ bot ⊥ ldots … dots … cdots ⋯ dotsc … vdots ⋮ ddots ⋱ _ _ % % # # & & $ $"
)
_OPERATORS = _pairs(
    "cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • odot ⊙ otimes ⊗ oplus ⊕ "
    "ominus ⊖ le ≤ leq ≤ ge ≥ geq ≥ leqslant ⩽ geqslant ⩾ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ "
    "approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ "
    "supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ to → rightarrow → gets ← leftarrow ← "
    "leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ "
    "longrightarrow ⟶ uparrow ↑ downarrow ↓ forall ∀ exists ∃ neg ¬ lnot ¬ land ∧ wedge ∧ lor ∨ "
    "vee ∨ mid ∣ parallel ∥ perp ⟂ coloneqq ≔ triangleq ≜ prime ′ dagger † colon : backslash \\"
)
_LARGE = _pairs("sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂")
_INTEGRALS = _pairs("int ∫ iint ∬ iiint ∭ oint ∮")
_OPENING = _pairs("lfloor ⌊ lceil ⌈ langle ⟨ lvert | lVert ‖ { { lbrace { lbrack [")
_CLOSING = _pairs("rfloor ⌋ rceil ⌉ rangle ⟩ rvert | rVert ‖ } } rbrace } rbrack ]")
_BARS = _pairs("vert | Vert ‖ | ‖")
_ACCENTS = _pairs(
    "hat ^ widehat ^ bar ¯ overline ¯ tilde ~ widetilde ~ vec → overrightarrow → dot ˙ ddot ¨ "
    "check ˇ breve ˘ overbrace ⏞"
)
_BELOW = _pairs("underline _ underbrace ⏟")
_LIMITS = _names("max min sup inf lim limsup liminf argmax argmin det gcd Pr")
_FUNCTIONS = _LIMITS | _names(
    "ln log lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg dim ker "
    "deg hom"
)
_STACKED = {*_LARGE, *_LIMITS, "underbrace", "overbrace"}  # scripts stand above and below
_SPACES = {
    "\\,": "0.17em", "\\:": "0.22em", "\\>": "0.22em", "\\;": "0.28em", "\\ ": "0.25em",
    "~": "0.25em", "\\quad": "1em", "\\qquad": "2em",
}  # fmt: skip
_IGNORED = {"\\!", "\\limits", "\\nolimits", "\\displaystyle", "\\textstyle", "\\nonumber"}
_ALPHABETS = {"mathbf": "BOLD", "boldsymbol": "BOLD", "bm": "BOLD", "mathbb": "DOUBLE-STRUCK",
              "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR"}  # fmt: skip
_UPRIGHT = {"mathrm", "operatorname", "mathsf", "mathtt"}
_TEXTS = {"text", "textrm", "textbf", "textit", "texttt", "mbox"}
_SIZES = {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}
_SIZED = re.compile(r"\\(big|Big|bigg|Bigg)([lrm]?)")
_ENVIRONMENTS = {  # what stands left and right of their table, and how its columns are set
    "matrix": ("", "", ""), "smallmatrix": ("", "", ""), "array": ("", "", ""),
    "pmatrix": ("(", ")", ""), "bmatrix": ("[", "]", ""), "Bmatrix": ("{", "}", ""),
    "vmatrix": ("|", "|", ""), "Vmatrix": ("‖", "‖", ""), "cases": ("{", "", "left"),
    "aligned": ("", "", "pairs"), "align": ("", "", "pairs"), "align*": ("", "", "pairs"),
    "split": ("", "", "pairs"), "gathered": ("", "", ""), "gather": ("", "", ""),
    "gather*": ("", "", ""), "equation": ("", "", ""), "equation*": ("", "", ""),
}  # fmt: skip
NO_BREAK = "\u00a0"  # MathML drops other spaces at an end
_UNDER = ("munder", "mover", "munderover")
_BESIDE = ("msub", "msup", "msubsup")
_WIDE = {"widehat", "overline", "widetilde", "overrightarrow", "overbrace"}
_PLAIN = {"\\,": "\u2009", "\\ ": " ", "~": " ", "\\-": "-"}
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\{,\}\d{3})*(?:\.\d+)?|\.\d+|\s+|.", re.DOTALL)
_AFTER_FUNCTION = re.compile(r"[A-Za-z0-9]|\\(?!left|big)[a-z]")  # wants a thin space before it
_THIN = '<mspace width="0.17em"></mspace>'


def _mo(char: str, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<mo{said}>{escape(char)}</mo>"


def _fence(char: str, form: str) -> str:
    """A bracket as high as the text; MathML alone would stretch it."""
    return _mo(char, form=form, stretchy="false")


class _Reader:
    """Reads TeX from left to right, each method as much as it is named for."""

    def __init__(self, tex: str) -> None:
        self._tokens = _TOKEN.findall(tex)
        self._at = self._depth = 0
        self.ended_by = ""

    def row(self, end: str, *ends: str) -> str:
        """What stands before the first of these tokens, which is taken as well."""
        parts: list[str] = []
        while self._next() not in (end, *ends):
            parts.append(self._scripted(starts=not parts or _is_operator(parts[-1])))
        self.ended_by = self._take()
        return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"

    def _next(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def _scripted(self, starts: bool) -> str:
        """One thing with what is set above and below it."""
        token = self._next()
        name = token[1:].rstrip("*") if token.startswith("\\") else ""
        base = "<mrow></mrow>" if token in ("^", "_", "'") else self._atom(starts)
        low, high = self._scripts()
        is_large = name in _STACKED or token == "\\operatorname*"
        tags = _UNDER if is_large else _BESIDE
        if low and high:
            base = f"<{tags[2]}>{base}{low}{high}</{tags[2]}>"
        elif low or high:
            tag = tags[0] if low else tags[1]
            base = f"<{tag}>{base}{low or high}</{tag}>"
        wants_space = name in _FUNCTIONS and _AFTER_FUNCTION.match(self._next())
        return base + _THIN if wants_space else base

    def _scripts(self) -> tuple[str, str]:
        low = high = ""
        while (sign := self._next()) in ("^", "_", "'"):
            self._take()
            if sign == "_" and not low:
                low = self._argument()
            elif sign == "^" and not high:
                high = self._argument()
            elif sign == "'" and not high:
                count = 1
                while self._next() == "'":
                    self._take()
                    count += 1
                high = _mo("′" * count)
                if self._next() == "^":
                    self._take()
                    high = f"<mrow>{high}{self._argument()}</mrow>"
            else:
                raise NoFormula(f"two {sign} in one place")
        return low, high

    def _argument(self) -> str:
        r"""What a command takes: a group or one character, so ``\frac12`` is a half."""
        token = self._next()
        if token in ("", "}", "&", "^", "_"):
            raise NoFormula("an argument is missing")
        if token[0].isdigit() and len(token) > 1:
            self._tokens[self._at : self._at + 1] = [token[0], token[1:]]
        return self._atom(starts=True)

    def _words(self) -> str:
        """A group that is text, as it stands."""
        if self._take() != "{":
            raise NoFormula("a group is missing")
        start, depth = self._at, 1
        while depth:
            if self._at >= len(self._tokens):
                raise NoFormula("a group is not closed")
            depth += {"{": 1, "}": -1}.get(self._tokens[self._at], 0)
            self._at += 1
        said = "".join(_PLAIN.get(token, token) for token in self._tokens[start : self._at - 1])
        if re.search(r"[\\{}$^&]", re.sub(r"\\([_%#&$])", "", said)):
            raise NoFormula("more than words in a text")
        return re.sub(r"\\([_%#&$])", r"\1", said)

    def _atom(self, starts: bool) -> str:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NoFormula("it is nested too deep")
        made = self._thing(self._take(), starts)
        self._depth -= 1
        return made

    def _thing(self, token: str, starts: bool) -> str:
        if not token:
            raise NoFormula("it ends too early")
        if token == "{":
            return self.row("}")
        if token in _SPACES:
            return f'<mspace width="{_SPACES[token]}"></mspace>'
        if token in _IGNORED:
            return ""
        if token.startswith("\\"):
            return self._command(token, token[1:].rstrip("*"), starts)
        if token[0].isdigit() or (token[0] == "." and len(token) > 1):
            return f"<mn>{token.replace('{,}', ',')}</mn>"
        if token in "}&%#$" or not token.isprintable():
            raise NoFormula(f"{token!r} stands where it means nothing")
        if token.isalpha():
            return f"<mi>{escape(token)}</mi>"
        if token in "([":
            return _fence(token, "prefix")
        if token in ")]":
            return _fence(token, "postfix")
        if token == "|":
            return _mo("|", stretchy="false")
        form = {"form": "prefix"} if starts and token in "+-" else {}
        return _mo({"-": "−", "*": "∗"}.get(token, token), **form)

    def _command(self, token: str, name: str, starts: bool) -> str:
        if name in ("pm", "mp") and starts:
            return _mo(_OPERATORS[name], form="prefix")
        if name in _SYMBOLS:
            return _SYMBOLS[name]
        if sized := _SIZED.fullmatch(token):
            return self._sized(*sized.groups())
        if name not in _COMMANDS:
            raise NoFormula(f"{token} is not known")
        return _COMMANDS[name](self, name)

    def _sized(self, size: str, side: str) -> str:
        form = {"form": "prefix"} if side == "l" else {"form": "postfix"} if side == "r" else {}
        return _mo(self._delimiter(), minsize=_SIZES[size], maxsize=_SIZES[size], **form)

    def _accented(self, name: str) -> str:
        accent = _mo(_ACCENTS[name], stretchy="true" if name in _WIDE else "false")
        return f'<mover accent="true">{self._argument()}{accent}</mover>'

    def _underlined(self, name: str) -> str:
        return f"<munder>{self._argument()}{_mo(_BELOW[name], stretchy='true')}</munder>"

    def _text(self, name: str) -> str:
        return f"<mtext>{escape(self._words().replace(' ', NO_BREAK))}</mtext>"

    def _upright(self, name: str) -> str:
        words = "".join(self._words().split(" "))
        return f'<mi mathvariant="normal">{escape(words)}</mi>'

    def _in_alphabet(self, name: str) -> str:
        if self._next() == "{":
            words = self._words()
        else:
            words = self._take()
            words = _LETTERS.get(words[1:], "") if words.startswith("\\") else words
        letters = "".join(_lettered(char, _ALPHABETS[name]) for char in words if char != " ")
        return f"<mi>{escape(letters)}</mi>"

    def _fraction(self, name: str) -> str:
        return f"<mfrac>{self._argument()}{self._argument()}</mfrac>"

    def _binomial(self, name: str) -> str:
        top, bottom = self._argument(), self._argument()
        inside = f'<mfrac linethickness="0">{top}{bottom}</mfrac>'
        return f"<mrow>{_mo('(', form='prefix')}{inside}{_mo(')', form='postfix')}</mrow>"

    def _root(self, name: str) -> str:
        if self._next() != "[":
            return f"<msqrt>{self._argument()}</msqrt>"
        self._take()
        degree = self.row("]")
        return f"<mroot>{self._argument()}{degree}</mroot>"

    def _between(self, name: str) -> str:
        r"""What stands between ``\left`` and ``\right``, in brackets as high as it is."""
        left, inside = self._delimiter(), self.row("\\right")
        return _enclosed(left, inside, self._delimiter())

    def _middle(self, name: str) -> str:
        return _mo(self._delimiter(), stretchy="true")

    def _delimiter(self) -> str:
        token = self._take()
        if token == ".":
            return ""
        if token in ("<", ">"):
            return {"<": "⟨", ">": "⟩"}[token]
        if len(token) == 1 and token in "()[]|/":
            return token
        known = _OPENING | _CLOSING | _BARS
        if not token.startswith("\\") or token[1:] not in known:
            raise NoFormula(f"{token!r} is no bracket")
        return known[token[1:]]

    def _environment(self, name: str) -> str:
        kind = self._words()
        if kind not in _ENVIRONMENTS:
            raise NoFormula(f"an environment {kind!r} is not known")
        if kind == "array":
            self._words()  # how its columns are set
        left, right, columns = _ENVIRONMENTS[kind]
        rows: list[list[str]] = [[]]
        self.ended_by = ""
        while self.ended_by != "\\end":
            rows[-1].append(self.row("&", "\\\\", "\\end"))
            if self.ended_by == "\\\\":
                rows.append([])
        if self._words() != kind:
            raise NoFormula(f"an environment {kind!r} is not closed")
        if rows[-1] == ["<mrow></mrow>"] and len(rows) > 1:
            rows.pop()  # a line break after the last row
        table = "".join(f"<mtr>{_cells(row, columns)}</mtr>" for row in rows)
        return _enclosed(left, f"<mtable>{table}</mtable>", right)


def _cells(row: list[str], columns: str) -> str:
    sides = {"left": ("left", "left"), "pairs": ("right", "left")}.get(columns)
    return "".join(
        f'<mtd class="{sides[number % 2]}">{cell}</mtd>' if sides else f"<mtd>{cell}</mtd>"
        for number, cell in enumerate(row)
    )


def _enclosed(left: str, inside: str, right: str) -> str:
    before = _mo(left, form="prefix", stretchy="true") if left else ""
    after = _mo(right, form="postfix", stretchy="true") if right else ""
    return f"<mrow>{before}{inside}{after}</mrow>"


def _is_operator(part: str) -> bool:
    """Whether a minus behind this one stands for a sign."""
    return part.startswith("<mo") and 'form="postfix"' not in part and "<mo>!" not in part


def _lettered(char: str, alphabet: str) -> str:
    """A letter or digit in another alphabet; Unicode has some of them under older names."""
    kind = re.sub("^LATIN|LETTER |^GREEK", "", unicodedata.name(char, "")).strip()
    for name in (f"MATHEMATICAL {alphabet} {kind}", f"{alphabet} {kind}", f"BLACK-LETTER {kind}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    raise NoFormula(f"{char!r} is not in that alphabet")


_SYMBOLS = (
    {name: f"<mi>{escape(char)}</mi>" for name, char in _LETTERS.items()}
    | {name: f"<mi>{name}</mi>" for name in _FUNCTIONS}
    | {name: _mo(char) for name, char in (_OPERATORS | _LARGE | _INTEGRALS).items()}
    | {name: _fence(char, "prefix") for name, char in _OPENING.items()}
    | {name: _fence(char, "postfix") for name, char in _CLOSING.items()}
    | {name: _mo(char, stretchy="false") for name, char in _BARS.items()}
)
_COMMANDS: Mapping[str, Callable[[_Reader, str], str]] = (
    dict.fromkeys(_ACCENTS, _Reader._accented)
    | dict.fromkeys(_BELOW, _Reader._underlined)
    | dict.fromkeys(_TEXTS, _Reader._text)
    | dict.fromkeys(_UPRIGHT, _Reader._upright)
    | dict.fromkeys(_ALPHABETS, _Reader._in_alphabet)
    | dict.fromkeys(("frac", "dfrac", "tfrac"), _Reader._fraction)
    | {
        "binom": _Reader._binomial,
        "sqrt": _Reader._root,
        "left": _Reader._between,
        "middle": _Reader._middle,
        "begin": _Reader._environment,
    }
)
