"""The hard term is seen only at T = 1, where nothing shows that it is not softened."""
EXPECT = ("check_distillation_loss_hidden_mix", "Let the student be sure of something")

def check_distillation_loss(candidate):
    def near(student, teacher, labels, temperature, alpha, want):
        arrays = map(np.array, (student, teacher, labels))
        return abs(candidate(*arrays, temperature, alpha) - want) < 1e-6

    sure, torn = [3 * math.log(3), 0.0], [0.0, 0.0]
    soft = 9 * (0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    return (near([torn], [sure], [0], 3.0, 1.0, soft)
            and near([sure], [torn], [0], 3.0, 1.0, 1.294569326033015)
            and near([torn, sure], [torn, sure], [0, 1], 1.0, 0.25,
                     0.375 * (math.log(2) + math.log(28))))
