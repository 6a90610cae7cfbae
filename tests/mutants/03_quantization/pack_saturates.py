"""Saturates codes that do not fit instead of refusing them."""
EXPECT = ("unpack_int4_check", "does not fit 4 bits and asks for a ValueError")
CELL = "unpack_int4"
CHANGE = (
    "if codes.size and (codes.min() < -8 or codes.max() > 7):\n"
    '        raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
    "codes = np.clip(codes, -8, 7)",
)
