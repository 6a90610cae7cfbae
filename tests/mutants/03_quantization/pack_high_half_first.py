"""Puts the first code of a pair into the high half."""
EXPECT = ("unpack_int4_check", "goes into the low half")
CELL = "unpack_int4"
CHANGE = (
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
    (
        "return halves[0::2] | (halves[1::2] << 4)",
        "return halves[1::2] | (halves[0::2] << 4)",
    ),
)
