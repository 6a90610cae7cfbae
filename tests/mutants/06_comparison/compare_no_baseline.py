"""The model as it is does not appear."""
EXPECT = ("compare_compression_techniques_check", "'dense', 'halve', 'add'")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (min(row[key] for row in rows), sum(row[key] for row in rows) / len(rows),
                      max(row[key] for row in rows)) for key in rows[0]}

    results = {}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
