"""A wrong counter stops the check with an AssertionError instead of False."""

EXPECT = ("check_count_macs_check", "Return False for a candidate you refuse")


def check_count_macs(candidate):
    model = Sequential([Dense(6, 4), ReLU(), Dense(4, 2)])
    if candidate(model, (6,)) != 32:
        return False
    conv = Sequential([Conv2D(2, 3, 3, stride=2, padding=1)])
    assert candidate(conv, (4, 5, 2)) == 324
    return True
