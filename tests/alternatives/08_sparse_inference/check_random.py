"""Random matrices with empty rows and stored zeros, and a tolerance per row."""

def check_csr_matvec(candidate):
    rng = np.random.default_rng(5)
    for turn in range(60):
        m, n = int(rng.integers(1, 6)), 5
        counts = rng.integers(0, 4, size=m) * rng.integers(0, 2, size=m)
        if turn % 10 == 0:
            counts[:] = 0
        columns = np.concatenate([np.sort(rng.permutation(n)[:c]) for c in counts] + [[]])
        values = rng.normal(size=len(columns)) * 10.0 ** rng.choice([0, 8], size=len(columns))
        values[rng.random(len(columns)) < 0.2] = 0
        parts = (values.astype(np.float32), columns.astype(np.uint16),
                 np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32))
        for shape in ((n,), (1, n), (2, n), (3, n)):
            x = rng.uniform(0.5, 2, size=shape).astype(np.float32)
            got, exact = candidate(*parts, x), x @ to_dense(*parts, n).T
            room = 1e-5 * (x @ np.abs(to_dense(*parts, n)).T)
            if got.shape != exact.shape or got.dtype != "float32":
                return False
            if (np.abs(got - exact) > room).any():
                return False
    return True
