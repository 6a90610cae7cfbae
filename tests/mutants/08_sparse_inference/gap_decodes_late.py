"""Everything is decoded one place too late."""
EXPECT = ("decode_gaps_check", "take gap + 1 places")
CELL = "decode_gaps"
CHANGE = ('np.cumsum(gaps.astype(np.int64) + 1) - 1', 'np.cumsum(gaps.astype(np.int64) + 1)')
