"""Only one layer is tried, so a counter that stops after it passes."""

EXPECT = ("check_count_macs_check", "For the candidate counts_first_layer")


def check_count_macs(candidate):
    return candidate(Sequential([Conv2D(2, 3, 3, stride=2, padding=1)]), (4, 5, 2)) == 324
