"""All values are stored, zeros too."""
EXPECT = ("unpack_bitmask_check", "Only what is not zero is stored")
CELL = "unpack_bitmask"
CHANGE = ('matrix[left]', 'matrix.ravel()')
