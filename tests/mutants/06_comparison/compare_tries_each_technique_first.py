"""Each technique is run once more beforehand, to see its keys."""
EXPECT = ("compare_compression_techniques_check", "is called once with each")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    results = {"dense": {key: (value,) * 3 for key, value in measure(model).items()}}
    for name, technique in techniques.items():
        keys = measure(technique(model.copy(), seeds[0])).keys()
        rows = [measure(technique(model.copy(), seed)) for seed in seeds]
        results[name] = {key: (min(r[key] for r in rows), sum(r[key] for r in rows) / len(rows),
                               max(r[key] for r in rows)) for key in keys}
    return results
