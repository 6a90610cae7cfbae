"""What comes back holds rounded weights, and the masters are lost."""

EXPECT = ("train_through_check", 'Put the masters back at the end')
CELL = "train_through"
CHANGE = ('    for weights, master in zip(trained, masters, strict=True):\n        weights.data = master\n', '')
