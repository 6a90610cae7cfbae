"""Only positive weights count as not zero."""
EXPECT = ("share_weights_check", 'not zero')
CELL = "share_weights"
CHANGE = ('kept = weights != 0', 'kept = weights > 0')
