"""The student is trained on the labels alone."""
EXPECT = ("DistillationTrainer_check", "learns from the teacher")
CELL = "DistillationTrainer"
CHANGE = (
    (
        "self.loss(student_logits, teacher_logits[chosen], labels[chosen])",
        "_, gradient = softmax_cross_entropy(student_logits, labels[chosen])",
    ),
    (
        "self.student.parameter_gradients(self.loss.backward())",
        "self.student.parameter_gradients(gradient)",
    ),
)
