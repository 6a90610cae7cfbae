"""The runs are ranked by the first key, and the other keys follow."""
EXPECT = ("compare_compression_techniques_check", "each key by itself")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        ranked = sorted(rows, key=lambda row: list(row.values())[0])
        return {key: (ranked[0][key], sum(row[key] for row in rows) / len(rows), ranked[-1][key])
                for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
