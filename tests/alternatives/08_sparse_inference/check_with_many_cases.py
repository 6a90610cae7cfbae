"""Many cases, a try that is not needed, a relative tolerance."""

def check_csr_matvec(candidate):
    def build(rows, n):
        values = [v for row in rows for _, v in row]
        columns = [c for row in rows for c, _ in row]
        starts = [0]
        for row in rows:
            starts.append(starts[-1] + len(row))
        return np.array(values, np.float32), np.array(columns, np.uint16), np.array(starts, np.uint32), n

    cases = [
        build([[], [], [(0, 1.5), (2, -2)], [], [(1, 0), (2, 7)], [(0, 0)], [], [], [(0, 3.25)], []], 3),
        build([[], [], []], 3),
        build([[(0, 0.1), (1, 0), (2, 0.7)]], 3),
        build([[(0, 8e7)], [(1, 1.25)], [], [(0, 0.5), (2, 1)]], 3),
        build([[(1, 2)], [(0, 3)], [(2, 4.75)]], 3),
    ]
    rng = np.random.default_rng(1)
    for values, columns, starts, n in cases:
        for size in [(n,), (1, n), (2, n), (5, n)]:
            x = rng.uniform(0.5, 2, size).astype(np.float32)
            try:
                got = candidate(values, columns, starts, x)
            except Exception:
                return False
            want = by_dense(values, columns, starts, x)
            if got.shape != want.shape or got.dtype != np.float32 or np.abs(got - want).max() > 1e-5 * np.abs(want).max() + 0:
                return False
            if not np.all(np.abs(got - want) <= 2e-5 * np.abs(want)):
                return False
    return True
