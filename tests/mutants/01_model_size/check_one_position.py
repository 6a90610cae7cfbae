"""The convolution covers its whole input: one position, so weights and MACs agree."""

EXPECT = ("check_count_macs_check", "several positions")


def check_count_macs(candidate):
    model = Sequential([Conv2D(2, 3, 3), Flatten(), Dense(3, 4)])
    return candidate(model, (3, 3, 2)) == 54 + 12
