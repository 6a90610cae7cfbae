"""Sizes are compared, not shapes."""
EXPECT = ("check_csr_matvec_check", "compare shapes")

def check_csr_matvec(candidate):
    f, u, s = np.float32, np.uint16, np.uint32
    x1 = np.array([1.5, 2, 3], f)
    for p in [(np.array([0.5, 0, -7, 9e7, 1, 2, 3], f), np.array([2, 1, 0, 0, 1, 0, 2], u), np.array([0, 0, 1, 2, 3, 3, 4, 5, 7, 7], s)),
              (np.zeros(0, f), np.zeros(0, u), np.zeros(3, s))]:
        for x in (x1, np.stack([x1, x1 + 2]), x1[None]):
            want, got = by_dense(*p, x), candidate(*p, x)
            if got.size != want.size or got.dtype != want.dtype or not np.allclose(got.ravel(), want.ravel()):
                return False
    return True
