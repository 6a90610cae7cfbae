"""The standard deviation is taken in the dtype of the weights."""

EXPECT = ("analyze_weight_distribution_check", "compute in float64")

CELL = "analyze_weight_distribution"
CHANGE = ("float(weights.std())", "float(layer.weights.data.std())")
