"""All cases are at T = 1, where the factor cannot be seen."""
EXPECT = ("check_distillation_loss_check", "Try a T other than 1")

def check_distillation_loss(candidate):
    sure, torn = [math.log(3), 0.0], [0.0, 0.0]
    soft = 0.75 * math.log(1.5) + 0.25 * math.log(0.5)
    hard = (math.log(2) + math.log(4)) / 2
    for student, teacher, labels, alpha, want in [
        ([torn], [sure], [0], 1.0, soft),
        ([torn, sure], [sure, sure], [0, 1], 0.25, 0.25 * soft / 2 + 0.75 * hard),
    ]:
        arrays = map(np.array, (student, teacher, labels))
        if abs(candidate(*arrays, 1.0, alpha) - want) > 1e-6:
            return False
    return True
