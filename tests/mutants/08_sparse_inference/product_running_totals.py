"""Sums are differences of running totals in float32."""
EXPECT = ("csr_matvec_check", "Differences of running totals")

def csr_matvec(values, columns, starts, x):
    products = x[..., columns] * values
    totals = np.zeros((*x.shape[:-1], len(values) + 1), np.float32)
    np.cumsum(products, axis=-1, out=totals[..., 1:])
    return totals[..., starts[1:]] - totals[..., starts[:-1]]
