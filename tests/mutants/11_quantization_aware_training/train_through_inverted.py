"""The gradient passes only where a weight is clipped."""

EXPECT = ("train_through_check", 'passes where it should not')
CELL = "train_through"
CHANGE = ('weights.grad * passes', 'weights.grad * ~passes')
