"""Takes 8 for a code of 4 bits."""
EXPECT = ("unpack_int4_check", "does not fit 4 bits")
CELL = "unpack_int4"
CHANGE = (
    ('raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
     'raise ValueError("the codes do not fit 4 bits")'),
    ("codes.max() > 7", "codes.max() > 8"),
)
