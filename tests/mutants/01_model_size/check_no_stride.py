"""The convolution it tries moves one pixel at a time."""

EXPECT = ("check_count_macs_shapes_hidden", "stride=2 or more")


def check_count_macs(candidate):
    model = Sequential([Conv2D(2, 3, 3, padding=1), Flatten(), Dense(60, 4)])
    return candidate(model, (4, 5, 2)) == 20 * 54 + 240
