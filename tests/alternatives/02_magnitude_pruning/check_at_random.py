"""Tries many small random arrays full of ties, a quarter of them with two rows."""

def check_magnitude_mask(candidate, tries=150):
    rng = np.random.default_rng(1)
    ok = []
    for _ in range(tries):
        n = int(rng.integers(1, 9))
        w = rng.integers(-3, 4, size=n).astype(float)
        if n % 2 == 0 and rng.random() < 0.5:
            w = w.reshape(2, -1)
        s = float(rng.choice([0, 0.25, 0.5, 0.75, 1, rng.random()]))
        got = candidate(w, s)
        ok.append(type(got) is np.ndarray and got.dtype == bool and got.shape == w.shape
                  and bool(np.all(got == mask_by_search(w, s))))
    return all(ok)
