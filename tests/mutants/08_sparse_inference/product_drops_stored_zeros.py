"""Stored zeros are dropped, and starts no longer fits."""
EXPECT = ("csr_matvec_check", "stored zeros")

def csr_matvec(values, columns, starts, x):
    kept = values != 0
    values, columns = values[kept], columns[kept]
    sums = np.zeros((*x.shape[:-1], len(starts) - 1), dtype=np.float32)
    for row in range(len(starts) - 1):
        place = slice(starts[row], starts[row + 1])
        sums[..., row] = x[..., columns[place]] @ values[place]
    return sums
