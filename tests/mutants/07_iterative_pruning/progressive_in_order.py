"""The images are not shuffled."""
EXPECT = ("progressive_prune_check", 'which shuffles')
CELL = "progressive_prune"
CHANGE = ('    masks, steps = None, 0', '    loader = DataLoader(images, batch_size=128)\n    masks, steps = None, 0')
