"""Training steps of smallnets against the same steps of torch on the CPU."""

from itertools import cycle, islice

import numpy as np

from benchmarks.pairing import Comparison, Target
from benchmarks.side import Side
from smallnets import (
    Adam,
    Conv2D,
    DataLoader,
    Dense,
    Flatten,
    MaxPool2D,
    ReLU,
    create_lenet5,
    create_mlp,
    load_mnist,
    softmax_cross_entropy,
)

BATCH, N_BATCHES, SEED, LEARNING_RATE = 128, 100, 1, 1e-3
CHECKED_STEPS = 5

NETWORKS = {
    "LeNet-300-100": lambda: create_mlp(784, [300, 100], 10, seed=SEED),
    "LeNet-5": lambda: create_lenet5(seed=SEED),
}
TITLE = "Training"
TEXT = f"""One step is the forward pass, the loss, the gradients and Adam, on a batch of {BATCH}
MNIST images that lie ready in memory. Both sides start from the same weights and see the
same batches; *difference* is that of their losses over the first {CHECKED_STEPS} steps. The
ratio is smallnets by torch: below 1, smallnets is the faster. torch runs eagerly, its images
in its own order (channels first): *torch* with `torch.optim.Adam` as it comes, *torch fused*
with `fused=True`, one pass over the weights in compiled code."""


def comparisons():
    """Return the comparisons of this topic."""
    rows = [
        ("LeNet-300-100", Target(1.0, "at most"), ("torch", "torch fused")),
        ("LeNet-5", Target(1.3, "at most"), ("torch",)),
    ]
    return [
        Comparison(
            "training",
            f"{network}, {peer}",
            ("smallnets", peer),
            {"network": network},
            threads,
            tolerance=1e-4,
            target=target,
            quick=threads == 1 and peer == "torch",
        )
        for network, target, peers in rows
        for threads in (1, 2)
        for peer in peers
    ]


def smallnets_side(network):
    """Train a network with smallnets."""
    batches = load_batches(network)

    def fresh():
        model = NETWORKS[network]()
        optimizer = Adam(model.parameters(), LEARNING_RATE)
        source = cycle(batches)

        def step():
            images, labels = next(source)
            loss, grad = softmax_cross_entropy(model.forward(images), labels)
            model.parameter_gradients(grad)
            optimizer.step()
            return loss

        return step

    return Side(fresh, lambda: first_losses(fresh))


def torch_side(network, fused=False):
    """Train the same network with torch; ``fused`` asks for its one-pass Adam."""
    import torch

    batches = [
        (torch_images(images), torch.from_numpy(labels)) for images, labels in load_batches(network)
    ]

    def fresh():
        model = torch_model(NETWORKS[network]())
        optimizer = torch.optim.Adam(model.parameters(), LEARNING_RATE, fused=fused or None)
        source = cycle(batches)

        def step():
            images, labels = next(source)
            loss = torch.nn.functional.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss.item()

        return step

    return Side(fresh, lambda: first_losses(fresh))


SIDES = {
    "smallnets": smallnets_side,
    "torch": torch_side,
    "torch fused": lambda network: torch_side(network, fused=True),
}


def load_batches(network):
    """Return the first training batches, in the shape that a network takes."""
    train = load_mnist(flatten=network == "LeNet-300-100").train
    return list(islice(DataLoader(train, BATCH, shuffle=True, seed=SEED), N_BATCHES))


def first_losses(fresh):
    """Return the losses of the first steps from a fresh start."""
    step = fresh()
    return [step() for _ in range(CHECKED_STEPS)]


def torch_images(images):
    """Return images (n, h, w, c), or rows, as a torch tensor with channels first."""
    import torch

    if images.ndim == 4:
        images = np.ascontiguousarray(images.transpose(0, 3, 1, 2))
    return torch.from_numpy(images)


def torch_model(model):
    """Return a torch network that computes what a smallnets model does.

    Parameters
    ----------
    model : Sequential
        Of Dense, or of Conv2D, MaxPool2D, Flatten and Dense on 28 by 28 images, with ReLU.

    Returns
    -------
    torch.nn.Sequential
        Takes images with channels first.
    """
    import torch

    layers, channels = [], 1
    for layer in model.layers:
        if isinstance(layer, Dense):
            layers.append(_torch_dense(layer, channels))
            channels = 1
        elif isinstance(layer, Conv2D):
            layers.append(_torch_conv(layer))
            channels = layer.out_channels
        elif isinstance(layer, MaxPool2D):
            layers.append(torch.nn.MaxPool2d(layer.size))
        else:
            layers.append({Flatten: torch.nn.Flatten, ReLU: torch.nn.ReLU}[type(layer)]())
    return torch.nn.Sequential(*layers)


def _torch_dense(layer, channels):
    """Return a Linear whose inputs were flattened from images with the channels first."""
    import torch

    weights = layer.weights.data
    by_channel = weights.reshape(-1, channels, weights.shape[1]).transpose(1, 0, 2)
    linear = torch.nn.Linear(*weights.shape)
    return _with_parameters(linear, by_channel.reshape(weights.shape).T, layer.bias.data)


def _torch_conv(layer):
    import torch

    conv = torch.nn.Conv2d(
        layer.in_channels,
        layer.out_channels,
        layer.kernel_size,
        padding=layer.padding,
        stride=layer.stride,
    )
    return _with_parameters(conv, layer.weights.data.transpose(3, 2, 0, 1), layer.bias.data)


def _with_parameters(module, weights, bias):
    import torch

    with torch.no_grad():
        module.weight.copy_(torch.from_numpy(np.ascontiguousarray(weights)))
        module.bias.copy_(torch.from_numpy(bias))
    return module
