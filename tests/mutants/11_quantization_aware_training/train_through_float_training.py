"""The network is trained in float and rounded afterwards."""

EXPECT = ("train_through_check", 'Give the Trainer both hooks')
CELL = "train_through"
CHANGE = ('before_step=put_back, after_step=round_all,\n            schedule', 'schedule')
