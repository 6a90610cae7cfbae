"""A Python loop goes over all values."""
EXPECT = ("csr_matvec_check", "Do not loop over values")

def csr_matvec(values, columns, starts, x):
    m = len(starts) - 1
    y = np.zeros(x.shape[:-1] + (m,), np.float32)
    for i in range(m):
        for k in range(starts[i], starts[i + 1]):
            y[..., i] += values[k] * x[..., columns[k]]
    return y
