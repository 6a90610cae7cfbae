"""Half way between lowest and highest in place of the mean."""
EXPECT = ("compare_compression_techniques_check", "(lowest, mean, highest)")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        ends = {key: [f(row[key] for row in rows) for f in (min, max)] for key in rows[0]}
        return {key: (low, (low + high) / 2, high) for key, (low, high) in ends.items()}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
