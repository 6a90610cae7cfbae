"""The hooks are methods of an object that keeps the masters."""


class Kept:
    def __init__(self, parameters, quantize):
        self.pairs = [[each, each.data, None] for each in parameters]
        self.quantize = quantize

    def round(self, done=0):
        for pair in self.pairs:
            pair[1] = pair[0].data
            pair[0].data, pair[2] = self.quantize(pair[1])

    def restore(self, done=1):
        for each, master, inside in self.pairs:
            each.data = master
            each.grad = np.where(inside, each.grad, 0).astype(np.float32)


def train_through(model, quantize, batches, epochs, rate):
    model = model.copy()
    kept = Kept([model.layers[place].weights for place in weight_places(model)], quantize)
    trainer = Trainer(model, Adam(model.parameters(), rate), progress=False,
                      schedule=lambda done: 1 - done)
    trainer.before_step, trainer.after_step = kept.restore, kept.round
    kept.round()
    trainer.fit(batches, epochs)
    kept.restore()
    return model
