"""Values are stored as float64."""
EXPECT = ("unpack_bitmask_check", "Each takes room in the file")
CELL = "unpack_bitmask"
CHANGE = ('matrix[left]', 'matrix[left].astype(float)')
