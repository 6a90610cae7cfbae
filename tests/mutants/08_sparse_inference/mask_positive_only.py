"""A negative value counts as zero."""
EXPECT = ("unpack_bitmask_check", "A negative value is not zero")
CELL = "unpack_bitmask"
CHANGE = ('left = matrix != 0', 'left = matrix > 0')
