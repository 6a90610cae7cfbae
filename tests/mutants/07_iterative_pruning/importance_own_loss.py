"""The loss that is given is not used."""
EXPECT = ("gradient_importance_check", 'the one given')
CELL = "gradient_importance"
CHANGE = ('loss(model.forward', 'softmax_cross_entropy(model.forward')
