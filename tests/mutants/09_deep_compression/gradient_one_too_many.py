"""An entry for code 0 comes along."""
EXPECT = ("share_weights_check", '4 entries')
CELL = "share_weights"
CHANGE = ('return sums[1:]', 'return sums')
