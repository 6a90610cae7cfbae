"""Pictures that students paste into text cells: nbformat calls them attachments.

They come from students: only pictures are kept of them, as whole base64. Their size is
bounded with that of the notebook's file.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from urllib.parse import quote

# In <img> a browser runs nothing of a picture, be it SVG.
KINDS = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")
MOST = 100  # pictures of one cell

Pictures = dict[str, dict[str, str]]  # base64 by MIME type, by name


def cleaned(raw: object) -> Pictures:
    """What of a cell's attachments is a picture; nothing of it is believed before."""
    found: Pictures = {}
    for name, bundle in raw.items() if isinstance(raw, Mapping) else ():
        if isinstance(bundle, Mapping) and len(found) < MOST:
            kinds = {kind: _base64(bundle[kind]) for kind in KINDS if kind in bundle}
            kept = {kind: data for kind, data in kinds.items() if data}
            if kept:
                found[_writable(name)] = kept
    return found


def joined(parts: Iterable[tuple[str, Pictures]], more: Pictures) -> tuple[str, Pictures]:
    """Several texts as one, with their pictures and ``more``.

    Pasted pictures are all called image.png: where two have one name, the later gets another.
    """
    texts: list[str] = []
    pictures: Pictures = {}
    for number, (text, own) in enumerate(parts, 1):
        for name, bundle in own.items():
            if pictures.get(name, bundle) != bundle:
                for written in {name, quote(name)}:
                    text = text.replace(f"attachment:{written}", f"attachment:{number}-{written}")
                name = f"{number}-{name}"
            pictures[name] = bundle
        texts.append(text)
    return "\n\n".join(texts), more | pictures


def _base64(value: object) -> str:
    """Base64 in one line; empty where it is none."""
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    try:
        text = "".join(value.split()) if isinstance(value, str) else ""
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return text


def _writable(name: object) -> str:
    """A name without lone surrogates, which no file can hold."""
    return str(name).encode("utf-8", "backslashreplace").decode("utf-8")
