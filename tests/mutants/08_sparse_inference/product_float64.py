"""np.bincount adds in float64, and float64 is returned."""
EXPECT = ("csr_matvec_check", "Which function adds in float64")

def csr_matvec(values, columns, starts, x):
    rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts.astype(int)))
    batch = np.atleast_2d(x)
    out = np.stack([np.bincount(rows, one[columns] * values, len(starts) - 1) for one in batch])
    return out if x.ndim == 2 else out[0]
