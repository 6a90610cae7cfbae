"""Every candidate is tried on the dense patient, whatever its kind."""
EXPECT = ("check_prune_layer_neurons_hidden_cnn", "should be refused")
CELL = "check_prune_layer_neurons"
CHANGE = ("model, inputs = patient(kind)", 'model, inputs = patient("mlp")')
