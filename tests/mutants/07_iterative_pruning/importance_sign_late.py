"""The sizes are taken of the mean over the batches."""
EXPECT = ("gradient_importance_check", 'for each batch, then the mean')

def gradient_importance(model, batches, loss=softmax_cross_entropy):
    scores = [np.zeros(weight.data.shape) for weight in weights_of(model)]
    for images, labels in batches:
        _, grad = loss(model.forward(images), labels)
        model.backward(grad)
        for score, weight in zip(scores, weights_of(model)):
            score += weight.data * weight.grad / len(batches)
    return [np.abs(score) for score in scores]
