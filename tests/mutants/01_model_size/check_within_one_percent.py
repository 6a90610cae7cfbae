"""A count within one percent is accepted."""

EXPECT = ("check_count_macs_check", "compare exactly")


def check_count_macs(candidate):
    conv = Conv2D(8, 8, 3, stride=2, padding=1)
    model = Sequential([conv, Flatten(), Dense(512, 100)])
    right = 64 * 576 + 51_200
    return abs(candidate(model, (16, 16, 8)) - right) < 0.01 * right
