"""Values stay in float32, as the weights are."""

EXPECT = ("analyze_weight_distribution_check", "compute in float64")


def analyze_weight_distribution(model, threshold=0.01):
    spread = {}
    for position, layer in enumerate(model.layers):
        if hasattr(layer, "weights"):
            w = layer.weights.data
            q05, median, q95 = np.quantile(w, [0.05, 0.5, 0.95])
            spread[f"{position}.weights"] = {
                "mean": w.mean(), "std": w.std(), "q05": q05, "median": median,
                "q95": q95, "near_zero": np.mean(np.abs(w) < threshold),
            }
    return spread
