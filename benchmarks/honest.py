"""A course folder with a class of honest students, no two of them with the same code."""

from tasks import demo_class, lessons, sync
from tasks.variants import read_variants


def make_course(folder):
    """Make a course folder with its releases and a gradebook that knows every lesson.

    Parameters
    ----------
    folder : Path
        Does not exist yet, or is empty.
    """
    folder.mkdir(exist_ok=True)
    sync.make_releases(lessons.COURSE, folder, try_reference=False)


def hand_in(course, names, students, first=0):
    """Put a right submission of each student and lesson into ``submitted/``.

    Parameters
    ----------
    course : Path
    names : list of str
        Of lessons.
    students : int
    first : int, optional
        Number of the first student. Classes of one size answer alike, whoever is in them.
    """
    for name in names:
        lesson = demo_class.Lesson(name, course)
        choices = right_answers(lesson)
        for place in range(students):
            student = student_name(first + place)
            folder = course / "submitted" / student / name
            folder.mkdir(parents=True)
            notebook = lesson.with_answers(answers_of(student, place, choices))
            for file, text in lesson.file(notebook).items():
                (folder / file).write_text(text, encoding="utf-8")


def student_name(number):
    """Return the name of a student by number, from 0."""
    return f"student{number:04}"


def right_answers(lesson):
    """Return every known right answer to each exercise, the reference first.

    Parameters
    ----------
    lesson : tasks.demo_class.Lesson

    Returns
    -------
    dict of str to list of str
        By grade id.
    """
    found = {cell: [source] for cell, source in lesson.answers.items()}
    for variant in read_variants("alternatives", lesson.name):
        found[variant.cell].append(variant.source)
    return found


def answers_of(student, place, choices):
    """Return what one student answers: a choice of right answers, signed with a comment.

    The student in place 0 answers as the reference does.
    """
    chosen = {cell: sources[place % len(sources)] for cell, sources in choices.items()}
    return {
        cell: f"{source.rstrip()}\n# by {student}" if "def " in source else source
        for cell, source in chosen.items()
    }


def full_marks(name):
    """Return the points of each test cell of a lesson, by grade id."""
    cells = lessons.read_py(lessons.source_py(name)).cells
    return {
        lessons.grade_id(cell): cell.metadata["nbgrader"]["points"]
        for cell in cells
        if lessons.is_test(cell)
    }
