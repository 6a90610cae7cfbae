"""The images are not shuffled."""
EXPECT = ("progressive_prune_hidden", 'a weight differs')
CELL = "progressive_prune"
CHANGE = ('    masks, steps = None, 0', '    loader = DataLoader(images, batch_size=128)\n    masks, steps = None, 0')
