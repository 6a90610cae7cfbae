"""Biases are described as well."""

EXPECT = ("analyze_weight_distribution_check", "biases stay out")


def analyze_weight_distribution(model, threshold=0.01):
    from smallnets import model_to_plain

    spread = {}
    for name, array in model_to_plain(model)[1].items():
        w = array.astype(np.float64)
        q05, median, q95 = (float(q) for q in np.quantile(w, [0.05, 0.5, 0.95]))
        spread[name] = {"mean": float(w.mean()), "std": float(w.std()), "q05": q05,
                        "median": median, "q95": q95,
                        "near_zero": float(np.mean(np.abs(w) < threshold))}
    return spread
