"""The keys are sorted."""
EXPECT = ("compare_compression_techniques_check", "Keep the keys that measure gives")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (min(row[key] for row in rows), sum(row[key] for row in rows) / len(rows),
                      max(row[key] for row in rows)) for key in sorted(rows[0])}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
