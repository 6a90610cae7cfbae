"""An object keeps the masks and the count."""

class Holder:
    def __init__(self, draw, model, adam, every):
        self.draw, self.model, self.adam, self.every = draw, model, adam, every
        self.count = 0

    def __call__(self, done):
        self.count += 1
        if self.every == 1 or self.count % self.every == 1 or done >= 1:
            self.masks = self.draw(done)
        hold(self.model, self.masks, self.adam)


def progressive_prune(model, target_sparsity, images, epochs, schedule=cubic_sparsity,
                      every=25, seed=0):
    pruned = model.copy()
    adam = Adam(pruned.parameters(), 1e-3)
    loader = DataLoader(images, batch_size=128, shuffle=True, seed=seed)

    def draw(done):
        return masks_by_score(sizes_of(pruned), schedule(done, target_sparsity))

    Trainer(pruned, adam, progress=False, after_step=Holder(draw, pruned, adam, every),
            schedule=lambda ended: 1.0 - ended).fit(loader, epochs)
    return pruned
