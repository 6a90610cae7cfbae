"""T and alpha are accepted, and the loss has its defaults."""
EXPECT = ("DistillationTrainer_check", "With alpha = 0.0")
CELL = "DistillationTrainer"
CHANGE = ("self.loss = DistillationLoss(temperature, alpha)", "self.loss = DistillationLoss()")
