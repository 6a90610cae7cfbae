"""The seeds in the outer loop, lists instead of tuples."""

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    kept = {name: {} for name in techniques}
    for seed in seeds:
        for name in techniques:
            for key, value in measure(techniques[name](model.copy(), seed)).items():
                kept[name].setdefault(key, []).append(value)
    result = {"dense": {key: [value] * 3 for key, value in measure(model).items()}}
    for name, columns in kept.items():
        result[name] = {key: [min(v), float(np.mean(v)), max(v)] for key, v in columns.items()}
    return result
