"""Quantiles by hand from the sorted weights; moments from sums."""


from smallnets import model_to_plain


def quantile(ordered, share):
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def analyze_weight_distribution(model, threshold=0.01):
    _, arrays = model_to_plain(model)
    result = {}
    for name in (n for n in arrays if n.endswith(".weights")):
        w = sorted(float(x) for x in arrays[name].flat)
        mean = math.fsum(w) / len(w)
        variance = math.fsum((x - mean) ** 2 for x in w) / len(w)
        result[name] = {
            "near_zero": sum(-threshold < x < threshold for x in w) / len(w),
            "q05": quantile(w, 0.05), "median": quantile(w, 0.5), "q95": quantile(w, 0.95),
            "mean": mean, "std": math.sqrt(variance),
        }
    return result
