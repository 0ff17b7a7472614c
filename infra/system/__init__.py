"""The infrastructure as data: tables, queues, functions and the grants of each function.

Each module of infra/system/parts declares the PART of a feature; a new one is found by itself. infra/template.yaml has
the resources that exist once: the key, the bucket, the API, the pool.
"""

import pkgutil
from dataclasses import replace
from importlib import import_module

from infra.system import parts
from infra.system.model import Alarm, Failures, Function, Http, Layer, Part, Queue, Table

PARTS: tuple[Part, ...] = tuple(
    import_module(f"{parts.__name__}.{module.name}").PART for module in pkgutil.iter_modules(parts.__path__)
)


def _with_api_grants(function: Function) -> Function:
    if not isinstance(function.source, Http):
        return function
    return replace(function, grants=tuple(grant for part in PARTS for grant in part.api))


TABLES: tuple[Table, ...] = tuple(table for part in PARTS for table in part.tables)
QUEUES: tuple[Queue, ...] = tuple(queue for part in PARTS for queue in part.queues)
#: Dead-letter queues included.
FAILURES: tuple[Failures, ...] = (
    *(queue.failures for queue in QUEUES),
    *(failures for part in PARTS for failures in part.failures),
)
ALL_QUEUES: tuple[Queue | Failures, ...] = (*QUEUES, *FAILURES)
FUNCTIONS: tuple[Function, ...] = tuple(_with_api_grants(function) for part in PARTS for function in part.functions)
LAYERS: tuple[Layer, ...] = tuple({each.name: each for function in FUNCTIONS for each in function.layers}.values())
ALARMS: tuple[Alarm, ...] = tuple(alarm for part in PARTS for alarm in part.alarms)
