"""The mean comes first, then the ends."""
EXPECT = ("compare_compression_techniques_check", "(lowest, mean, highest)")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (sum(row[key] for row in rows) / len(rows), min(row[key] for row in rows),
                      max(row[key] for row in rows)) for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
