"""The expected values are those of KL(student || teacher)."""
EXPECT = ("check_distillation_loss_check", "loss_of_two_classes")

def check_distillation_loss(candidate):
    sure, torn = np.array([[2 * math.log(3), 0.0]]), np.array([[0.0, 0.0]])
    soft = 4 * (0.5 * math.log(0.5 / 0.75) + 0.5 * math.log(0.5 / 0.25))
    return abs(candidate(torn, sure, np.array([0]), 2.0, 1.0) - soft) < 1e-6
