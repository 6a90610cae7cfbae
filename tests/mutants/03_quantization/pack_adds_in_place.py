"""Adds 16 in a view of the codes, and so changes what it was given."""
EXPECT = ("unpack_int4_check", "may give a view")
CELL = "unpack_int4"
CHANGE = ("halves[: codes.size] = codes.ravel() & 15", "flat = codes.ravel()\n    flat[flat < 0] += 16\n    halves[: codes.size] = flat")
