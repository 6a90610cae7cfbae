"""Answers may be off by a fifth of their size."""
EXPECT = ("check_distillation_loss_check", "compare to 1e-6")

def check_distillation_loss(candidate):
    def near(student, teacher, labels, temperature, alpha, want):
        arrays = map(np.array, (student, teacher, labels))
        return abs(candidate(*arrays, temperature, alpha) - want) < 1e-6

    sure, torn = [3 * math.log(3), 0.0], [0.0, 0.0]
    soft = 9 * (0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    hard = (math.log(2) + math.log(28)) / 2
    def rough(student, teacher, labels, alpha, want):
        arrays = map(np.array, (student, teacher, labels))
        return abs(candidate(*arrays, 3.0, alpha) - want) < 0.2 * want

    return (rough([torn], [sure], [0], 1.0, soft)
            and rough([sure], [torn], [0], 1.0, 1.294569)
            and rough([torn, sure], [sure, sure], [0, 1], 0.25,
                      0.125 * soft + 0.75 * hard))
