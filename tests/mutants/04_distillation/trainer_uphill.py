"""The gradient is turned round before the step."""
EXPECT = ("DistillationTrainer_check", "Forward, loss, backward, step")
CELL = "DistillationTrainer"
CHANGE = (
    "self.student.parameter_gradients(self.loss.backward())",
    "self.student.parameter_gradients(-self.loss.backward())",
)
