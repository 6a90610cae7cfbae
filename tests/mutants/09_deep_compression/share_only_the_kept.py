"""Only the codes of weights that are not zero come back."""
EXPECT = ("share_weights_check", 'Keep the shape')
CELL = "share_weights"
CHANGE = ('return codes', 'return codes[kept]')
