"""The test of the rank is taken out."""
EXPECT = ("data_aware_svd_hidden", 'Leave the first lines')
CELL = "data_aware_svd"
CHANGE = ('    if not 1 <= rank <= min(weights.shape):\n        raise ValueError(f"a matrix of {weights.shape} has no rank-{rank} factors")\n', '')
