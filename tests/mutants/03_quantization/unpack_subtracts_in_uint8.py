"""Subtracts 16 from bytes that have no negative numbers."""
EXPECT = ("unpack_int4_check", "an array of int8")
CELL = "unpack_int4"
CHANGE = (
    ('raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
     'raise ValueError("the codes do not fit 4 bits")'),
    ("axis=1).ravel()[:n].astype(np.int8)", "axis=1).ravel()[:n]"),
    ("return np.where(halves > 7, halves - 16, halves).astype(np.int8)",
     "return np.where(halves > 7, halves - np.uint8(16), halves)"),
)
