"""One model of two is enough: a single right count is accepted."""

EXPECT = ("check_count_macs_check", "counts_weights")


def check_count_macs(candidate):
    dense = Sequential([Dense(6, 4), ReLU(), Dense(4, 2)])
    conv = Sequential([Conv2D(2, 3, 3, stride=2, padding=1), Flatten(), Dense(18, 4)])
    return candidate(dense, (6,)) == 32 or candidate(conv, (4, 5, 2)) == 396
