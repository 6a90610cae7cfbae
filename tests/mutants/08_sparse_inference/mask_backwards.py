"""The values are put in backwards."""
EXPECT = ("unpack_bitmask_check", "in their order")
CELL = "unpack_bitmask"
CHANGE = ('== 1] = values', '== 1] = values[::-1]')
