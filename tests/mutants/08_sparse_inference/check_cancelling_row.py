"""The tolerance is a share of a sum whose products cancel."""
EXPECT = ("check_csr_matvec_check", "does a row of yours cancel")

def check_csr_matvec(candidate):
    f, u, s = np.float32, np.uint16, np.uint32
    matrices = [
        (np.array([2, 3, -5], f), np.array([1, 3, 0], u), np.array([0, 2, 2, 3], s)),
        (np.array([0, 2.5, 0, 3, -5, 0.25], f), np.array([0, 1, 2, 3, 0, 2], u),
         np.array([0, 0, 0, 2, 4, 4, 5, 6, 6, 6], s)),
        (np.array([], f), np.array([], u), np.array([0, 0, 0], s)),
        (np.array([1, 2.5, 3, 0.125], f), np.array([0, 1, 2, 3], u), np.array([0, 4], s)),
        (np.array([0, 0, 4, 0], f), np.array([0, 3, 1, 2], u), np.array([0, 2, 3, 4], s)),
        (np.array([1e7, 0.3, -1e6, 2e7, 0.25], f), np.array([0, 2, 1, 3, 1], u),
         np.array([0, 3, 4, 4, 4, 5], s)),
    ]
    one = np.array([1, 10, 100, 1000.5], f)
    xs = [one, one[None], np.array([[1, 10, 100, 1000], [4, -3, 2, 0.5], [0, 1, 7, 9]], f),
          np.array([[1, 2, 3, 4], [4, -3, 2, 0.5]], f)]
    for parts in matrices:
        for x in xs:
            want = by_dense(*parts, x)
            got = candidate(*parts, x)
            if got.shape != want.shape or got.dtype != np.float32:
                return False
            if not np.allclose(got, want, rtol=1e-5, atol=1e-6):
                return False
    return True
