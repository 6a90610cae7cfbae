"""The error names no accuracy."""
EXPECT = ("compress_for_mobile_deployment_check", "names the accuracy")

def compress_for_mobile_deployment(
    model, target_size_mb, settings, compress, file_bytes_of, validation_accuracy,
    min_accuracy,
):
    found = []
    for setting in settings:
        small = compress(model.copy(), setting)
        found.append({"setting": setting, "model": small, "bytes": file_bytes_of(small),
                      "accuracy": validation_accuracy(small)})
    fitting = [each for each in found if each["bytes"] / 1_000_000 <= target_size_mb]
    best = max(fitting, key=lambda each: (each["accuracy"], -each["bytes"]), default=None)
    if best and best["accuracy"] >= min_accuracy:
        return best
    best = best or min(found, key=lambda each: each["bytes"], default=None)
    raise ValueError("nothing fits" if best is None else f"nothing fits; best found {best['setting']!r} "
                     f"with {best['bytes']} bytes")
