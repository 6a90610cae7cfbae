"""INT8 on one layer: numpy and onnxruntime against float32 in numpy."""

import logging
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.pairing import Comparison
from benchmarks.side import Side
from smallnets import DataLoader, load_mnist, load_pretrained
from smallnets.layers import multiply

BATCH, LARGEST = 128, 127
TITLE = "INT8"
TEXT = f"""The first layer of the trained LeNet-300-100, 784 inputs and 300 units, on a batch of
{BATCH} test images, float32 in and out. Weights have one scale, activations another, which
500 validation images set beforehand (*onnxruntime dynamic* takes it anew from every batch). *int8,
integers* multiplies and adds in numpy's int32; *int8, float32 carrier* does the same sums in
float32, where they are exact up to 1,040 inputs. *Difference* is that of the outputs, as a
fraction of the largest: the price of 8 bits. The ratio is float32 in numpy by the other
side: above 1, the other side is the faster. No target: the course claims bytes, not time."""


def comparisons():
    """Return the comparisons of this topic."""
    rows = [
        ("int8, integers", 0.02),
        ("int8, float32 carrier", 0.02),
        ("ort float32", 1e-5),
        ("ort dynamic", 0.02),
        ("ort static", 0.02),
    ]
    return [
        Comparison(
            "int8",
            side.replace("ort", "onnxruntime"),
            ("float32", side),
            {},
            threads=1,
            tolerance=tolerance,
            quick=side in ("int8, integers", "ort dynamic"),
        )
        for side, tolerance in rows
    ]


def float32_side():
    """Run the layer as smallnets does."""
    weights, bias = layer_arrays()
    return layer_side(lambda x: multiply(x, weights) + bias)


def int8_side(carrier):
    """Run the layer on int8 weights and activations.

    Parameters
    ----------
    carrier : type
        dtype of the product: np.int32, or np.float32 where every sum fits 24 bits.
    """
    weights, bias = layer_arrays()
    scale_x = np.float32(np.abs(calibration_images()).max() / LARGEST)
    scale_w = np.float32(np.abs(weights).max() / LARGEST)
    stored = quantized(weights, scale_w)
    stored_bias = np.rint(bias / (scale_x * scale_w)).astype(np.int32)

    def run(x):
        sums = quantized(x, scale_x).astype(carrier) @ stored.astype(carrier)
        return (sums + stored_bias.astype(carrier)) * (scale_x * scale_w)

    return layer_side(lambda x: run(x).astype(np.float32, copy=False))


def onnxruntime_side(kind):
    """Run the layer in onnxruntime: "float32", or quantized "dynamic" or "static"."""
    session = onnxruntime_session(kind)
    return layer_side(lambda x: session.run(None, {"x": x})[0])


SIDES = {
    "float32": float32_side,
    "int8, integers": lambda: int8_side(np.int32),
    "int8, float32 carrier": lambda: int8_side(np.float32),
    "ort float32": lambda: onnxruntime_side("float32"),
    "ort dynamic": lambda: onnxruntime_side("dynamic"),
    "ort static": lambda: onnxruntime_side("static"),
}


def layer_side(run):
    """Make a side of a function from inputs to outputs."""
    images = next(iter(DataLoader(load_mnist(flatten=True).test, BATCH)))[0]
    return Side(lambda: lambda: run(images), lambda: run(images).ravel().tolist())


def layer_arrays():
    """Return weights and bias of the layer."""
    layer = load_pretrained("lenet_300_100").layers[0]
    return layer.weights.data, layer.bias.data


def calibration_images():
    """Return the images that the activations' scale is chosen on."""
    return next(iter(DataLoader(load_mnist(flatten=True).validation, batch_size=500)))[0]


def quantized(values, scale):
    """Round to int8, symmetric about zero."""
    return np.clip(np.rint(values / scale), -LARGEST, LARGEST).astype(np.int8)


def onnxruntime_session(kind):
    """Store the layer as ONNX, quantize the file as asked, and open it."""
    import onnx
    import onnxruntime
    from onnxruntime import quantization

    logging.disable(logging.WARNING)  # it recommends a step that changes nothing here
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with tempfile.TemporaryDirectory() as folder:
        plain, made = (str(Path(folder) / name) for name in ("plain.onnx", "made.onnx"))
        onnx.save(onnx_model(), plain)
        if kind == "dynamic":
            quantization.quantize_dynamic(plain, made)
        elif kind == "static":
            quantization.quantize_static(plain, made, calibration_reader())
        path = plain if kind == "float32" else made
        return onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])


def onnx_model():
    """Return the layer as an ONNX model: MatMul and Add."""
    from onnx import TensorProto, helper, numpy_helper

    weights, bias = layer_arrays()
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "weights"], ["product"]),
            helper.make_node("Add", ["product", "bias"], ["y"]),
        ],
        "dense",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", weights.shape[0]])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", weights.shape[1]])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    return helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 21)])


def calibration_reader():
    """Return what ``quantize_static`` reads calibration images from."""
    from onnxruntime.quantization import CalibrationDataReader

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.batches = iter([{"x": calibration_images()}])

        def get_next(self):
            return next(self.batches, None)

    return Reader()
