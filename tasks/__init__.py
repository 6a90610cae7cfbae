"""The tasks of course.py, one module each."""

import sys

# A package that nbgrader loads only to check web addresses: importing jupytext takes 0.42 s of
# processor time without it and 1.7 s with it.
sys.modules.setdefault("rfc3987_syntax", None)
