"""Without seeds only seed 0 is run."""
EXPECT = ("compare_compression_techniques_check", "Without seeds they are 0, 1 and 2")

def compare_compression_techniques(model, techniques, measure, seeds=(0,)):
    def spread(rows):
        return {key: (min(row[key] for row in rows), sum(row[key] for row in rows) / len(rows),
                      max(row[key] for row in rows)) for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
