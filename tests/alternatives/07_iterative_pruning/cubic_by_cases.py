"""The end of the ramp is a case of its own."""

def cubic_sparsity(done, final, initial=0.0, ramp=0.7):
    if done >= ramp:
        return final
    return np.float64(final - (final - initial) * (1 - done / ramp) ** 3)
