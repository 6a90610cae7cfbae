"""Casts to int8 before it looks whether the codes fit, so that 259 has become 3."""
EXPECT = ("unpack_int4_check", "before you cast any")
CELL = "unpack_int4"
CHANGE = (
    "if codes.size and (codes.min() < -8 or codes.max() > 7):\n"
    '        raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
    "codes = codes.astype(np.int8)\n"
    "    if codes.size and (codes.min() < -8 or codes.max() > 7):\n"
    '        raise ValueError("the codes do not fit 4 bits")',
)
