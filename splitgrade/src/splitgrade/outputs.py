"""What cells show: text, pictures and errors in nbformat's form, as far as there is room.

The student's process keeps what fits into one message. Who reads that message builds each output
anew, so that the notebook stays valid and holds nothing but these, in the room of a notebook.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any

Output = dict[str, Any]

MAX_ITEMS = 1000  # outputs of one cell, besides its error
MAX_LINES = 100  # of a traceback: its last
ERROR_TEXT = 2000  # characters of a cell's error that are kept where there is no room
CUT = "\n... output cut here ...\n"

SVG = "image/svg+xml"  # the page shows it as a picture, in which no script runs
PICTURES = ("image/png", "image/jpeg", "image/gif", SVG)


@dataclass
class Room:
    """How much can still be kept, of a cell or of a notebook.

    Parameters
    ----------
    text : int
        Characters.
    pictures : int
        Bytes. Those of a cell, and its text, have to fit into one message.
    """

    text: int = 200_000
    pictures: int = 7_500_000


class Outputs:
    """What one cell showed.

    Parameters
    ----------
    room : Room, optional
        What is kept is taken from it.

    Attributes
    ----------
    items : list of dict
        Outputs in nbformat's form.
    """

    def __init__(self, room: Room | None = None) -> None:
        self.items: list[Output] = []
        self._room = Room() if room is None else room
        self._told = False  # that something was cut

    def text(self, name: str, text: str) -> None:
        """Add to a stream."""
        kept = self._fitting(text)
        if kept and self.items and self.items[-1].get("name") == name:
            self.items[-1]["text"] += kept
        elif kept:
            self._add({"output_type": "stream", "name": name, "text": kept})

    def data(self, kind: str, bundle: dict[str, Any], metadata: object = None, **more: Any) -> None:
        """Add a display or a result: its pictures, and its text.

        Bytes of a picture are kept in base64, as a kernel sends them. In place of a picture
        that does not fit there is a sentence.
        """
        kept, plain = {}, bundle.get("text/plain")
        for mime in PICTURES:
            picture = _picture(mime, bundle.get(mime))
            size, left = _bytes(mime, picture), self._room.pictures
            if size > left:
                plain = (
                    f"(Left out: a picture of {size / 1e6:.1f} MB, as there was room for "
                    f"{left / 1e6:.1f} MB more.)"
                )
            elif picture:
                self._room.pictures -= size
                kept[mime] = picture
        if isinstance(plain, str) and (text := self._fitting(plain)):
            kept["text/plain"] = text
        if kept:
            sizes = {mime: sides for mime in kept if (sides := _size_of(metadata, mime))}
            self._add({"output_type": kind, "data": kept, "metadata": sizes, **more})

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Add an error. There is always room for the last one of a cell."""
        crowded = len(self.items) > MAX_ITEMS + 1 or not self._room.text
        if crowded and self.items[-1:] and self.items[-1]["output_type"] == "error":
            self.items.pop()
        room = max(self._room.text, ERROR_TEXT)
        value, lines = _start(value, room), _last_lines(traceback, room)
        self._room.text = max(0, self._room.text - len(value) - sum(map(len, lines)))
        self.items.append(
            {"output_type": "error", "ename": name[:200], "evalue": value, "traceback": lines}
        )

    def _fitting(self, text: str) -> str:
        """The start of a text that there is room for; once, what says that there was more."""
        left = self._room.text
        self._room.text = max(0, left - len(text))
        if len(text) <= left:
            return text
        return text[:left] + self._cut()

    def _cut(self):
        said, self._told = self._told, True
        return "" if said else CUT

    def _add(self, item):
        if len(self.items) < MAX_ITEMS:
            self.items.append(item)
        elif said := self._cut():
            self.items.append({"output_type": "stream", "name": "stdout", "text": said})


def checked(outputs: object, room: Room) -> list[Output]:
    """The well-formed ones among outputs that may be a student's own making, built anew.

    Parameters
    ----------
    outputs : object
        What a process reports as the outputs of a cell.
    room : Room
        What is kept is taken from it.

    Returns
    -------
    list of dict
    """
    kept = Outputs(room)
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict):
            _take(kept, output)
    return kept.items


def _take(kept: Outputs, output: dict[str, Any]) -> None:
    kind = output.get("output_type")
    lines, data = output.get("traceback"), output.get("data")
    if kind == "stream" and output.get("name") in ("stdout", "stderr"):
        kept.text(output["name"], _text(output.get("text")))
    elif kind == "error" and isinstance(lines, list):
        words = [_text(line) for line in lines[-MAX_LINES:]]
        kept.error(_text(output.get("ename")), _text(output.get("evalue")), words)
    elif kind == "display_data" and isinstance(data, dict):
        kept.data(kind, _texts(data), output.get("metadata"))
    elif kind == "execute_result" and isinstance(data, dict):
        kept.data(kind, _texts(data), output.get("metadata"), execution_count=None)


def _text(value: object) -> str:
    """Text that can be written to a file."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else ""


def _texts(data: dict[str, Any]) -> dict[str, str]:
    return {mime: _text(value) for mime, value in data.items() if isinstance(value, str)}


def _picture(mime: str, value: object) -> str | None:
    """A picture as nbformat holds it; None for what is none."""
    if isinstance(value, bytes) and mime != SVG:
        return base64.b64encode(value).decode()
    if not isinstance(value, str):
        return None
    return value if mime == SVG or re.fullmatch(r"[A-Za-z0-9+/=\s]+", value) else None


def _bytes(mime: str, picture: str | None) -> int:
    if mime == SVG:
        return len((picture or "").encode("utf-8", "backslashreplace"))
    return len(picture or "") * 3 // 4


def _size_of(metadata: object, mime: str) -> dict[str, int]:
    """The pixels in which a picture is to be shown, where they were said."""
    said = metadata.get(mime) if isinstance(metadata, dict) else None
    sides = {side: said.get(side) for side in ("width", "height")} if isinstance(said, dict) else {}
    return {side: n for side, n in sides.items() if type(n) is int and 0 < n < 10_000}


def _start(text: str, room: int) -> str:
    return text if len(text) <= room else text[:room] + CUT


def _last_lines(lines: list[str], room: int) -> list[str]:
    kept: list[str] = []
    for line in reversed(lines[-MAX_LINES:]):
        if room <= 0:
            break
        kept.insert(0, _start(line, room))
        room -= len(line)
    return kept
