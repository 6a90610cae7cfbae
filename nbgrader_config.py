"""nbgrader's settings for this course. Every command run in this folder reads them."""

from pathlib import Path

import splitgrade

c = get_config()  # noqa: F821  (nbgrader defines it)

c.CourseDirectory.course_id = "small-nets"
# A second writer waits instead of failing with "database is locked".
c.CourseDirectory.db_url = f"sqlite:///{Path(__file__).parent / 'gradebook.db'}?timeout=60"
# nbgrader copies every file beside a notebook into the release: the paired .py must stay.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    ".nbgrader.log",
    "*.log",
    "feedback",
    "*.py",
    "*.toml",
]
c.ClearSolutions.code_stub = {
    "python": "# Your code here.\n"
    'raise NotImplementedError("This exercise is still to be written: replace this line.")'
}
c.ClearSolutions.text_stub = "*Your answer here.*"

# How Canvas and Moodle name downloaded files: for course.py collect and nbgrader's zip_collect.
c.FileNameCollectorPlugin.named_regexp = r"""(?xs) (?> .*?[/\\]downloaded )
    (?! .*[/\\][^/\\_]*_assignsubmission_ )  # Moodle: a group without a number
    [/\\] (?:[^/\\]+[/\\])+? (?! (?:LATE_)?anon_[^_/\\]{5}_ )  # Canvas: anonymous grading
    (?: (?P<first_name>[^/\\_ ]+)[ ] )? (?P<last_name>[^/\\]*?) _ (?P<late>LATE_)?
    (?P<student_id>[0-9]{1,20}) _
    (?: assignsubmission_[a-z0-9]+ (?: _?[/\\](?:.*[/\\])? | _ )  # Moodle: folders, or not
      | (?P<upload>[0-9]{1,20}) _ (?=[^/\\]*\Z) )  # Canvas: never a folder
    (?P<file_id>[^/\\]+?) (?:-[0-9]+|[ ]?\([0-9]+\))? (?:\.[^./\\]*)? \Z"""

splitgrade.enable(c)
c.SplitExecute.timeout = 20  # seconds a cell
c.SplitExecute.notebook_timeout = 60  # seconds a notebook
c.SplitExecute.packages = ["smallnets"]  # what student code imports of the course
c.SplitExecute.types = ["tasks.crossing"]  # models and layers may cross to the tests
c.SplitExecute.check_arguments = True  # functions leave their input alone
c.SplitReport.misconceptions = "tasks.variants.misconceptions"  # names them in the report
