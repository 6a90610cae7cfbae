"""What is unpacked is float64."""
EXPECT = ("unpack_bitmask_check", "has this dtype again")
CELL = "unpack_bitmask"
CHANGE = ('np.zeros(shape, dtype=values.dtype)', 'np.zeros(shape)')
