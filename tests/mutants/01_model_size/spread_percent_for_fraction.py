"""The quantiles are asked for as percents of a percent."""

EXPECT = ("analyze_weight_distribution_check", "5% of the way")

CELL = "analyze_weight_distribution"
CHANGE = ("[0.05, 0.5, 0.95]", "[0.0005, 0.5, 0.9995]")
