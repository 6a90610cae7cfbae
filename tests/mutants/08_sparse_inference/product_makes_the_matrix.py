"""The whole matrix is made."""
EXPECT = ("csr_matvec_check", "Do not make the whole matrix")

def csr_matvec(values, columns, starts, x):
    matrix = np.zeros((len(starts) - 1, x.shape[-1]), np.float32)
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts.astype(int)))
    matrix[rows, columns] = values
    return np.stack([matrix @ one for one in x]) if x.ndim == 2 else matrix @ x
