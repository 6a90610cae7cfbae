"""Places go column after column."""
EXPECT = ("unpack_bitmask_check", "down the columns")
CELL = "unpack_bitmask"
CHANGE = ('np.packbits(left)', 'np.packbits(left.T)')
