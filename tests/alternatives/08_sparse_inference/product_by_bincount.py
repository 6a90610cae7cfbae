"""np.bincount for each image, and back to float32."""

def csr_matvec(values, columns, starts, x):
    m = len(starts) - 1
    rows = np.repeat(np.arange(m), np.diff(starts.astype(np.int64)))
    batch = x if x.ndim == 2 else x[None]
    sums = [np.bincount(rows, weights=image[columns] * values, minlength=m) for image in batch]
    sums = np.array(sums, dtype=np.float32).reshape(len(batch), m)
    return sums if x.ndim == 2 else sums[0]
