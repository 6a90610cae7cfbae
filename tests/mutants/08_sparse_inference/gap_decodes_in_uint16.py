"""Places are counted in uint16 when decoding."""
EXPECT = ("decode_gaps_check", "uint16 ends at 65,535")
CELL = "decode_gaps"
CHANGE = ('np.cumsum(gaps.astype(np.int64) + 1)', 'np.cumsum(gaps.astype(np.uint16) + 1, dtype=np.uint16)')
