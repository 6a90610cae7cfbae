"""The list of the class comes in as spreadsheets save it, or is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from splitgrade.commands import main
from splitgrade.commands.students import COLUMNS, ListError, read_list

LIST = "id,first_name,last_name,email\n4711,Zoë,Groß,zoe@example.org\n4712,Li,Wei,\n"
READ = [
    {"id": "4711", "first_name": "Zoë", "last_name": "Groß", "email": "zoe@example.org"},
    {"id": "4712", "first_name": "Li", "last_name": "Wei"},
]


@pytest.fixture
def saved(tmp_path):
    def saved(text, encoding="utf-8"):
        path = tmp_path / "students.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return saved


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_list_is_read_however_it_was_saved(saved, encoding, separator, ends):
    text = LIST.replace(",", separator).replace("\n", ends)
    assert read_list(saved(text, encoding)) == (READ, [])


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace(",", ", ").replace("4711", " 4711 "),
        LIST.replace("id,first_name,last_name,email", "ID;First Name;LAST-NAME ; E-Mail".lower())
        .replace("e-mail", "email")
        .replace(",", ";"),
        "sep=;\r\n" + LIST.replace(",", ";"),
        "\n,,,\n" + LIST + ",,,\n\n",
        LIST.replace("Wei,", '"Wei",""'),
        LIST.replace("4711", "\u00a04711"),
    ],
)
def test_blanks_cases_and_empty_lines_do_not_matter(saved, text):
    assert read_list(saved(text)) == (READ, [])


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12).map(str.strip)
ids = st.text("abc0189-_.@é ", min_size=1, max_size=12).map(str.strip)
rows = st.lists(
    st.tuples(ids.filter(lambda name: name and name[0] != "."), words, words, words),
    min_size=1,
    max_size=6,
    unique_by=lambda row: row[0],
)


@given(rows, st.sampled_from(",;\t"), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_whatever_is_in_the_fields_arrives(tmp_path_factory, rows, separator, encoding):
    """As a spreadsheet does: what holds a separator or quotation mark is quoted."""
    names = ("id", "first_name", "last_name", "email")
    lines = [names, *rows]
    quoted = [['"' + field.replace('"', '""') + '"' for field in line] for line in lines]
    text = "\r\n".join(separator.join(line) for line in quoted)
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(text.encode(encoding))
    found, passed_over = read_list(path)
    assert found == [
        {name: field for name, field in zip(names, row, strict=True) if field} for row in rows
    ]
    assert passed_over == []


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "needs a column named id"),
        ("name,email\nJane,j@x\n", "its columns are name, email"),
        ("id,email\n", "holds no student"),
        ("id,email\n,jane@x\n", "line 2 has no id"),
        ("id,email\n1,a\n2,b\n1,c\n", "'1' is there twice, in the lines 2 and 4"),
        ("id,id\n1,2\n", "column id is there more than once"),
        ("id,last_name\n1,Doe, Jane\n", "line 2 has more fields"),
        ("id,last_name\n1.23E+08,Doe\n", "1.23E+08"),
        ("id,last_name\n../x,Doe\n", "no folder's name"),
        ('id,last_name\n"a\nb",Doe\n', "no folder's name"),
        (b"PK\x03\x04...", "workbook"),
        (b"id\n1\n\0\0", "no text"),
        (b"id\n\x81\n", "no text"),
    ],
)
def test_what_is_no_list_is_refused_in_words(saved, text, words):
    with pytest.raises(ListError) as refused:
        read_list(saved(text))
    assert words in str(refused.value)


def in_gradebook(course):
    with course.api.gradebook as gradebook:
        return {s.id: (s.first_name, s.last_name, s.email) for s in gradebook.students}


def test_students_come_into_the_gradebook_and_stay(course, saved, capsys):
    def take_in(text, encoding="utf-8"):
        status = main(["students", str(saved(text, encoding)), "--course", str(course.root)])
        return status, capsys.readouterr()

    status, said = take_in(LIST.replace(",", ";"), "cp1252")
    assert (status, said.out) == (0, "Students: 2 new, 0 changed, 0 as before.\n")
    expected = {"4711": ("Zoë", "Groß", "zoe@example.org"), "4712": ("Li", "Wei", None)}
    assert in_gradebook(course) == expected
    status, said = take_in("id,room,email,last_name\n4712,5,li@example.org,\n4713,6,,Poo\n")
    assert said.out == (
        "Columns that are not used: room.\nStudents: 1 new, 1 changed, 0 as before.\n"
    )
    expected |= {"4712": ("Li", "Wei", "li@example.org"), "4713": (None, "Poo", None)}
    assert in_gradebook(course) == expected
    status, said = take_in("id,last_name\n9,New\n4711,\n,Nobody\n")
    assert status == 2 and "students.csv: line 4 has no id" in said.err
    assert in_gradebook(course) == expected, "nothing of a list that is refused comes in"


def test_the_columns_are_nbgraders(course):
    with course.api.gradebook as gradebook:
        gradebook.update_or_create_student("1", **dict.fromkeys(COLUMNS[1:], "x"))
        student = gradebook.find_student("1")
        assert [getattr(student, name) for name in COLUMNS[1:]] == ["x"] * 4
