"""The hook after the step is not given: rounded once."""

EXPECT = ("train_through_check", 'Give the Trainer both hooks')
CELL = "train_through"
CHANGE = ('before_step=put_back, after_step=round_all,', 'before_step=put_back,')
