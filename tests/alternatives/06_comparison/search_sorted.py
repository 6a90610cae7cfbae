"""All tries in one sorted list."""

def compress_for_mobile_deployment(
    model, target_size_mb, settings, compress, file_bytes_of, validation_accuracy,
    min_accuracy,
):

    tries = []
    for number, setting in enumerate(settings):
        made = compress(model.copy(), setting)
        size, score = file_bytes_of(made), validation_accuracy(made)
        misses = size / 1_000_000 > target_size_mb
        key = (misses, size if misses else -score, size, number)
        tries.append((key, {"accuracy": score, "bytes": size, "model": made, "setting": setting}))
    tries.sort(key=lambda pair: pair[0])
    if not tries:
        raise ValueError("there is no setting to try")
    (misses, *_), first = tries[0]
    if misses or first["accuracy"] < min_accuracy:
        first.pop("model")
        raise ValueError(f"best found was {first}")
    return first
