"""One pass that keeps the best so far, and scores only what fits."""

def compress_for_mobile_deployment(
    model, target_size_mb, settings, compress, file_bytes_of, validation_accuracy,
    min_accuracy,
):

    best = smallest = None
    for setting in settings:
        artifact = compress(model.copy(), setting)
        size = file_bytes_of(artifact)
        if size / 1e6 <= target_size_mb:
            score = validation_accuracy(artifact)
            if best is None or (score, -size) > (best[0], -best[1]):
                best = (score, size, setting, artifact)
        elif smallest is None or size < smallest[1]:
            smallest = (validation_accuracy(artifact), size, setting)
    if best is not None and not best[0] < min_accuracy:
        return dict(zip(("accuracy", "bytes", "setting", "model"), best))
    score, size, setting = (best or smallest or (None, None, None))[:3]
    raise ValueError(f"best found: {setting!r}, {size:,} bytes, {score:.1%}" if setting is not None else "no settings")
