"""Flat places, divided by the number of columns."""

def _index_type(n):
    if n > 65536:
        return np.uint32
    return np.uint16


def to_csr(matrix):
    n = matrix.shape[1]
    flat = matrix.ravel()
    places = np.flatnonzero(flat)
    values = flat[places]
    rows, columns = np.divmod(places, n)
    counts = np.bincount(rows, minlength=matrix.shape[0])
    starts = np.empty(matrix.shape[0] + 1, np.uint32)
    starts[0] = 0
    starts[1:] = np.cumsum(counts)
    return values, columns.astype(_index_type(n)), starts
