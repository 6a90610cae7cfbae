"""One copy for each layer: a cut at 0.75 is still there when 0.1 is asked for."""
EXPECT = ("sensitivity_scan_check", "the scan at 1 and 0.5 is")
CELL = "sensitivity_scan"
CHANGE = (
    "for column, sparsity in enumerate(sparsities):\n"
    "            trial, layer = model.copy(), model.layers[place]\n"
    "            trial.layers[place] = prune_weights_by_magnitude(layer, sparsity)",
    "trial = model.copy()\n"
    "        for column, sparsity in enumerate(sparsities):\n"
    "            trial.layers[place] = prune_weights_by_magnitude(trial.layers[place], sparsity)",
)
