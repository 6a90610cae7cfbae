"""Weights and bias of a layer are thrown together."""

EXPECT = ("analyze_weight_distribution_check", "mean is 0.05")


def analyze_weight_distribution(model, threshold=0.01):
    spread = {}
    for position, layer in enumerate(model.layers):
        if hasattr(layer, "weights"):
            w = np.concatenate([p.data.ravel() for p in layer.parameters()]).astype(float)
            q05, median, q95 = np.quantile(w, [0.05, 0.5, 0.95])
            std = w.std()
            near = np.mean(np.abs(w) < threshold)
            spread[f"{position}.weights"] = {
                "mean": float(w.mean()), "std": float(std), "q05": float(q05),
                "median": float(median), "q95": float(q95), "near_zero": float(near),
            }
    return spread
