"""All runs of a technique in one table, summarised by numpy."""

def compare_compression_techniques(model, techniques, measure, seeds=(0, 1, 2)):
    def summary(rows):
        table = np.array([[row[key] for key in rows[0]] for row in rows], dtype=float)
        three = np.stack([table.min(axis=0), table.mean(axis=0), table.max(axis=0)])
        return {key: tuple(three[:, i].tolist()) for i, key in enumerate(rows[0])}

    runs = {name: [measure(apply(model.copy(), seed)) for seed in seeds]
            for name, apply in techniques.items()}
    return {name: summary(rows) for name, rows in [("dense", [measure(model.copy())]), *runs.items()]}
