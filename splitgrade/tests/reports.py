"""A lesson as a report reads it, made up from its scores."""

from splitgrade.report.read import Item, Lesson, Result, Student


def lesson_of(scores, messages=(), written=(), points=1.0):
    """A lesson with one test an exercise; scores as one row a student."""
    items = [Item("n", f"t{i}", points, True, f"e{i}") for i in range(len(scores[0]))]
    lesson = Lesson("made", items, {("n", f"e{i}"): "pass" for i in range(len(items))}, {})
    for number, row in enumerate(scores):
        result = Result(Student(f"s{number:03d}"), sum(row), written=1)
        result.scores = {item.key: score for item, score in zip(items, row, strict=True)}
        lesson.results.append(result)
    for number, at, message in messages:
        lesson.results[number].messages["n", f"t{at}"] = message
    for number in written:
        lesson.results[number].written = 0
    return lesson
