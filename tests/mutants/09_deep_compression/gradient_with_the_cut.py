"""What cut weights say is kept as the first entry."""
EXPECT = ("share_weights_check", 'code 0 is no value')
CELL = "share_weights"
CHANGE = ('return sums[1:]', 'return sums[:-1]')
