"""Where the gradient passes is found once, before the run."""

EXPECT = ("train_through_check", 'renew it after each')
CELL = "train_through"
CHANGE = ('weights.data, inside[i] = quantize(masters[i])', 'weights.data, now = quantize(masters[i])\n            inside[i] = now if inside[i] is None else inside[i]')
