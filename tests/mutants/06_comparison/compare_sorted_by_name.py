"""The techniques are sorted by name."""
EXPECT = ("compare_compression_techniques_check", "in this order")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (min(row[key] for row in rows), sum(row[key] for row in rows) / len(rows),
                      max(row[key] for row in rows)) for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name in sorted(techniques):
        results[name] = spread([measure(techniques[name](model.copy(), seed)) for seed in seeds])
    return results
