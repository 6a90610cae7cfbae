"""The mean is the sum divided by three, as if there were always three seeds."""
EXPECT = ("compare_compression_techniques_check", "With the two seeds")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        columns = {key: [row[key] for row in rows] for key in rows[0]}
        return {key: (min(values), sum(values) / 3, max(values)) for key, values in columns.items()}

    results = {"dense": spread([measure(model)] * 3)}
    for name, technique in techniques.items():
        results[name] = spread([measure(technique(model.copy(), seed)) for seed in seeds])
    return results
