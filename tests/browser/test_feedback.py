"""What a student sees of a feedback page."""

import subprocess
import sys

from tasks import demo_class, lessons
from tests.browser.conftest import LESSON
from tests.browser.lab import look


def test_every_message_is_shown_to_its_end(page, course):
    demo_class.hand_in(course, [LESSON], ["dana"])
    subprocess.run(
        [sys.executable, "-m", "splitgrade", "grade", "--course", str(course)],
        cwd=lessons.COURSE,
        check=True,
    )

    page.goto((course / "feedback" / "dana" / LESSON / f"{LESSON}.html").as_uri())
    look(page, "feedback")
    messages = page.locator(".output_error pre")
    assert max(map(len, messages.all_inner_texts())) > 120
    cut = page.locator(".output_area, .output_area *").evaluate_all(
        "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1).length"
    )
    assert cut == 0
