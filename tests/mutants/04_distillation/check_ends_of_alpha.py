"""Alpha is 0 or 1 in every case."""
EXPECT = ("check_distillation_loss_hidden_mix", "Try an alpha between 0 and 1")

def check_distillation_loss(candidate):
    z = np.array([[0, 2], [1, -0.5], [2, .7]], float)
    v = np.array([[3, 0], [1, 2], [-1, 1]], float)
    y = np.array([1, 1, 0])
    for T in [1.0, 3.0, 5.0]:
        for alpha in [0.0, 1.0]:
            want = loss_of_two_classes(z, v, y, T, alpha)
            if not abs(candidate(z.copy(), v.copy(), y.copy(), T, alpha) - want) < 1e-6:
                return False
    return True
