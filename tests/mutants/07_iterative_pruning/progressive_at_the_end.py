"""The network is trained, and cut after that."""
EXPECT = ("progressive_prune_check", 'masks are drawn after steps')

def progressive_prune(model, target_sparsity, images, epochs, schedule=cubic_sparsity, every=25, seed=0):
    pruned = model.copy()
    adam = Adam(pruned.parameters(), 1e-3)
    loader = DataLoader(images, batch_size=128, shuffle=True, seed=seed)
    Trainer(pruned, adam, progress=False, schedule=lambda done: 1 - done).fit(loader, epochs)
    hold(pruned, masks_by_score(sizes_of(pruned), schedule(1.0, target_sparsity)), adam)
    return pruned
