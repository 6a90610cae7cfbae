"""Does not mask the low code, whose sign bits fill the high half."""
EXPECT = ("unpack_int4_check", "keeps the low half of x")
CELL = "unpack_int4"
CHANGE = (
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
    (
        "halves[: codes.size] = codes.ravel() & 15",
        "halves[: codes.size] = codes.ravel().astype(np.uint8)",
    ),
)
