"""Quantiles are taken in the dtype of the weights."""

EXPECT = ("analyze_weight_distribution_check", "q05 is")

CELL = "analyze_weight_distribution"
CHANGE = ("np.quantile(weights,", "np.quantile(layer.weights.data,")
