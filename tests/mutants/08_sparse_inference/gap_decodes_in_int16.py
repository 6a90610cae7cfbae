"""Places are added up in int16 when decoding."""
EXPECT = ('decode_gaps_check', 'count places in more')
CELL = 'decode_gaps'
CHANGE = ('np.cumsum(gaps.astype(np.int64) + 1)', 'np.cumsum(gaps.astype(np.int64) + 1, dtype=np.int16)')
