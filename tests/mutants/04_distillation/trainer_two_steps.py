"""Two steps are taken for each batch."""
EXPECT = ("DistillationTrainer_hidden", "One step a batch")
CELL = "DistillationTrainer"
CHANGE = (
    "self.optimizer.step()",
    "self.optimizer.step()\n"
    "                self.optimizer.step()",
)
