"""y[rows] += p is thought to add up what falls on one row."""
EXPECT = ("csr_matvec_check", "adds but one of the products")

def csr_matvec(values, columns, starts, x):
    m = len(starts) - 1
    rows = np.repeat(np.arange(m), np.diff(starts))
    y = np.zeros(x.shape[:-1] + (m,), np.float32)
    y[..., rows] += x[..., columns] * values
    return y
