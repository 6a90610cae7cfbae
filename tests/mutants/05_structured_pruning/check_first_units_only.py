"""The lists begin with 0, 1, ...: what takes the first entries looks right."""
EXPECT = ("check_prune_layer_neurons_check", "not begin with 0, 1")
CELL = "check_prune_layer_neurons"
CHANGE = ("for keep in ([3, 0, 1], [2, 1], [3]):", "for keep in ([2, 1, 0], [0, 1], [0]):")
