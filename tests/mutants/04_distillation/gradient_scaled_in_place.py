"""backward scales what the call saved, so that a second one gives another gradient."""
EXPECT = ("DistillationLoss_hidden_gradient", "the same gradient twice")

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
        hard, slope = softmax_cross_entropy(student_logits, labels)
        self.saved = p, q, slope
        return self.alpha * soft + (1 - self.alpha) * hard

    def backward(self):
        p, q, slope = self.saved
        slope *= 1 - self.alpha
        slope += self.alpha * self.temperature * (q - p) / len(q)
        return slope
