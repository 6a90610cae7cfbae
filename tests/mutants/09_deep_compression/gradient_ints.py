"""Sums are kept as whole numbers."""
EXPECT = ("share_weights_check", 'signs and fractions')
CELL = "share_weights"
CHANGE = ('return sums[1:]', 'return sums[1:].astype(int)')
