"""The largest column that occurs decides on the dtype."""
EXPECT = ("to_csr_check", "the number of columns decides")

def to_csr(matrix):
    rows, cols = np.nonzero(matrix)
    starts = np.concatenate([[0], np.cumsum((matrix != 0).sum(axis=1))]).astype(np.uint32)
    big = cols.size > 0 and cols.max() > 65535
    return matrix[rows, cols], cols.astype(np.uint32 if big else np.uint16), starts
