"""All is cut after the first step."""
EXPECT = ("progressive_prune_check", 'never asks the schedule')

def progressive_prune(model, target_sparsity, images, epochs, schedule=cubic_sparsity, every=25, seed=0):
    pruned = model.copy()
    adam = Adam(pruned.parameters(), 1e-3)
    loader = DataLoader(images, batch_size=128, shuffle=True, seed=seed)
    masks = []

    def look_after(done):
        if not masks:
            masks.extend(masks_by_score(sizes_of(pruned), target_sparsity))
        hold(pruned, masks, adam)

    Trainer(pruned, adam, progress=False, after_step=look_after,
            schedule=lambda done: 1 - done).fit(loader, epochs)
    return pruned
