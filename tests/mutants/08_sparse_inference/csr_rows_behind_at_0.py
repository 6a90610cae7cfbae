"""Rows behind the last value start at 0."""
EXPECT = ("to_csr_check", "start where the values end")

def to_csr(matrix):
    rows, cols = np.nonzero(matrix)
    starts = np.array([np.argmax(rows >= i) if (rows >= i).any() else 0 for i in range(len(matrix))] + [len(rows)], np.uint32)
    return matrix[rows, cols], cols.astype(np.uint16 if matrix.shape[1] <= 65536 else np.uint32), starts
