"""numpy float64 scalars, np.percentile, and a dict comprehension."""


def describe(w, threshold):
    return {"mean": np.mean(w), "std": np.std(w), "q05": np.percentile(w, 5),
            "median": np.median(w), "q95": np.percentile(w, 95),
            "near_zero": 1 - np.mean((w >= threshold) | (w <= -threshold))}


def analyze_weight_distribution(model, threshold=0.01):
    weighted = [(i, x) for i, x in enumerate(model.layers) if hasattr(x, "weights")]
    return {f"{i}.weights": describe(np.float64(x.weights.data), threshold)
            for i, x in weighted}
