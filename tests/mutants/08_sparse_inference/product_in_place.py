"""The products are written over the values."""
EXPECT = ("csr_matvec_check", "changed what it was given")

def csr_matvec(values, columns, starts, x):
    sums = np.zeros((*x.shape[:-1], len(starts) - 1), dtype=np.float32)
    if x.ndim == 2:
        return np.stack([csr_matvec(values.copy(), columns, starts, one) for one in x])
    values *= x[columns]
    for row in range(len(starts) - 1):
        sums[row] = values[starts[row] : starts[row + 1]].sum()
    return sums
