"""Answers have to agree to the last bit."""
EXPECT = ("check_distillation_loss_check", "differ in the last digits")

def check_distillation_loss(candidate):
    student = np.array([[0.3, -1.7], [2.9, 0.4], [-3.3, 5.1]])
    teacher = np.array([[2.2, -0.6], [-1.1, 3.7], [0.9, 0.2]])
    labels = np.array([1, 0, 1])
    want = loss_of_two_classes(student, teacher, labels, 3.0, 0.3)
    return bool(candidate(student, teacher, labels, 3.0, 0.3) == want)
