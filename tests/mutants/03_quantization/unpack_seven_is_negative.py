"""Takes 7 for a negative code as well."""
EXPECT = ("unpack_int4_check", "7 is the largest code")
CELL = "unpack_int4"
CHANGE = (
    (
        'raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
        'raise ValueError("the codes do not fit 4 bits")',
    ),
    (
        "return np.where(halves > 7, halves - 16, halves).astype(np.int8)",
        "return np.where(halves >= 7, halves - 16, halves).astype(np.int8)",
    ),
)
