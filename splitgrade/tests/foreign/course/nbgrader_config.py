"""An ordinary nbgrader course that has never heard of any other."""

import splitgrade

c = get_config()  # noqa: F821  (nbgrader defines it)
c.CourseDirectory.course_id = "words"
splitgrade.enable(c)
c.SplitExecute.types = ["splitgrade.adapters.pandas"]
