"""Every value is rounded to three decimals."""

EXPECT = ("analyze_weight_distribution_check", "round nothing")


def analyze_weight_distribution(model, threshold=0.01):
    spread = {}
    for position, layer in enumerate(model.layers):
        if hasattr(layer, "weights"):
            w = layer.weights.data.astype(np.float64)
            q05, median, q95 = np.quantile(w, [0.05, 0.5, 0.95])
            std = w.std()
            near = np.mean(np.abs(w) < threshold)
            spread[f"{position}.weights"] = {
                "mean": float(w.mean()), "std": float(std), "q05": float(q05),
                "median": float(median), "q95": float(q95), "near_zero": float(near),
            }
    return {k: {s: round(x, 3) for s, x in v.items()} for k, v in spread.items()}
