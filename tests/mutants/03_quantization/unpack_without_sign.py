"""Reads the halves as numbers from 0 to 15."""
EXPECT = ("unpack_int4_check", "stands for a negative code")
CELL = "unpack_int4"
CHANGE = (
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
    (
        "return np.where(halves > 7, halves - 16, halves).astype(np.int8)",
        "return halves.astype(np.int8)",
    ),
)
