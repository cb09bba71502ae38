"""What the reference documents; its examples do not import it, so that any kernel runs them."""


def grow(kilograms):
    """Double the harvest.

    Examples
    --------
    >>> harvest = [12, 7]
    >>> for kilograms in harvest:
    ...     print(2 * kilograms)
    ...
    24
    14
    >>> sum(harvest)
    19
    >>> print([object()])
    [<object object at 0x7f0000000000>]
    >>> list(range(1000))
    [0, 1, ..., 999]
    >>> harvest[9]
    Traceback (most recent call last):
        ...
    IndexError: list index out of range
    """
