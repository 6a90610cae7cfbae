"""Mean minus and plus a standard deviation in place of lowest and highest."""
EXPECT = ("compare_compression_techniques_check", "(lowest, mean, highest)")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        results = {}
        for key in rows[0]:
            values = [row[key] for row in rows]
            mean, std = float(np.mean(values)), float(np.std(values))
            results[key] = (mean - std, mean, mean + std)
        return results

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
