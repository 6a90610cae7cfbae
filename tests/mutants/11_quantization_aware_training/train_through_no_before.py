"""The hook before the step is not given."""

EXPECT = ("train_through_check", 'add up to 13.443')
CELL = "train_through"
CHANGE = ('before_step=put_back, after_step', 'after_step')
