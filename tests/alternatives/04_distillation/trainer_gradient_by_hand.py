"""The gradient is written out in the step, and the loss object not used."""

class DistillationTrainer:
    def __init__(self, student, temperature=4.0, alpha=0.7, learning_rate=1e-3,
                 batch_size=50, seed=0):
        self.student = student.copy()
        self.T, self.alpha = temperature, alpha
        self.optimizer = Adam(self.student.parameters(), learning_rate)
        self.batch_size, self.rng = batch_size, np.random.default_rng(seed)

    def fit(self, images, teacher_logits, labels, epochs):
        for _ in range(epochs):
            order = self.rng.permutation(len(labels))
            for chosen in np.split(order, range(self.batch_size, len(order),
                                                self.batch_size)):
                z = self.student.forward(images[chosen])
                gap = (softmax_with_temperature(z, self.T)
                       - softmax_with_temperature(teacher_logits[chosen], self.T))
                _, hard = softmax_cross_entropy(z, labels[chosen])
                soft = self.T * gap / len(chosen)
                gradient = self.alpha * soft + (1 - self.alpha) * hard
                self.student.parameter_gradients(gradient.astype(np.float32))
                self.optimizer.step()
        return self.student
