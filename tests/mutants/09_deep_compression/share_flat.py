"""The shape is lost."""
EXPECT = ("share_weights_check", 'Keep the shape')
CELL = "share_weights"
CHANGE = ('return codes', 'return codes.ravel()')
