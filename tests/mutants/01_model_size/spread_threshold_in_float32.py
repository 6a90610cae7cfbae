"""The threshold is turned into float32 before the comparison."""

EXPECT = ("analyze_weight_distribution_check", "lies below the threshold")

CELL = "analyze_weight_distribution"
CHANGE = ("< threshold)", "< np.float32(threshold))")
