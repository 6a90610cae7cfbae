"""The whole backward pass, a list of batches, and its own step loop."""

from copy import deepcopy


class DistillationTrainer:
    def __init__(self, student, temperature=4.0, alpha=0.7, learning_rate=1e-3,
                 batch_size=50, seed=0):
        self.model = deepcopy(student)
        self.settings = temperature, alpha
        self.adam = Adam(self.model.parameters(), learning_rate=learning_rate)
        self.size, self.rng = batch_size, np.random.default_rng(seed)

    def one_batch(self, x, v, y):
        loss = DistillationLoss(*self.settings)
        loss(self.model.forward(x), v, y)
        self.model.backward(loss.backward())
        self.adam.step()

    def fit(self, images, teacher_logits, labels, epochs):
        for _ in range(epochs):
            order = self.rng.permutation(len(images))
            shuffled = [array[order] for array in (images, teacher_logits, labels)]
            for start in range(0, len(order), self.size):
                self.one_batch(*(array[start : start + self.size] for array in shuffled))
        return self.model
