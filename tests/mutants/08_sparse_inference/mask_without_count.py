"""The bits left over in the last byte are taken for places."""
EXPECT = ("unpack_bitmask_check", "stops with")
CELL = "unpack_bitmask"
CHANGE = ('np.unpackbits(mask, count=matrix.size)', 'np.unpackbits(mask)')
