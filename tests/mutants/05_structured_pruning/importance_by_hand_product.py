"""y is worked out as x @ W + b, which suits dense layers only."""
EXPECT = ("compute_neuron_importance_check", "layer.forward")
CELL = "compute_neuron_importance"
CHANGE = ("outputs = layer.forward(inputs)", "outputs = inputs @ layer.weights.data + layer.bias.data")
