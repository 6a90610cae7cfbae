"""The tasks of course.py, one module each."""

import sys

# A package that nbgrader loads only to check web addresses, for half of its start-up time.
sys.modules.setdefault("rfc3987_syntax", None)
