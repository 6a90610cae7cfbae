"""Text that students wrote, made harmless to show."""

import unicodedata

JOINERS = "\u200c\u200d"  # some scripts need them; they turn nothing round


def visible(text: object, limit: int = 400) -> str:
    """One line of text in which nothing is hidden, cut to a length.

    Control characters, marks that change the direction of what follows, and halves of
    characters become their escapes; line breaks and tabs become spaces.
    """
    text = str(text)
    cut = text[:limit]
    shown = "".join(map(_visible, cut)).strip()
    return f"{shown} ... ({len(text)} characters)" if len(text) > limit else shown


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in JOINERS
    return char.encode("unicode_escape").decode() if hidden else char
