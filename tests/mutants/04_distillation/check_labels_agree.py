"""Every label is what the teacher thinks."""
EXPECT = ("check_distillation_loss_check", "Let a label differ")

def check_distillation_loss(candidate):
    def near(student, teacher, labels, temperature, alpha, want):
        arrays = map(np.array, (student, teacher, labels))
        return abs(candidate(*arrays, temperature, alpha) - want) < 1e-6

    sure, torn = [3 * math.log(3), 0.0], [0.0, 0.0]
    soft = 9 * (0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    hard = (math.log(2) + math.log(28)) / 2
    return (near([torn], [sure], [0], 3.0, 1.0, soft)
            and near([torn, sure], [sure, sure], [0, 0], 3.0, 0.25,
                     0.125 * soft + 0.375 * (math.log(2) + math.log(28 / 27))))
