"""What was cut once stays cut."""
EXPECT = ("progressive_prune_check", 'forget the masks')
CELL = "progressive_prune"
CHANGE = ('            masks = masks_by_score(', '            older = masks\n            masks = masks_by_score('), ('        hold(pruned,', '            if older:\n                masks = [a & b for a, b in zip(masks, older)]\n        hold(pruned,')
