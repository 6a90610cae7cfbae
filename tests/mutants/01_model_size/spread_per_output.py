"""Statistics are taken along the first axis, one for each output."""

EXPECT = ("analyze_weight_distribution_check", "all weights of a layer together")


def analyze_weight_distribution(model, threshold=0.01):
    spread = {}
    for position, layer in enumerate(model.layers):
        if hasattr(layer, "weights"):
            w = layer.weights.data.astype(np.float64)
            q05, median, q95 = np.quantile(w, [0.05, 0.5, 0.95], axis=0)
            spread[f"{position}.weights"] = {
                "mean": w.mean(axis=0).item(0), "std": w.std(axis=0).item(0),
                "q05": q05.item(0), "median": median.item(0), "q95": q95.item(0),
                "near_zero": np.mean(np.abs(w) < threshold, axis=0).item(0),
            }
    return spread
