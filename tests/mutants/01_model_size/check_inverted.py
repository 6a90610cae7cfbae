"""True is returned for a counter that is wrong."""

EXPECT = ("check_count_macs_check", "For the candidate counts_while_running")


def check_count_macs(candidate):
    model = Sequential([Conv2D(2, 3, 3, stride=2, padding=1), Flatten(), Dense(18, 4)])
    return candidate(model, (4, 5, 2)) != 6 * 54 + 72
