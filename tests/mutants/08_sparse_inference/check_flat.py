"""Only the numbers are compared, whatever their shape."""
EXPECT = ("check_csr_matvec_check", "batch of one image")

def check_csr_matvec(candidate):
    for starts in ([0, 0, 2, 2, 2, 5, 6, 6], [0, 3], [0, 0, 0]):
        size = starts[-1]
        columns = np.array([1, 3, 0, 2, 3, 1], np.uint16)[:size]
        values = np.array([2**24, 8, 0.5, 0, -5, 1.25], np.float32)[:size]
        parts = values, columns, np.array(starts, np.uint32)
        for shape in ((4,), (1, 4), (3, 4)):
            x = 1 + np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
            got, want = candidate(*parts, x), by_dense(*parts, x)
            if got.dtype != np.float32 or not np.allclose(got.ravel(), want.ravel()):
                return False
    return True
