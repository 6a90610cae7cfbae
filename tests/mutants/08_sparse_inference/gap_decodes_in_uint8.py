"""A gap of 255 and its value make 0 in uint8."""
EXPECT = ("decode_gaps_check", "is that computed in uint8")
CELL = "decode_gaps"
CHANGE = ('gaps.astype(np.int64) + 1', 'gaps + np.uint8(1)')
