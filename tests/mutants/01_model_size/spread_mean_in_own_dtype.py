"""The mean is taken in the dtype of the weights, all else in float64."""

EXPECT = ("analyze_weight_distribution_check", "mean is 1.666666667")

CELL = "analyze_weight_distribution"
CHANGE = ("float(weights.mean())", "float(layer.weights.data.mean())")
