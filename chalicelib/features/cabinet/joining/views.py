"""Answers of the API about registrations."""

from collections.abc import Mapping

from chalicelib.base.channels import Channel
from chalicelib.base.languages import Language, text
from chalicelib.features.cabinet.codes import masked
from chalicelib.features.cabinet.joining.consents import Offered, offered_consents
from chalicelib.features.cabinet.joining.model import DeskTask, Invitation, Join, JoinStep
from chalicelib.features.cabinet.joining.questions import TEXTS
from chalicelib.features.cabinet.joining.schemas import (
    DeskTaskView,
    InvitationView,
    OfferedConsentView,
    RegistrationView,
    SentCodeView,
)
from chalicelib.features.cabinet.joining.service.checking import Asked
from chalicelib.features.cabinet.joining.service.finishing import show_last
from chalicelib.features.clients.documents import masked_email, masked_phone
from chalicelib.tenancy.model import Account


def started_view(account: Account, join: Join) -> RegistrationView:
    """Return the answer to a number: the next step, and the consents that it asks for."""
    offered = offered_consents(account, join.language)
    return RegistrationView(next=join.step, consents=[_consent(each) for each in offered.values()])


def asked_view(asked: Asked, language: Language) -> RegistrationView:
    """Return the answer to details, or to an answer: codes, the question, or the end."""
    if asked.join.step is not JoinStep.QUESTION:
        return join_view(asked.join)
    question = text(language, TEXTS[asked.question])
    return RegistrationView(next=JoinStep.QUESTION, question=question, tries_left=asked.tries_left)


def join_view(join: Join) -> RegistrationView:
    """Return the state of a registration whose codes are under way or confirmed."""
    if join.step is JoinStep.PASSWORD:
        last = show_last(join)
        consents = [_consent(each) for each in last.consents.values()]
        return RegistrationView(next=join.step, consents=consents, has_cabinet=last.has_cabinet)
    sent = [SentCodeView(channel=each, to=to) for each, to in contacts_of(join).items()]
    return RegistrationView(next=join.step, codes=sent)


def contacts_of(join: Join) -> Mapping[Channel, str]:
    """Return the contacts whose codes are missing, masked. They are those that the person gave."""
    return {each: masked(each, join.contact(each)) for each in join.missing}


def invitation_view(invitation: Invitation) -> InvitationView:
    """Return an invitation for staff."""
    to = masked_phone(invitation.phone) if invitation.channel == "sms" else masked_email(invitation.email)
    return InvitationView(
        id=invitation.id,
        kind="automatic" if invitation.registration == "automatic" else "prepared",
        channel=invitation.channel,
        to=to,
        made_at=invitation.made_at,
        ends_at=invitation.ends_at,
        used_at=invitation.used_at,
    )


def task_view(task: DeskTask) -> DeskTaskView:
    """Return a task of the desk, with the contacts that were given."""
    return DeskTaskView(id=task.id, at=task.at, policy_id=task.policy_id, phone=task.phone, email=task.email)


def _consent(offered: Offered) -> OfferedConsentView:
    said = offered.text
    return OfferedConsentView(
        purpose=said.purpose,
        language=said.language,
        text=said.text,
        version=said.version,
        required=offered.is_demanded,
    )
