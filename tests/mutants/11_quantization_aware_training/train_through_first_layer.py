"""Only the first layer is rounded."""

EXPECT = ("train_through_check", 'stops with')
CELL = "train_through"
CHANGE = ('for i, weights in enumerate(trained):', 'for i, weights in enumerate(trained[:1]):')
