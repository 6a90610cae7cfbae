"""A flat list of places, divided into rows and columns; starts by searching."""

def to_csr(matrix):
    m, n = matrix.shape
    places = np.flatnonzero(matrix != 0)
    rows, columns = np.divmod(places, n)
    kind = np.min_scalar_type(n - 1) if n > 256 else np.dtype(np.uint16)
    starts = np.searchsorted(rows, np.arange(m + 1)).astype("uint32")
    return matrix.ravel()[places], columns.astype(kind), starts
