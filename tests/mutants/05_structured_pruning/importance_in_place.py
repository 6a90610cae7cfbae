"""The sizes of the weights are written into the layer itself."""
EXPECT = ("compute_neuron_importance_check", "leave those of the layer alone")
CELL = "compute_neuron_importance"
CHANGE = ("return np.abs(weights).sum(axis=0)", "return np.abs(weights, out=weights).sum(axis=0)")
