"""The first rounding is forgotten: there are no masters yet."""

EXPECT = ("train_through_check", 'round once before the run')
CELL = "train_through"
CHANGE = ('    round_all(0)\n', '')
