"""The layer is given its weights in float64: the network doubles."""

EXPECT = ("analyze_weight_distribution_check", "keep it in a variable")

CELL = "analyze_weight_distribution"
CHANGE = (
    "weights = layer.weights.data.astype(np.float64)",
    "weights = layer.weights.data = layer.weights.data.astype(np.float64)",
)
