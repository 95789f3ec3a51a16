"""wirogen writes typed Python clients from the specifications of Wiro models."""

__version__ = "0.1.0"
