"""The gradient passes where a weight is clipped, too."""

EXPECT = ("train_through_check", 'passes everywhere')
CELL = "train_through"
CHANGE = ('weights.data, weights.grad = master, weights.grad * passes', 'weights.data = master')
