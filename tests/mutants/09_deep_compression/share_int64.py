"""Codes take eight bytes each."""
EXPECT = ("share_weights_check", 'one byte each')
CELL = "share_weights"
CHANGE = ('dtype=np.uint8', 'dtype=np.int64')
