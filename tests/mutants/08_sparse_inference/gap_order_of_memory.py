"""Places are read as they lie in memory, columns first for a transpose."""
EXPECT = ("decode_gaps_check", "down the columns")
CELL = "decode_gaps"
CHANGE = (
    ('np.flatnonzero(matrix)', 'np.flatnonzero(matrix.ravel(order="K"))'),
    ('[matrix.flat[place]]', '[matrix.ravel(order="K")[place]]'),
)
