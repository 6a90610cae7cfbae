"""All cases are at T = 2, where T squared and 2T are one."""
EXPECT = ("check_distillation_loss_check", "At T = 2 the two agree")

def check_distillation_loss(candidate):
    sure, torn = [2 * math.log(3), 0.0], [0.0, 0.0]
    soft = 4 * (0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    hard = (math.log(2) + math.log(10)) / 2
    for student, teacher, labels, alpha, want in [
        ([torn], [sure], [0], 1.0, soft),
        ([torn, sure], [sure, sure], [0, 1], 0.25, 0.25 * soft / 2 + 0.75 * hard),
    ]:
        arrays = map(np.array, (student, teacher, labels))
        if abs(candidate(*arrays, 2.0, alpha) - want) > 1e-6:
            return False
    return True
