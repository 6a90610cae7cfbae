"""Every candidate is refused, since the number worked out forgot the padding."""

EXPECT = ("check_count_macs_check", "This candidate is right")


def check_count_macs(candidate):
    model = Sequential([Conv2D(2, 3, 3, stride=2, padding=1), Flatten(), Dense(18, 4)])
    return candidate(model, (4, 5, 2)) == 1 * 2 * 54 + 72
