"""Only the last layer is trained."""
EXPECT = ("DistillationTrainer_hidden", "along the gradient")
CELL = "DistillationTrainer"
CHANGE = (
    "self.optimizer = Adam(self.student.parameters(), learning_rate)",
    "self.optimizer = Adam(self.student.layers[-1].parameters(), learning_rate)",
)
