"""The weights are sorted in place to find the quantiles: the network is ruined."""

EXPECT = ("analyze_weight_distribution_check", "changed the layer's weights")


def analyze_weight_distribution(model, threshold=0.01):
    spread = {}
    for position, layer in enumerate(model.layers):
        if hasattr(layer, "weights"):
            w = layer.weights.data.reshape(-1)
            w.sort()
            q05, median, q95 = (
                float(np.interp(q * (w.size - 1), np.arange(w.size), w)) for q in (0.05, 0.5, 0.95)
            )
            spread[f"{position}.weights"] = {
                "mean": float(np.mean(w, dtype=float)), "std": float(np.std(w, dtype=float)),
                "q05": q05, "median": median, "q95": q95,
                "near_zero": float(np.mean(np.abs(w.astype(float)) < threshold)),
            }
    return spread
