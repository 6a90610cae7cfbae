"""The two hooks are swapped."""

EXPECT = ("train_through_check", 'add up to 13.443')
CELL = "train_through"
CHANGE = ('before_step=put_back, after_step=round_all', 'before_step=round_all, after_step=put_back')
