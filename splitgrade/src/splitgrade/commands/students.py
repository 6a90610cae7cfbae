"""Take in the list of the class: a table that a spreadsheet saved as CSV.

Columns are id, first_name, last_name, email and lms_user_id, of which only id has to be there.
Whichever separator and encoding the program chose is found out. Students who are in the gradebook
already get what the list says of them; an empty field changes nothing, and nobody is removed.
"""

import argparse
import codecs
import csv
import re
import sys
from pathlib import Path

from splitgrade.folder import add_course
from splitgrade.paths import is_name

COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")
SEPARATORS = ",;\t|"
MAX_BYTES = 20_000_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx and .ods, and .xls, begin


class ListError(Exception):
    """The list cannot be taken in; the text says why. Nothing was changed."""


def read_list(path):
    """Read a list of students.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    rows : list of dict of str to str
        What the list says of each student, by column; fields that are empty are left out.
    passed_over : list of str
        Names of columns that nbgrader has no place for.

    Raises
    ------
    ListError
    """
    text = _text(Path(path))
    separator, header, lines = _table(text)
    if "id" not in header:
        raise ListError(
            f"the list needs a column named id; its columns are {', '.join(header) or 'none'}."
        )
    repeated = sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
    if repeated:
        raise ListError(f"the column {repeated[0]} is there more than once.")
    rows: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    for number, fields in lines:
        row = _row(number, header, fields, separator)
        if row["id"] in seen:
            raise ListError(
                f"the id {row['id']!r} is there twice, in the lines {seen[row['id']]} and {number}."
            )
        seen[row["id"]] = number
        rows.append(row)
    if not rows:
        raise ListError("the list holds no student.")
    return rows, [name for name in header if name and name not in COLUMNS]


def _text(path):
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ListError(f"it is larger than {MAX_BYTES / 1e6:.0f} MB.")
    if data.startswith(WORKBOOKS):
        raise ListError("it is a workbook: save it as CSV.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]  # "Unicode text" of Excel
    else:
        encodings = ["utf-8-sig", "cp1252"]  # the second is what Excel's "CSV" has in the west
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListError("it is no text in UTF-8: save it as CSV UTF-8.")


def _table(text):
    """The separator, the names of the columns, and the lines with their numbers."""
    told = re.match(r"sep=(.)\r?\n", text)  # for Excel alone
    text = text[told.end() :] if told else text
    tables = [_split(text, separator) for separator in (told[1] if told else SEPARATORS)]
    return max(tables, key=lambda table: ("id" in table[1], len(table[1])))


def _split(text, separator):
    try:
        lines = list(_lines(text, separator))
    except csv.Error as error:
        raise ListError(f"it is no table: {error}.") from error
    header = lines[0][1] if lines else []
    return separator, [re.sub(r"[\s-]+", "_", name).casefold() for name in header], lines[1:]


def _lines(text, separator):
    """What is not empty: numbers of lines, and fields without the blanks around them."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, skipinitialspace=True)
    for fields in reader:
        if any(field.strip() for field in fields):
            yield reader.line_num, [field.strip() for field in fields]


def _row(number, header, fields, separator):
    if any(fields[len(header) :]):
        raise ListError(
            f"line {number} has more fields than there are columns: {separator.join(fields)!r}. "
            f"Put a field that has a {separator!r} in it into quotation marks."
        )
    named = zip(header, fields, strict=False)
    row = {name: field for name, field in named if name in COLUMNS and field}
    student = row.get("id", "")
    if not student:
        raise ListError(f"line {number} has no id: {separator.join(fields)!r}.")
    if re.fullmatch(r"\d([.,]\d+)?E\+\d+", student):
        raise ListError(
            f"line {number} has the id {student!r}, which a spreadsheet made of a long number: "
            "give the column the format Text, and write the ids anew."
        )
    if "/" in student or student.startswith(".") or not is_name(student):
        raise ListError(f"line {number} has the id {student!r}, which can be no folder's name.")
    return row


def take_in(gradebook, rows):
    """Write students into the gradebook.

    Parameters
    ----------
    gradebook : nbgrader.api.Gradebook
    rows : list of dict of str to str
        As :func:`read_list` gives them.

    Returns
    -------
    new, changed, unchanged : list of str
        Ids of students.
    """
    known = {student.id: student for student in gradebook.students}
    new, changed, unchanged = [], [], []
    for row in rows:
        student = known.get(row["id"])
        if student is None:
            new.append(row["id"])
        elif all(getattr(student, name) == field for name, field in row.items()):
            unchanged.append(row["id"])
            continue
        else:
            changed.append(row["id"])
        more = {name: field for name, field in row.items() if name != "id"}
        gradebook.update_or_create_student(row["id"], **more)
    return new, changed, unchanged


def main(arguments=None, program="splitgrade", course=Path()):
    parser = argparse.ArgumentParser(
        prog=f"{program} students",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("list", metavar="LIST.csv", type=Path)
    add_course(parser, course)
    chosen = parser.parse_args(arguments)
    from sqlalchemy.exc import SQLAlchemyError

    from splitgrade.classroom import first_line
    from splitgrade.folder import nbgrader_api

    try:
        rows, passed_over = read_list(chosen.list)
        with nbgrader_api(chosen.course).gradebook as gradebook:
            new, changed, unchanged = take_in(gradebook, rows)
    except (ListError, OSError, SQLAlchemyError) as error:
        print(f"{program} students: {chosen.list.name}: {first_line(error)}", file=sys.stderr)
        return 2
    if passed_over:
        print(f"Columns that are not used: {', '.join(passed_over)}.")
    print(f"Students: {len(new)} new, {len(changed)} changed, {len(unchanged)} as before.")
    return 0
