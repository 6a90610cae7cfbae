"""The convolution it tries has no padding."""

EXPECT = ("check_count_macs_shapes_hidden", "padding=1 or more")


def check_count_macs(candidate):
    model = Sequential([Conv2D(2, 3, 3, stride=2), Flatten(), Dense(12, 4)])
    return candidate(model, (5, 6, 2)) == 2 * 2 * 54 + 48
