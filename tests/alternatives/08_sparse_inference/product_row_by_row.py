"""A loop over the rows, each a small dense product."""

def csr_matvec(values, columns, starts, x):
    out = np.empty(x.shape[:-1] + (len(starts) - 1,), np.float32)
    for row in range(len(starts) - 1):
        here = slice(int(starts[row]), int(starts[row + 1]))
        out[..., row] = x[..., columns[here]] @ values[here]
    return out
