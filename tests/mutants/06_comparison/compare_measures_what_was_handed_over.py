"""Takes for granted that a technique changes its model in place."""
EXPECT = ("compare_compression_techniques_check", "that the technique returns")

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def spread(rows):
        return {key: (min(row[key] for row in rows), sum(row[key] for row in rows) / len(rows),
                      max(row[key] for row in rows)) for key in rows[0]}

    results = {"dense": spread([measure(model)])}
    for name, technique in techniques.items():
        rows = []
        for seed in seeds:
            trial = model.copy()
            technique(trial, seed)
            rows.append(measure(trial))
        results[name] = spread(rows)
    return results
