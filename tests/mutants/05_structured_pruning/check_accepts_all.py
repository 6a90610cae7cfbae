"""The check finds every candidate right."""
EXPECT = ("check_prune_layer_neurons_check", "cuts_nothing")

def check_prune_layer_neurons(candidate, kind):
    return True
