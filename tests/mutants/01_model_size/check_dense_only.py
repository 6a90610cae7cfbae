"""The check tries Dense layers without anything else: weights and MACs agree there."""

EXPECT = ("check_count_macs_check", "Dense layers cannot tell the two apart")


def check_count_macs(candidate):
    model = create_mlp(784, [128, 64], 10)
    return candidate(model, (784,)) == 109_184
