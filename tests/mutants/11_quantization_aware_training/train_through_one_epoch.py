"""Only one epoch is run."""

EXPECT = ("train_through_check", '30 steps, two layers')
CELL = "train_through"
CHANGE = ('fit(batches, epochs)', 'fit(batches, 1)')
