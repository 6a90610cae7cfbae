"""Stores one code a byte: four bits that take eight."""
EXPECT = ("unpack_int4_check", "Two codes share a byte")
CELL = "unpack_int4"
CHANGE = (
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
    ("return halves[0::2] | (halves[1::2] << 4)", "return halves[: codes.size]"),
)
