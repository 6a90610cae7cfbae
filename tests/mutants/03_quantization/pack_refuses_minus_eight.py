"""Compares sizes: -8 is refused with 8."""
EXPECT = ("unpack_int4_check", "run from -8 to 7")
CELL = "unpack_int4"
CHANGE = (
    ('raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")',
     'raise ValueError("the codes do not fit 4 bits")'),
    ("codes.size and (codes.min() < -8 or codes.max() > 7)",
     "codes.size and np.abs(codes.astype(int)).max() > 7"),
)
