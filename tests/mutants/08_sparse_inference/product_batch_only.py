"""It takes a batch and no single image."""
EXPECT = ("csr_matvec_check", "stops with")

def csr_matvec(values, columns, starts, x):
    sums = np.zeros((*x.shape[:-1], len(starts) - 1), dtype=np.float32)
    for row in range(len(starts) - 1):
        place = slice(starts[row], starts[row + 1])
        sums[..., row] = x[:, columns[place]] @ values[place]
    return sums
