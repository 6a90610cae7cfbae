"""What is unpacked is float32, even int8 codes."""
EXPECT = ("unpack_bitmask_check", "has this dtype again")
CELL = "unpack_bitmask"
CHANGE = ('dtype=values.dtype', 'dtype=np.float32')
