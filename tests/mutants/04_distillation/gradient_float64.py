"""The gradient of float32 logits is float64."""
EXPECT = ("DistillationLoss_check", "float32 logits give a float32 gradient")

class DistillationLoss:
    def __init__(self, temperature=4.0, alpha=0.7):
        self.temperature, self.alpha = float(temperature), float(alpha)
        self.saved = None

    def __call__(self, student_logits, teacher_logits, labels):
        teacher = softmax_with_temperature(teacher_logits, self.temperature)
        student = softmax_with_temperature(student_logits, self.temperature)
        soft = self.temperature**2 * kl_divergence(teacher, student).mean()
        hard, hard_gradient = softmax_cross_entropy(student_logits, labels)
        self.saved = student - teacher, hard_gradient
        return float(self.alpha * soft + (1 - self.alpha) * hard)

    def backward(self):
        difference, hard_gradient = self.saved
        soft_gradient = self.temperature * difference / len(difference)
        return np.float64(1.0) * self.alpha * soft_gradient.astype(float) + (1 - self.alpha) * hard_gradient
