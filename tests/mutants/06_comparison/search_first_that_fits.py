"""The first setting that fits is taken."""
EXPECT = ("compress_for_mobile_deployment_check", "take the most accurate")

def compress_for_mobile_deployment(
    model, target_size_mb, settings, compress, file_bytes_of, validation_accuracy,
    min_accuracy,
):
    for setting in settings:
        small = compress(model.copy(), setting)
        n_bytes, accuracy = file_bytes_of(small), validation_accuracy(small)
        if n_bytes / 1_000_000 <= target_size_mb and accuracy >= min_accuracy:
            return {"setting": setting, "model": small, "bytes": n_bytes, "accuracy": accuracy}
    raise ValueError("nothing fits")
