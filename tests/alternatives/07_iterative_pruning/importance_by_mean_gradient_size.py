"""The mean size of the gradient is multiplied by the size of the weight."""

def gradient_importance(model, batches, loss=softmax_cross_entropy):
    sizes = []
    for images, labels in batches:
        grad = loss(model.forward(images), labels)[1]
        model.parameter_gradients(grad)
        sizes.append([np.abs(weight.grad) for weight in weights_of(model)])
    return [np.abs(weight.data) * np.mean(layer, axis=0)
            for weight, layer in zip(weights_of(model), zip(*sizes))]
