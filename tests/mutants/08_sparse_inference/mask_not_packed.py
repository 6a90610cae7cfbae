"""A place takes a byte, not a bit."""
EXPECT = ("unpack_bitmask_check", "Eight places share a byte")
CELL = "unpack_bitmask"
CHANGE = ('np.packbits(left)', 'left.ravel().astype(np.uint8)')
