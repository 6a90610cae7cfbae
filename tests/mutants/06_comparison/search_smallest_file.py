"""The smallest file that keeps the floor is taken."""
EXPECT = ("compress_for_mobile_deployment_check", "take the most accurate")

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

    good = [each for each in fitting if each["accuracy"] >= min_accuracy]
    if good:
        return min(good, key=lambda each: each["bytes"])
    best = max(fitting, key=lambda each: (each["accuracy"], -each["bytes"]), default=None)
    best = best or min(found, key=lambda each: each["bytes"], default=None)
    raise ValueError("nothing fits" if best is None else f"nothing fits; best found {best['setting']!r} "
                     f"with {best['bytes']} bytes and accuracy {best['accuracy']}")
