"""The gaps are int64."""
EXPECT = ("decode_gaps_check", "Each takes room in the file")
CELL = "decode_gaps"
CHANGE = ('np.array(gaps, dtype=np.uint8)', 'np.array(gaps, dtype=int)')
