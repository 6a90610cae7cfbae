"""Steps are counted by rounding down."""
EXPECT = ("progressive_prune_check", 'count the steps in whole numbers')
CELL = "progressive_prune"
CHANGE = ('        nonlocal masks, steps\n', '        nonlocal masks, steps\n        steps = int(done * (epochs * len(loader))) - 1\n')
