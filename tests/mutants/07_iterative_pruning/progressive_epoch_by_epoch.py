"""Each epoch is a run of its own, in which done starts from 0."""
EXPECT = ("progressive_prune_check", 'masks are drawn after steps')
CELL = "progressive_prune"
CHANGE = (
    ('    Trainer(pruned, adam', '    trainer = Trainer(pruned, adam'),
    ('lambda done: 1 - done).fit(loader, epochs)', 'lambda done: 1 - done)\n    for _ in range(epochs):\n        trainer.fit(loader, 1)'),
)
