"""numpy's dtypes say what an index takes; numpy numbers come back."""

def csr_bytes(shape, n_left, value_bytes=4):
    index = np.dtype(np.uint16 if shape[1] <= 65_536 else np.uint32).itemsize
    return np.int64(n_left) * (value_bytes + index) + np.int64(shape[0] + 1) * 4


def bitmask_bytes(shape, n_left, value_bytes=4):
    return int(np.ceil(np.prod(shape, dtype=np.int64) / 8)) + n_left * value_bytes


def break_even_sparsity(n_weights, dense, fixed, each):
    return np.float64(1.0) - np.divide(dense - fixed, each) / n_weights
