"""What does not fill a byte is lost."""
EXPECT = ("unpack_bitmask_check", "need a second byte")
CELL = "unpack_bitmask"
CHANGE = ('np.packbits(left)', 'np.packbits(left)[: left.size // 8 or 1]')
