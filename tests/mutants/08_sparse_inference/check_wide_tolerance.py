"""A difference of 1 is within its tolerance."""
EXPECT = ("check_csr_matvec_check", "a tolerance well below it")

def check_csr_matvec(candidate):
    f, u, s = np.float32, np.uint16, np.uint32
    b = np.array([[1.5, 2, 3], [4, 5, 6]], np.float32)
    for p in [(np.array([0.5, 0, 7, 9e7, 1, 2, 3], f), np.array([2, 1, 0, 0, 1, 0, 2], u), np.array([0, 0, 1, 2, 3, 3, 4, 5, 7, 7], s)),
              (np.zeros(0, f), np.zeros(0, u), np.zeros(3, s))]:
        for x in (b[0], b, b[:1]):
            want, got = by_dense(*p, x), candidate(*p, x)
            if got.shape != want.shape or got.dtype != want.dtype or not np.allclose(got, want, atol=1):
                return False
    return True
