"""The masters are rounded at the end."""

EXPECT = ("train_through_check", 'Put the masters back at the end')
CELL = "train_through"
CHANGE = ('        weights.data = master\n', '        weights.data = quantize(master)[0]\n')
