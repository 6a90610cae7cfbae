"""Asks an empty array for its smallest code."""
EXPECT = ("unpack_int4_check", "there is no smallest one")
CELL = "unpack_int4"
CHANGE = (
    (
        "if codes.size and (codes.min() < -8 or codes.max() > 7):",
        "if codes.min() < -8 or codes.max() > 7:",
    ),
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
)
