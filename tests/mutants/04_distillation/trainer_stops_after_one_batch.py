"""Each epoch ends after its first batch."""
EXPECT = ("DistillationTrainer_hidden", "One step a batch")
CELL = "DistillationTrainer"
CHANGE = (
    "self.optimizer.step()",
    "self.optimizer.step()\n"
    "                break",
)
