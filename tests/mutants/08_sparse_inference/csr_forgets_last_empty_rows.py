"""Rows behind the last value have no entry in starts."""
EXPECT = ("to_csr_check", "Empty rows at the end")

def to_csr(matrix):
    rows, columns = np.nonzero(matrix)
    n_rows = rows.max() + 1 if rows.size else len(matrix)
    ends = np.searchsorted(rows, np.arange(n_rows), side="right")
    starts = np.concatenate([[0], ends]).astype(np.uint32)
    index = np.uint16 if matrix.shape[1] <= 2**16 else np.uint32
    return matrix[rows, columns], columns.astype(index), starts
