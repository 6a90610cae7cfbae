"""The gradients given are multiplied in place."""
EXPECT = ("compute_neuron_importance_check", "changed the data")
CELL = "compute_neuron_importance"
CHANGE = ("effect = (outputs * gradients).reshape", "gradients *= outputs\n    effect = gradients.reshape")
