"""Plain powers of the logits, which overflow."""
EXPECT = ("DistillationLoss_check", "For logits of 10,000")

class DistillationLoss:
    def __init__(self, temperature=4.0, alpha=0.7):
        self.temperature, self.alpha = float(temperature), float(alpha)
        self.saved = None

    def __call__(self, student_logits, teacher_logits, labels):
        with np.errstate(all="ignore"):
            p = np.exp(teacher_logits / self.temperature)
            q = np.exp(student_logits / self.temperature)
            p, q = p / p.sum(axis=1, keepdims=True), q / q.sum(axis=1, keepdims=True)
            soft = self.temperature**2 * (p * np.log(p / q)).sum(axis=1).mean()
        hard, hard_gradient = softmax_cross_entropy(student_logits, labels)
        self.saved = q - p, hard_gradient
        return float(self.alpha * soft + (1 - self.alpha) * hard)

    def backward(self):
        difference, hard_gradient = self.saved
        soft_gradient = self.temperature * difference / len(difference)
        return self.alpha * soft_gradient + (1 - self.alpha) * hard_gradient
