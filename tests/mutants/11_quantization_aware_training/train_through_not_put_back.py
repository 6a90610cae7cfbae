"""The step is taken on the rounded weights: small ones are lost."""

EXPECT = ("train_through_check", 'Put the masters back before the step')
CELL = "train_through"
CHANGE = ('weights.data, weights.grad = master, weights.grad * passes', 'weights.grad = weights.grad * passes')
