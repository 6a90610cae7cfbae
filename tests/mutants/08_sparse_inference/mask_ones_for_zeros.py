"""A bit is 1 where a zero is."""
EXPECT = ("unpack_bitmask_check", "1 where something is left")
CELL = "unpack_bitmask"
CHANGE = ('np.packbits(left)', 'np.packbits(~left)')
