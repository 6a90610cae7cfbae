"""The values become float64."""
EXPECT = ("decode_gaps_check", "Say it also where there is nothing")
CELL = "decode_gaps"
CHANGE = ('np.array(values, dtype=matrix.dtype)', 'np.array(values, dtype=float)')
