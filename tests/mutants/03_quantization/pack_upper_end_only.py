"""Looks for codes that are too large, and for none that are too small."""
EXPECT = ("unpack_int4_check", "before you cast any")
CELL = "unpack_int4"
CHANGE = ("codes.min() < -8 or codes.max() > 7", "codes.max() > 7")
