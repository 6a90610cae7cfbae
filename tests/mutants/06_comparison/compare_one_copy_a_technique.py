"""One copy for each technique: the second seed starts from what the first left."""
EXPECT = ("compare_compression_techniques_check", "a copy of the model")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (min(row[key] for row in rows), sum(row[key] for row in rows) / len(rows),
                      max(row[key] for row in rows)) for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        start = model.copy()
        results[name] = spread([measure(technique(start, seed)) for seed in seeds])
    return results
