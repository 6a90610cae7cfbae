"""Rounding has slope 0, so no gradient passes."""

EXPECT = ("train_through_check", 'No gradient reaches')
CELL = "train_through"
CHANGE = ('weights.grad * passes', 'weights.grad * 0')
