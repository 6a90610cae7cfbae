"""Whatever comes in, float32 comes out."""
EXPECT = ('apply_masks_check', 'stays float64')
CELL = 'apply_masks'
CHANGE = ('array * keep', '(array * keep).astype(np.float32)')
