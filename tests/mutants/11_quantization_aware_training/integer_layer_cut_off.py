"""Digits of the bias are cut off."""

EXPECT = ("integer_layer_check", 'not cut off')
CELL = "integer_layer"
CHANGE = ('np.rint(bias / step)', '(bias / step)')
