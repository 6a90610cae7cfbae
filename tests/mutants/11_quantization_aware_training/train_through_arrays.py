"""An array is put in the place of the Parameter's data at another name."""

EXPECT = ("train_through_check", 'add up to 13.443')
CELL = "train_through"
CHANGE = ('weights.data, inside[i] = quantize(masters[i])', 'weights.rounded, inside[i] = quantize(masters[i])')
