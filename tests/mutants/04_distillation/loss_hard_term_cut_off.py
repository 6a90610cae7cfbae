"""The probability of the label counts as 1e-12 where it is smaller."""
EXPECT = ("DistillationLoss_hidden", "the loss is 120")

class DistillationLoss:
    def __init__(self, temperature=4.0, alpha=0.7):
        if not (temperature > 0 and 0 <= alpha <= 1):
            raise ValueError(f"no loss with T = {temperature}, alpha = {alpha}")
        self.temperature, self.alpha = float(temperature), float(alpha)
        self.saved = None

    def __call__(self, student_logits, teacher_logits, labels):
        T = self.temperature
        p = softmax_with_temperature(teacher_logits, T)
        q = softmax_with_temperature(student_logits, T)
        soft = T**2 * kl_divergence(p, q).mean()
        q1 = softmax_with_temperature(student_logits, 1.0)
        n = len(labels)
        hard = -np.log(np.maximum(q1[np.arange(n), labels], 1e-12)).mean()
        q1[np.arange(n), labels] -= 1
        self.saved = p, q, q1 / n
        return float(self.alpha * soft + (1 - self.alpha) * hard)

    def backward(self):
        p, q, slope = self.saved
        return self.alpha * self.temperature * (q - p) / len(q) + (1 - self.alpha) * slope
