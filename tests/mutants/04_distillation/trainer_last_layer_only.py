"""Only the last layer is trained."""
EXPECT = ("DistillationTrainer_check", "for every array")
CELL = "DistillationTrainer"
CHANGE = (
    "self.optimizer = Adam(self.student.parameters(), learning_rate)",
    "self.optimizer = Adam(self.student.layers[-1].parameters(), learning_rate)",
)
