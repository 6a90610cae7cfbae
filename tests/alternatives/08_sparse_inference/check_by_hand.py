"""Three matrices by hand, with the sums written out."""

def check_csr_matvec(candidate):
    def tried(starts, columns, values, x, want):
        got = candidate(np.array(values, np.float32), np.array(columns, np.uint16),
                        np.array(starts, np.uint32), np.array(x, np.float32))
        want = np.array(want, np.float32)
        return (got.dtype == want.dtype and got.shape == want.shape
                and bool(np.all(np.abs(got - want) <= 1e-5 * np.abs(want))))

    rows = [0, 0, 2, 2, 2, 5, 6, 6]
    columns, values = [0, 2, 0, 1, 2, 0], [1e8, 2e8, 0.0, -1.5, 0.25, 3.0]
    one, two = [0, 3e8, 0, 0, -1.25, 3, 0], [0, 8e8, 0, 0, -5.25, 6, 0]
    return all([
        tried(rows, columns, values, [1, 1, 1], one),
        tried(rows, columns, values, [[1, 1, 1]], [one]),
        tried(rows, columns, values, [[1, 1, 1], [2, 4, 3]], [one, two]),
        tried([0, 2], [1, 2], [0, 0.5], [[1, 2, 3], [4, 5, 6]], [[1.5], [3.0]]),
        tried([0, 0, 0], [], [], [[1, 2], [3, 4], [5, 6]], [[0, 0]] * 3),
        tried([0, 0, 0], [], [], [1, 2], [0, 0]),
    ])
