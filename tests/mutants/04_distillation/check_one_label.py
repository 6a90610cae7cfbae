"""Every label is 1."""
EXPECT = ("check_distillation_loss_hidden_mix", "Let some label be 0")
CELL = "check_distillation_loss"
CHANGE = (
    ("[torn], [0], 0.5, 0.5 * back + 0.5 * math.log(28 / 27)", "[torn], [1], 0.5, 0.5 * back + 0.5 * math.log(28)"),
    ("[sure, sure], [0, 1], 0.25", "[sure, sure], [1, 1], 0.25"),
)
