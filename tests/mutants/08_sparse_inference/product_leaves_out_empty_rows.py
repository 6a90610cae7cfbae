"""Empty rows have no place in the result."""
EXPECT = ("csr_matvec_check", "the result has shape")

def csr_matvec(values, columns, starts, x):
    products = x[..., columns] * values
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    return np.add.reduceat(products, starts[filled], axis=-1)
