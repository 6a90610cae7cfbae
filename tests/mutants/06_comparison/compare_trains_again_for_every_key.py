"""A technique is run again for every key."""
EXPECT = ("compare_compression_techniques_check", "Keep what measure gave")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    results = {"dense": {key: (value,) * 3 for key, value in measure(model).items()}}
    for name, technique in techniques.items():
        results[name] = {}
        for key in results["dense"]:
            values = [measure(technique(model.copy(), seed))[key] for seed in seeds]
            results[name][key] = (min(values), sum(values) / len(values), max(values))
    return results
