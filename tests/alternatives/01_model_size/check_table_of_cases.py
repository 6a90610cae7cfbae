"""A table of small cases with numbers worked out by hand; numpy bool returned."""


def check_count_macs(candidate):
    cases = [
        (Sequential([Dense(6, 4), ReLU(), Dense(4, 2)]), (6,), 32),
        (Sequential([Conv2D(1, 1, 2)]), (2, 3, 1), 8),
        (Sequential([Conv2D(1, 2, 3, padding=1)]), (4, 4, 1), 288),
        (Sequential([Conv2D(1, 2, 2, stride=2)]), (4, 6, 1), 48),
    ]
    return np.array([candidate(m, shape) == n for m, shape, n in cases]).all()
