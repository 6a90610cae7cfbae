"""The layers it tries have no bias, so counting biases goes unseen."""

EXPECT = ("check_count_macs_check", "Use layers that have a bias")


def check_count_macs(candidate):
    conv = Conv2D(2, 3, 3, stride=2, padding=1, bias=False)
    model = Sequential([conv, Flatten(), Dense(18, 4, bias=False)])
    return candidate(model, (4, 5, 2)) == 6 * 54 + 72
