"""Categories of photos: the built-in six of vehicles, those of goods, and the account's own."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.base.formats import CODE
from chalicelib.base.languages import Language
from chalicelib.base.words import first_seen

CategoryCode = Annotated[str, CODE]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Hint = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
MAX_PHOTOS = 30


class Category(BaseModel):
    """One thing to photograph; `min` photos are mandatory, more than `max` (not less, by rules.py) are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    code: CategoryCode = Field(examples=["windscreen"])
    labels: dict[Language, Label] = Field(min_length=1)
    hints: dict[Language, Hint] = Field(default_factory=dict)
    min: int = Field(default=1, ge=1, le=MAX_PHOTOS)
    max: int = Field(default=10, ge=1, le=MAX_PHOTOS)
    #: The page sends the camera's own file, never a smaller copy.
    original_required: bool = False
    #: Ticked when staff open the form, asked for when a program names no categories.
    by_default: bool = False

    def label(self, language: Language) -> str:
        """Return the label in a language, or the first visible one. The code stands for none (former rows)."""
        return first_seen((self.labels.get(language, ""), *self.labels.values()), otherwise=self.code)

    def hint(self, language: Language) -> str:
        """Return the hint for taking the photo, in a language; empty without one."""
        return self.hints.get(language, "")


@cache
def built_in() -> tuple[Category, ...]:
    """Return the six that every account has; made when first needed, for every function imports this."""
    return tuple(_builtin(*each) for each in _BUILT_IN)


@cache
def of_goods() -> tuple[Category, ...]:
    """Return the categories of goods that were carried. Every account knows them; no usual choice has them."""
    return tuple(
        _builtin(code, labels, hints, default=False).model_copy(update={"min": least})
        for code, labels, hints, least in _OF_GOODS
    )


def is_about_goods(codes: Iterable[str]) -> bool:
    """Return True if photos of goods are asked for, and none of a vehicle. Own categories can be of either."""
    asked = frozenset(codes)
    return any(each.code in asked for each in of_goods()) and not any(each.code in asked for each in built_in())


def _builtin(code: str, labels: tuple[str, str, str], hints: tuple[str, str, str], default: bool) -> Category:
    languages: tuple[Language, Language, Language] = ("ru", "es", "en")
    return Category(
        code=code,
        labels=dict(zip(languages, labels, strict=True)),
        hints=dict(zip(languages, hints, strict=True)),
        by_default=default,
    )


_Three = tuple[str, str, str]
_BUILT_IN: tuple[tuple[str, _Three, _Three, bool], ...] = (
    (
        "exterior",
        ("Авто снаружи", "Exterior del vehículo", "Vehicle exterior"),
        (
            "Снимите автомобиль целиком, лучше со всех четырёх углов, чтобы был виден номер.",
            "Fotografíe el vehículo entero, a ser posible desde las cuatro esquinas, con la matrícula visible.",
            "Photograph the whole vehicle, from all four corners if you can, with the number plate in view.",
        ),
        True,
    ),
    (
        "damage",
        ("Повреждения", "Daños", "Damage"),
        (
            "Сначала каждое повреждение с двух шагов, затем крупно.",
            "Cada daño primero a dos pasos de distancia y después de cerca.",
            "Each damage from two steps away first, then close up.",
        ),
        True,
    ),
    (
        "vin",
        ("VIN", "Número de bastidor (VIN)", "VIN"),
        (
            "17 знаков под лобовым стеклом или на стойке двери, чтобы каждый читался.",
            "Los 17 caracteres bajo el parabrisas o en el marco de la puerta, todos legibles.",
            "The 17 characters under the windscreen or on the door frame, each of them readable.",
        ),
        False,
    ),
    (
        "odometer",
        ("Пробег", "Cuentakilómetros", "Odometer"),
        (
            "Приборная панель при включённом зажигании, цифры пробега без бликов.",
            "El cuadro con el contacto puesto, las cifras sin reflejos.",
            "The dashboard with the ignition on, the figures free of glare.",
        ),
        False,
    ),
    (
        "policyholder_policy",
        ("Полис страхователя", "Póliza del tomador", "Policyholder's policy"),
        (
            "Весь полис целиком, чтобы текст читался.",
            "La póliza entera, con el texto legible.",
            "The whole policy, its text readable.",
        ),
        False,
    ),
    (
        "injured_party_policy",
        ("Полис потерпевшего", "Póliza del perjudicado", "Injured party's policy"),
        (
            "Весь полис второго участника, чтобы текст читался.",
            "La póliza entera del otro conductor, con el texto legible.",
            "The other driver's whole policy, its text readable.",
        ),
        False,
    ),
)
#: The last value of each is the least number of photos.
_OF_GOODS: tuple[tuple[str, _Three, _Three, int], ...] = (
    (
        "packaging",
        ("Упаковка", "Embalaje", "Packaging"),
        (
            "Место целиком со всех сторон и этикетку, затем вмятины и разрывы крупно. Упаковку не выбрасывайте.",
            "El bulto entero por todos sus lados y la etiqueta; luego, golpes y roturas de cerca. No tire el embalaje.",
            "The whole package from all sides and its label, then dents and tears close up. Keep the packaging.",
        ),
        3,
    ),
    (
        "goods",
        ("Груз", "Mercancía", "Goods"),
        (
            "Груз целиком, затем каждое повреждение крупно и маркировку или серийный номер.",
            "La mercancía completa; después, cada daño de cerca y la referencia o el número de serie.",
            "The goods as a whole, then each damage close up, and the reference or serial number.",
        ),
        3,
    ),
    (
        "seal",
        ("Пломба", "Precinto", "Seal"),
        (
            "Пломбу на месте, затем крупно, чтобы читался номер. Если она сорвана, снимите и замок дверей.",
            "El precinto en su sitio y después de cerca, con el número legible. Si está roto, también el cierre.",
            "The seal in its place, then close up with its number readable. If it is broken, the door lock, too.",
        ),
        1,
    ),
)
