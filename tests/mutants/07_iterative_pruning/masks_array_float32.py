"""Arrays become float32, whatever they were."""
EXPECT = ("apply_masks_check", 'stays float64')
CELL = "apply_masks"
CHANGE = ('array * keep for', '(array * keep).astype(np.float32) for')
