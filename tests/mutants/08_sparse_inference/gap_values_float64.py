"""The values become float64."""
EXPECT = ("decode_gaps_check", "Each takes room in the file")
CELL = "decode_gaps"
CHANGE = ('np.array(values, dtype=matrix.dtype)', 'np.array(values, dtype=float)')
