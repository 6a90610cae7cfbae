"""Counts are added up in uint16, and turned into uint32 then."""
EXPECT = ("to_csr_check", "add up in uint32")

def to_csr(matrix):
    rows, cols = np.nonzero(matrix)
    counts = np.zeros(len(matrix) + 1, np.uint16)
    counts[1:] = (matrix != 0).sum(axis=1)
    starts = np.cumsum(counts, dtype=np.uint16).astype(np.uint32)
    return matrix[rows, cols], cols.astype(np.uint16 if matrix.shape[1] <= 65536 else np.uint32), starts
