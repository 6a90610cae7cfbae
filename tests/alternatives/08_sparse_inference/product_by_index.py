"""reduceat over x[..., columns]."""

def csr_matvec(values, columns, starts, x):
    m = len(starts) - 1
    out = np.zeros(x.shape[:-1] + (m,), np.float32)
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    if filled.size:
        products = values * x[..., columns]
        out[..., filled] = np.add.reduceat(products, starts[filled].astype(np.intp), axis=-1)
    return out
