"""Quantiles are the nearest of the weights, without a step between two of them."""

EXPECT = ("analyze_weight_distribution_check", "of the way along the sorted w")

CELL = "analyze_weight_distribution"
CHANGE = ("[0.05, 0.5, 0.95])", "[0.05, 0.5, 0.95], method=\"nearest\")")
