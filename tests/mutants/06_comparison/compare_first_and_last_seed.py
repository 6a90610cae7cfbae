"""The first and the last run are taken for lowest and highest."""
EXPECT = ("compare_compression_techniques_check", "The results are 22, 12 and 14")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (rows[0][key], sum(row[key] for row in rows) / len(rows), rows[-1][key])
                for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
