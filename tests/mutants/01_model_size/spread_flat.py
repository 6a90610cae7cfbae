"""The statistics of all layers together come back, without names."""

EXPECT = ("analyze_weight_distribution_check", "the only key is '1.weights'")


def analyze_weight_distribution(model, threshold=0.01):
    arrays = [x.weights.data.ravel() for x in model.layers if hasattr(x, "weights")]
    w = np.concatenate(arrays).astype(np.float64)
    q05, median, q95 = (float(q) for q in np.quantile(w, [0.05, 0.5, 0.95]))
    return {"mean": float(w.mean()), "std": float(w.std()), "q05": q05, "median": median,
            "q95": q95, "near_zero": float(np.mean(np.abs(w) < threshold))}
