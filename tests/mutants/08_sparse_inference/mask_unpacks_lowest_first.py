"""The lowest bit is unpacked first."""
EXPECT = ("unpack_bitmask_check", "The first place is the highest bit")
CELL = "unpack_bitmask"
CHANGE = ('np.unpackbits(mask, count=matrix.size)', 'np.unpackbits(mask, count=matrix.size, bitorder="little")')
