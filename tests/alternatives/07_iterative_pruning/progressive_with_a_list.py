"""A list holds the steps at which masks are due."""

def progressive_prune(model, target_sparsity, images, epochs, schedule=cubic_sparsity,
                      every=25, seed=0):
    pruned = model.copy()
    adam = Adam(pruned.parameters(), 1e-3)
    loader = DataLoader(images, batch_size=128, shuffle=True, seed=seed)
    total = epochs * len(loader)
    due = {*range(1, total + 1, every), total}
    state = {"step": 0, "masks": None}

    def after(done):
        state["step"] += 1
        if state["step"] in due:
            sizes = [np.abs(w.data) for w in weights_of(pruned)]
            state["masks"] = masks_by_score(sizes, schedule(state["step"] / total, target_sparsity))
        hold(pruned, state["masks"], adam)

    trainer = Trainer(pruned, adam, progress=False)
    trainer.after_step = after
    trainer.schedule = lambda done: 1 - done
    trainer.fit(loader, epochs)
    return pruned
