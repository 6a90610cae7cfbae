"""The mean of each column is taken away first, as principal components do."""
EXPECT = ("truncated_svd_check", 'first @ second is')
CELL = "truncated_svd"
CHANGE = ('np.linalg.svd(weights,', 'np.linalg.svd(weights - weights.mean(axis=0),')
