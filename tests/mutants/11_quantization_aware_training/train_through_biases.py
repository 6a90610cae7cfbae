"""Biases are rounded, too."""

EXPECT = ("train_through_check", 'add up to 13.443')
CELL = "train_through"
CHANGE = ('            weights.data, inside[i] = quantize(masters[i])', '            weights.data, inside[i] = quantize(masters[i])\n        for place in weight_places(model):\n            bias = model.layers[place].bias\n            if bias is not None:\n                bias.data = quantize(bias.data)[0]')
