"""The usual advice after a loss, a line a step, by language: of motor hull, and of compulsory motor liability.

Terms of the OSAGO accident report: Federal Law 40-FZ, article 11.1.
"""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import Language

KASKO: Mapping[Language, str] = MappingProxyType(
    {
        "ru": """\
Остановитесь, включите аварийную сигнализацию и выставьте знак аварийной остановки.
Если есть пострадавшие, позвоните по номеру 112.
Вызовите ГИБДД. При угоне, краже или повреждении неизвестными лицами вызовите полицию.
Сфотографируйте место происшествия, повреждения и номера автомобилей.
Запишите имена и телефоны участников и свидетелей.
Сообщите нам о случае в срок, указанный в правилах страхования: здесь, в личном кабинете, или по телефону.
Не ремонтируйте автомобиль до осмотра.""",
        "es": """\
Deténgase, encienda las luces de emergencia y señalice el lugar.
Si hay heridos, llame al 112.
Avise a la policía de tráfico. En caso de robo o de daños causados por desconocidos, denúncielo a la policía.
Fotografíe el lugar, los daños y las matrículas.
Anote el nombre y el teléfono de los implicados y de los testigos.
Comuníquenos el siniestro dentro del plazo de las condiciones: aquí, en el área de clientes, o por teléfono.
No repare el vehículo antes de la peritación.""",
        "en": """\
Stop, switch the hazard lights on, and put up the warning triangle.
If anybody is hurt, call 112.
Call the traffic police. After a theft, or damage by persons unknown, call the police.
Take photos of the place, the damage and the number plates.
Write down names and phone numbers of those involved and of witnesses.
Report the loss to us within the time that the rules of insurance name: here in the client area, or by phone.
Do not have the vehicle repaired before the inspection.""",
    }
)
OSAGO: Mapping[Language, str] = MappingProxyType(
    {
        "ru": """\
Остановитесь, включите аварийную сигнализацию и выставьте знак аварийной остановки.
Если есть пострадавшие, позвоните по номеру 112.
Сфотографируйте место происшествия, повреждения и номера автомобилей.
Запишите данные второго водителя, номер его полиса ОСАГО и телефоны свидетелей.
Если повреждены только два автомобиля и оба застрахованы по ОСАГО, можно оформить европротокол. Иначе вызовите ГИБДД.
Передайте нам извещение о ДТП в течение пяти рабочих дней.
Не ремонтируйте автомобиль до осмотра.""",
        "es": """\
Deténgase, encienda las luces de emergencia y señalice el lugar.
Si hay heridos, llame al 112.
Fotografíe el lugar, los daños y las matrículas.
Anote los datos del otro conductor, el número de su póliza OSAGO y el teléfono de los testigos.
Si solo hay daños en dos vehículos y ambos tienen OSAGO, basta el parte amistoso. Si no, avise a la policía de tráfico.
Entréguenos el parte del accidente en un plazo de cinco días hábiles.
No repare el vehículo antes de la peritación.""",
        "en": """\
Stop, switch the hazard lights on, and put up the warning triangle.
If anybody is hurt, call 112.
Take photos of the place, the damage and the number plates.
Write down the other driver's details, the number of their OSAGO policy, and the phone numbers of witnesses.
If only two vehicles are damaged and both have OSAGO, a joint accident report will do. If not, call the traffic police.
Hand us the accident report within five working days.
Do not have the vehicle repaired before the inspection.""",
    }
)
