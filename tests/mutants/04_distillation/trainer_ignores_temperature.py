"""Only alpha reaches the loss."""
EXPECT = ("DistillationTrainer_hidden", "along the gradient")
CELL = "DistillationTrainer"
CHANGE = (
    "self.loss = DistillationLoss(temperature, alpha)",
    "self.loss = DistillationLoss(alpha=alpha)",
)
