"""The median of an even number of weights is the upper one of the middle two."""

EXPECT = ("analyze_weight_distribution_check", "halfway between the middle two")

CELL = "analyze_weight_distribution"
CHANGE = ("float(median)", "float(np.sort(weights, axis=None)[weights.size // 2])")
