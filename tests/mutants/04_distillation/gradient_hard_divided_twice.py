"""The hard gradient, a mean over the batch already, is divided by n once more."""
EXPECT = ("DistillationLoss_check", "has divided by n already")
CELL = "DistillationLoss"
CHANGE = ("(1 - self.alpha) * hard_gradient", "(1 - self.alpha) * hard_gradient / len(difference)")
