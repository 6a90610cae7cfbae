"""The mask comes back as booleans."""
EXPECT = ("unpack_bitmask_check", "the mask is")
CELL = "unpack_bitmask"
CHANGE = ('np.packbits(left)', 'left')
