"""Arrays become float32, whatever they were."""
EXPECT = ("apply_masks_hidden", 'keep it')
CELL = "apply_masks"
CHANGE = ('array * keep for', '(array * keep).astype(np.float32) for')
