"""The order is that of seed 0."""
EXPECT = ("progressive_prune_check", 'Hand the seed')
CELL = "progressive_prune"
CHANGE = ('    masks, steps = None, 0', '    loader = DataLoader(images, batch_size=128, shuffle=True, seed=0)\n    masks, steps = None, 0')
