"""Every row begins with a byte of its own."""
EXPECT = ("unpack_bitmask_check", "need not begin with a byte")
CELL = "unpack_bitmask"
CHANGE = ('np.packbits(left)', 'np.packbits(left, axis=1).ravel()')
