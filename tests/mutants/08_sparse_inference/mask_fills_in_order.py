"""The values fill the first places, whatever the mask says."""
EXPECT = ("unpack_bitmask_check", "The bits say where the values go")
CELL = "unpack_bitmask"
CHANGE = ('matrix[bits.reshape(shape) == 1] = values', 'matrix.flat[: len(values)] = values')
