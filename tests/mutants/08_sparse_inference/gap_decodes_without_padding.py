"""Padding zeros are dropped before the gaps are added up."""
EXPECT = ("decode_gaps_check", "take gap + 1 places")
CELL = "decode_gaps"
CHANGE = ('    matrix[np.cumsum', '    gaps, values = gaps[values != 0], values[values != 0]\n    matrix[np.cumsum')
