"""A handful of arrays written out, each clause a condition of one expression."""

def check_round_trip(candidate):
    ramp = np.linspace(0, 1, 400)
    arrays = [ramp - 0.3, 4 + ramp, -9 * ramp - 1, np.append(ramp * 0.01, 3.0), ramp * 0,
              (ramp - 0.7).reshape(20, 20), np.array([-1, 0, 0.4, 0, 2.2]), np.array([7.0])]
    verdicts = []
    for array in arrays:
        for bits in (2, 3, 5, 8):
            values = array.astype(np.float32)
            got = candidate(values, bits)
            if got.shape != values.shape:
                return False
            steps = (2**bits - 1) * np.abs(got.astype(float) - values)
            reach = max(0.0, float(values.max())) - min(0.0, float(values.min()))
            verdicts += [got.dtype == np.float32, bool(np.all(steps <= 0.501 * reach)),
                         not got[values == 0].any(), len(set(got.ravel().tolist())) <= 2**bits]
    return all(verdicts)
