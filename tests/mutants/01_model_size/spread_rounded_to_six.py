"""The mean is rounded to six decimals."""

EXPECT = ("analyze_weight_distribution_check", "round nothing")

CELL = "analyze_weight_distribution"
CHANGE = ("float(weights.mean())", "round(float(weights.mean()), 6)")
