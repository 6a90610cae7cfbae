"""Every list ascends, so that the order of the list and of the model agree."""
EXPECT = ("check_prune_layer_neurons_check", "order of the list")
CELL = "check_prune_layer_neurons"
CHANGE = ("for keep in ([3, 0, 1], [2, 1], [3]):", "for keep in ([0, 1, 3], [1, 2], [3]):")
