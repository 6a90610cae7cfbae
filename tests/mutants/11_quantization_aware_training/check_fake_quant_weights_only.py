"""Where the gradient passes is not looked at."""

EXPECT = ("check_fake_quant_check", 'inside the range')


def check_fake_quant(candidate):
    weights = np.array([-1.6, -1.2, -0.75, -0.25, -0.1, 0, 0.25, 0.7, 0.9], dtype=np.float32)
    due = np.array([-1, -1, -1, 0, 0, 0, 0, 0.5, 0.5], dtype=np.float32)
    rounded, _ = candidate(weights, 0.5, -2, 1)
    return bool(np.array_equal(rounded, due)) and not np.signbit(rounded[due == 0]).any()
