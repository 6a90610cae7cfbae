"""The cube is multiplied out."""

def cubic_sparsity(done, final, initial=0.0, ramp=0.7):
    t = min(done / ramp, 1)
    return initial + (final - initial) * (3 * t - 3 * t * t + t * t * t)
