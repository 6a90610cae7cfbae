"""Two steps are taken for each batch."""
EXPECT = ("DistillationTrainer_check", "One step a batch")
CELL = "DistillationTrainer"
CHANGE = (
    "self.optimizer.step()",
    "self.optimizer.step()\n"
    "                self.optimizer.step()",
)
