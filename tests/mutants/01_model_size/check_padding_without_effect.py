"""Padding and stride cancel: without padding the positions are the same."""

EXPECT = ("check_count_macs_shapes_hidden", "padding changes the number")


def check_count_macs(candidate):
    model = Sequential([Conv2D(1, 2, 2, stride=4, padding=1), Flatten(), Dense(8, 3)])
    return candidate(model, (6, 6, 1)) == 4 * 8 + 24
