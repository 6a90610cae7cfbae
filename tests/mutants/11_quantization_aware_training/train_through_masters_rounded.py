"""The masters themselves are rounded."""

EXPECT = ("train_through_check", 'add up to 13.443')
CELL = "train_through"
CHANGE = ('            masters[i] = weights.data\n            weights.data, inside[i] = quantize(masters[i])', '            masters[i], inside[i] = quantize(weights.data)\n            weights.data = masters[i]')
