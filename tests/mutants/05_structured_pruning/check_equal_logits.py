"""Logits have to be equal to the last bit, so that right surgery is refused for rounding."""
EXPECT = ("check_prune_layer_neurons_check", "too strict")
CELL = "check_prune_layer_neurons"
CHANGE = ("if gap > 1e-5 or not", "if gap > 0 or not")
