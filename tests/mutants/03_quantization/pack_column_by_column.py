"""Flattens column by column."""
EXPECT = ("unpack_int4_check", "row after row")
CELL = "unpack_int4"
CHANGE = (
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
    (
        "halves[: codes.size] = codes.ravel() & 15",
        'halves[: codes.size] = codes.ravel(order="F") & 15',
    ),
)
