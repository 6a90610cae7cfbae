"""The matrix is read column after column."""
EXPECT = ("to_csr_check", "yours goes down the columns")

def to_csr(matrix):
    columns, rows = np.nonzero(matrix.T)
    ends = np.cumsum(np.count_nonzero(matrix, axis=1))
    starts = np.concatenate([[0], ends]).astype(np.uint32)
    index = np.uint16 if matrix.shape[1] <= 2**16 else np.uint32
    return matrix[rows, columns], columns.astype(index), starts
