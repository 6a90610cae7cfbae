"""Times are read as they are meant, or refused: datetime and zoneinfo judge."""

import os
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from splitgrade.times import NoTime, read_stamp, read_time

ZONES = sorted(name for name in available_timezones() if "/" in name)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(
    lambda when: when.replace(microsecond=0)
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
WRITTEN = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d, %H:%M:%S",
    "%Y-%m-%d %I:%M:%S %p",
    "%d %B %Y %H:%M:%S",
    "%A, %d %B %Y, %I:%M:%S %p",  # Moodle
    "%b %d, %Y at %I:%M:%S%p",  # Canvas
]
written = st.sampled_from(WRITTEN)


def in_utc(when):
    return when.astimezone(UTC).replace(tzinfo=None)


@given(moments, offsets, written, st.sampled_from(["%z", "%:z", " %z", " %:z", " UTC%z"]))
def test_an_offset_is_read_however_it_is_written(when, zone, form, offset):
    when = when.replace(tzinfo=zone)
    hours, minutes = f"{when:%z}"[:3], f"{when:%z}"[3:5]
    shown = offset.replace("%:z", f"{hours}:{minutes}").replace("%z", f"{hours}{minutes}")
    assert read_time(f"{when:{form}}{shown}") == in_utc(when)


@given(moments, st.sampled_from(ZONES), written)
def test_a_name_of_the_database_is_read(when, name, form):
    there = when.replace(tzinfo=ZoneInfo(name))
    said = f"{when:{form}} {name}"
    if there.utcoffset() != there.replace(fold=1).utcoffset():
        with pytest.raises(NoTime, match="clocks are changed"):
            read_time(said)
    else:
        assert read_time(said) == in_utc(there)


@given(moments, written, st.sampled_from(["", " Z", " UTC", " utc", " GMT", "  "]))
def test_without_a_zone_it_is_utc(when, form, zone):
    assert read_time(f"{when:{form}}{zone}") == when


@given(moments, st.sampled_from(ZONES))
def test_an_abbreviation_is_that_of_the_courses_own_clocks(when, name):
    there = when.replace(tzinfo=ZoneInfo(name))
    assume(there.tzname().isalpha())
    assume(there.astimezone(UTC).astimezone(there.tzinfo).replace(tzinfo=None) == when)  # it was
    assert read_time(f"{when} {there.tzname()}", name) == in_utc(there)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_is_refused(text):
    try:
        assert read_time(text).tzinfo is None
    except NoTime as error:
        assert "2026-12-01 08:30:00 UTC" in str(error)


@pytest.mark.parametrize(
    "said, why",
    [
        *((f"2026-07-30 22:00:00 {zone}", zone) for zone in ("MEZ", "CEST", "BST", "PST", "CET")),
        *(
            (f"2026-11-30 22:00:00 {zone}", zone)
            for zone in ("EDT", "IST", "Europe", "+200", "EET+1")
        ),
        ("2026-11-30 22:00 +15:00", "hours from UTC"),
        ("2026-11-30 22:00 /etc/localtime", "not sure"),
        ("01.12.2026 08:30", "day or the month first"),
        ("12/01/2026", "day or the month first"),
        ("1-12-26 08:30 UTC", "day or the month first"),
        ("2026-13-11", "month must be in"),
        ("2026-11-31 10:00", "day"),
        ("2026-11-30 24:00", "hour must be in"),
        ("2026-11-30 13:00 PM", "is no time"),
        ("Nov 2026 10:00", "lacks"),
        ("30 Nov 26 10:00", "lacks"),
        ("30 Nov 2026 11.30", "is no time"),
        ("10:30", "is no time"),
        ("last week", "is no time"),
        ("9" * 50, "is no time"),
        ("0001-01-01 00:00 +02:00", "is no time"),
    ],
)
def test_what_is_not_sure_is_refused_in_words(said, why):
    with pytest.raises(NoTime) as refused:
        read_time(said)
    assert said in str(refused.value) and why in str(refused.value)


@pytest.mark.parametrize(
    "said, utc",
    [
        ("2026-11-30", "2026-11-30 00:00"),
        ("2026-11-30T22:00Z", "2026-11-30 22:00"),
        ("2026-11-30 22:00 CET", "2026-11-30 21:00"),
        ("2026-07-30 22:00 EST", "2026-07-31 03:00"),
        ("2026-11-30 22:00 UTC+2", "2026-11-30 20:00"),
        ("Nov 30, 2026 at 11pm", "2026-11-30 23:00"),
        ("Mon, 30 Nov 2026 23:30:00 +0200", "2026-11-30 21:30"),
        ("2016-01-30-15-30-10", "2016-01-30 15:30:10"),
        ("2026-11-30 21:30:00.948203 UTC", "2026-11-30 21:30:00.948203"),
    ],
)
def test_other_forms(said, utc):
    assert read_time(said) == datetime.fromisoformat(utc)


TIME = "2026-11-30 23:30:00 +02:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_from_windows_is_read(tmp_path, encoding):
    (tmp_path / "timestamp.txt").write_bytes(f"{TIME}\r\n".encode(encoding))
    assert read_stamp(tmp_path / "timestamp.txt") == datetime(2026, 11, 30, 21, 30)


@pytest.mark.parametrize("content", [b"", b" \r\n", "".encode("utf-16"), "\ufeff".encode()])
def test_an_empty_file_is_none(tmp_path, content):
    (tmp_path / "timestamp.txt").write_bytes(content)
    assert read_stamp(tmp_path / "timestamp.txt") is None
    assert read_stamp(tmp_path / "missing" / "timestamp.txt") is None


@pytest.mark.parametrize("content", [TIME.encode("utf-16-le"), b"2026 \xe4", b"\xff\xfe\x00"])
def test_what_is_no_text_is_refused(tmp_path, content):
    (tmp_path / "timestamp.txt").write_bytes(content)
    with pytest.raises(NoTime):
        read_stamp(tmp_path / "timestamp.txt")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("other.txt", path)])
def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path, make):
    (tmp_path / "other.txt").write_text(TIME)
    make(tmp_path / "timestamp.txt")
    with pytest.raises(NoTime, match="no plain file"):
        read_stamp(tmp_path / "timestamp.txt")
