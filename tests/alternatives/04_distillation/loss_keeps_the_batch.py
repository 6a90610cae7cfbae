"""The call keeps the batch; backward computes everything anew, row by row."""

class DistillationLoss:
    def __init__(self, temperature=4.0, alpha=0.7):
        self.temperature, self.alpha = temperature, alpha

    def __call__(self, student_logits, teacher_logits, labels):
        self.batch = student_logits, teacher_logits, labels
        rows = []
        for z, v, y in zip(student_logits, teacher_logits, labels, strict=True):
            p = softmax_with_temperature(v[None], self.temperature)
            q = softmax_with_temperature(z[None], self.temperature)
            hard, _ = softmax_cross_entropy(z[None].astype(float), np.array([y]))
            soft = self.temperature**2 * kl_divergence(p, q)[0]
            rows.append(self.alpha * soft + (1 - self.alpha) * hard)
        return sum(rows) / len(rows)

    def backward(self):
        z, v, y = self.batch
        T, hot = self.temperature, np.eye(z.shape[1])[y]
        soft = softmax_with_temperature(z, T) - softmax_with_temperature(v, T)
        hard = softmax_with_temperature(z, 1.0) - hot
        total = self.alpha * T * soft + (1 - self.alpha) * hard
        return (total / len(y)).astype(z.dtype)
