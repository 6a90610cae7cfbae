"""Of equals the lower setting is taken, as Python compares tuples."""
EXPECT = ("compress_for_mobile_deployment_check", "of equal files the first")

def compress_for_mobile_deployment(
    model, target_size_mb, settings, compress, file_bytes_of, validation_accuracy,
    min_accuracy,
):
    found = []
    for setting in settings:
        small = compress(model.copy(), setting)
        found.append((-validation_accuracy(small), file_bytes_of(small), setting, small))
    if not found:
        raise ValueError("no settings")
    fitting = [each for each in found if each[1] / 1_000_000 <= target_size_mb]
    best = min(fitting) if fitting else min(found, key=lambda each: each[1])
    if not fitting or -best[0] < min_accuracy:
        raise ValueError(f"best {best[2]!r}: {best[1]} bytes, {-best[0]}")
    return {"setting": best[2], "model": best[3], "bytes": best[1], "accuracy": -best[0]}
