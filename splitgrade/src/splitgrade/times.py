"""Times as people write them: read as they are meant, or refused with a form that is right.

nbgrader's own reader takes "+0200" for 200 seconds, "01.12.2026" for 12 January, and a zone
that it does not know, such as CEST, for UTC: a time decides about points, so none is guessed.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import dateutil.parser

if TYPE_CHECKING:
    from traitlets.config import Config

_RIGHT = "2026-12-01 08:30:00 UTC"
_LONGEST = 100  # characters of a time; a file may hold some bytes more
_MOST_HOURS = 14  # that a clock anywhere is away from UTC
# A time of day with what comes before it, and a zone behind.
_CLOCK = re.compile(
    r"""(?ix) (?P<when> .*? (?: \d:\d\d (?: :\d\d (?:[.,]\d+)? )? (?:\ ?[ap]m\b)?
                              | \b\d\d?\ ?[ap]m\b ) )
        \ ? (?P<zone> [^\d:.,\ ] .* )?"""
)
_NUMBERS = re.compile(
    r"""(?ix) (\d{4}) [-/] (\d\d?) [-/] (\d\d?)
        (?: [T ,-]+ (\d\d?) [:-] (\d\d) (?: [:-] (\d\d) (?: [.,] (\d{1,6}) \d* )? )?
            (?: \ ?([ap])m )? )?"""
)
_MONTH = re.compile(r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")
_OFFSET = re.compile(r"(?i)(?:UTC|GMT)? ?([+-])(?:(\d\d?)(?::([0-5]\d))?|(\d\d)([0-5]\d))")


class NoTime(ValueError):
    """A time that cannot be read for sure; the text shows it, says why, and shows a right one."""

    def __init__(self, said: str, why: str) -> None:
        super().__init__(f"{said!r} {why}: write a time such as {_RIGHT}")


def read_time(said: str | datetime | None, zone: str = "UTC") -> datetime | None:
    """Read a time: what nbgrader's ``parse_utc`` does, without its guesses.

    Parameters
    ----------
    said : str, datetime or None
        A date with the year first or the month's name, and a time of day. A zone behind it is
        UTC, an offset such as +02:00, or a name such as Europe/Berlin; without one it is UTC.
    zone : str
        The course's own zone, whose abbreviations are known.

    Returns
    -------
    datetime or None
        In UTC, and without a zone, as nbgrader keeps it. None for None.

    Raises
    ------
    NoTime
    """
    if said is None:
        return None
    if isinstance(said, str):
        text = " ".join(said.split())[:_LONGEST]
        found = _CLOCK.fullmatch(text)
        when, named = (found["when"], found["zone"]) if found else (text, None)
        try:
            said = _date(text, when, found is not None)
            said = said.replace(tzinfo=_zone(text, named, said, zone))
            return said.astimezone(UTC).replace(tzinfo=None)
        except OverflowError as error:
            raise NoTime(text, "is no time") from error
    return said if said.tzinfo is None else said.astimezone(UTC).replace(tzinfo=None)


def read_stamp(path: str | Path, zone: str = "UTC") -> datetime | None:
    """Read the time in a timestamp.txt; None where there is none, or an empty one.

    Raises
    ------
    NoTime
        Also if it is no plain file, or no text.
    """
    path = Path(path)
    try:
        if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would never end
            raise NoTime(path.name, "is a link or no plain file, which is not read")
        with path.open("rb") as file:
            data = file.read(10 * _LONGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NoTime(path.name, f"cannot be read ({os.strerror(error.errno or 0)})") from error
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        said = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoTime(path.name, "is not text in UTF-8") from error
    return read_time(said, zone) if said.strip() else None


def courses_zone(config: Config) -> str:
    """The zone in which nbgrader's exchange writes the times of a course."""
    zone = config.Exchange.get("timezone", "UTC")
    return zone if isinstance(zone, str) else "UTC"


def _date(text: str, when: str, clock: bool) -> datetime:
    numbers = _NUMBERS.fullmatch(when)
    if numbers:
        *date, hour, minute, second, fraction, half = numbers.groups()
        if half and not 1 <= int(hour) <= 12:
            raise NoTime(text, "is no time")
        hours = int(hour or 0) % 12 + 12 * (half in "pP") if half else int(hour or 0)
        at = hours, int(minute or 0), int(second or 0), int((fraction or "0").ljust(6, "0"))
        try:
            return datetime(*map(int, (*date, *at)))  # type: ignore[arg-type]
        except ValueError as error:
            raise NoTime(text, f"is no time ({error})") from error
    if not _MONTH.search(when) or not (clock or len(re.findall(r"\d+", when)) == 2):
        unsure = re.match(r"\d\d?[./-]\d\d?[./-]\d{2,4}\b", when)
        raise NoTime(text, "may have the day or the month first" if unsure else "is no time")
    try:  # dateutil fills in what is not said: twice the same only where all is said
        found = {dateutil.parser.parse(when, default=datetime(y, y, y)) for y in (1, 2)}
    except (ValueError, OverflowError) as error:
        raise NoTime(text, "is no time") from error
    if len(found) > 1 or not re.search(r"\b\d{4}\b", when):
        raise NoTime(text, "lacks a day, a month, or a year of four digits")
    return found.pop().replace(tzinfo=None)


def _zone(text: str, named: str | None, when: datetime, courses: str) -> tzinfo:
    if named is None or named.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if offset := _OFFSET.fullmatch(named):
        sign, hours, minutes, two_hours, two_minutes = offset.groups()
        away = timedelta(hours=int(hours or two_hours), minutes=int(minutes or two_minutes or 0))
        if away > timedelta(hours=_MOST_HOURS):
            raise NoTime(text, f"has a zone more than {_MOST_HOURS} hours from UTC")
        return timezone(-away if sign == "-" else away)
    if (short := _abbreviated(named, when, courses)) is not None:
        return short
    zone = _of_the_database(named)
    if zone is None or (named.isupper() and when.replace(tzinfo=zone).tzname() != named):
        raise NoTime(
            text,
            f"has the zone {named!r}, which is not sure (write UTC, an offset such as +02:00, "
            "or a name such as Europe/Berlin)",
        )
    first, second = (when.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first != second:
        raise NoTime(text, "lies in the hour in which clocks are changed there")
    return zone


def _abbreviated(named: str, when: datetime, courses: str) -> tzinfo | None:
    """What an abbreviation means to the clocks of the course, if they show it then."""
    zone = _of_the_database(courses)
    for fold in (0, 1):
        there = when.replace(tzinfo=zone, fold=fold)
        if zone is not None and there.tzname() == named:
            return timezone(there.utcoffset() or timedelta())
    return None


def _of_the_database(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a folder of names; a path; no such name
        return None
