"""Only alpha reaches the loss."""
EXPECT = ("DistillationTrainer_hidden", "along the gradient")

class DistillationTrainer:
    def __init__(self, student, temperature=4.0, alpha=0.7, learning_rate=1e-3,
                 batch_size=50, seed=0):
        self.student = student.copy()
        self.loss = DistillationLoss(alpha=alpha)
        self.optimizer = Adam(self.student.parameters(), learning_rate)
        self.batch_size, self.rng = batch_size, np.random.default_rng(seed)

    def fit(self, images, teacher_logits, labels, epochs):
        for _ in range(epochs):
            order = self.rng.permutation(len(labels))
            for start in range(0, len(labels), self.batch_size):
                chosen = order[start : start + self.batch_size]
                student_logits = self.student.forward(images[chosen])
                self.loss(student_logits, teacher_logits[chosen], labels[chosen])
                self.student.parameter_gradients(self.loss.backward())
                self.optimizer.step()
        return self.student
