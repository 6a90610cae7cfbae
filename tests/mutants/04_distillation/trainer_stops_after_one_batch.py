"""Each epoch ends after its first batch."""
EXPECT = ("DistillationTrainer_check", "make two steps an epoch")
CELL = "DistillationTrainer"
CHANGE = (
    "self.optimizer.step()",
    "self.optimizer.step()\n"
    "                break",
)
