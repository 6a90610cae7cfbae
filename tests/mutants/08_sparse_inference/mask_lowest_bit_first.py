"""The first place is the lowest bit."""
EXPECT = ("unpack_bitmask_check", "first place is the highest bit")
CELL = "unpack_bitmask"
CHANGE = ('np.packbits(left)', 'np.packbits(left, bitorder="little")')
