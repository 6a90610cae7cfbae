"""Near zero is judged in the weights' own dtype, in which the threshold is rounded as they are."""

EXPECT = ("analyze_weight_distribution_check", "lies below the threshold")

CELL = "analyze_weight_distribution"
CHANGE = (
    "(np.abs(weights) < threshold)",
    "(np.abs(weights).astype(max(layer.weights.data.dtype, np.float16)) < threshold)",
)
