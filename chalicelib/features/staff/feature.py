"""Staff: pages to sign in, of second factors, people and API keys. Their use cases are in identity."""

from chalicelib.base.feature import Feature, Section, console_routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        console_routes(
            "console.sign_in:sign_in_pages",
            "/console/sign-out",
            "/console/password",
            "/console/language",
            "/console/assets",
            at=("/console/sign-in",),
        ),
        console_routes("console.factor.step:step_pages", at=("/console/sign-in/code", "/console/sign-in/recovery")),
        console_routes("console.forgotten:forgotten_pages", "/console/forgotten"),
        console_routes("console.me:own_pages", at=("/console/me", "/console/me/password", "/console/me/sign-out")),
        console_routes("console.own_emails:own_email_pages", "/console/me/emails"),
        console_routes("console.factor.own:own_factor_pages", "/console/me/factor"),
        console_routes("console.people:people_pages", "/console/settings/people"),
        console_routes(
            "console.factor.staff:staff_factor_pages",
            at=("/console/settings/people/second-factor", "/console/settings/people/{user_id}/reset-factor"),
        ),
        console_routes("console.keys:key_pages", "/console/settings/keys"),
    ),
    staff_notices={
        "factor_switched_on": "notices:SWITCHED_ON",
        "factor_switched_off": "notices:SWITCHED_OFF",
        "factor_reset": "notices:RESET",
        "factor_recovery_code_used": "notices:RECOVERY_CODE_USED",
        "invited_elsewhere": "notices:INVITED_ELSEWHERE",
    },
    sections=(
        Section(code="people", label=N_("People"), place=70),
        Section(code="keys", label=N_("API keys"), place=75),
    ),
    notices={
        "signed_out": N_("You are signed out."),
        "password_changed": N_("The password is changed. Welcome."),
        "password_replaced": N_("The new password is saved. Sign in with it."),
        "emails_chosen": N_("Your choice of e-mails is saved."),
        "own_password_changed": N_("The password is changed. All your other sessions have ended."),
        "signed_out_everywhere": N_("You are signed out everywhere."),
        "invited": N_("The invitation is on its way."),
        "invited_again": N_("A new invitation is on its way. The former temporary password works no more."),
        "person_changed": N_("Name and role are saved."),
        "access_taken": N_("This person has no access any more."),
        "access_given": N_("This person has access again."),
        "recovery_code_used": N_(
            "You are signed in by a recovery code, which works no more. How many are left is said in your profile."
        ),
        "factor_off": N_("The second factor is switched off."),
        "factor_reset": N_("The second factor is reset. The person is told by e-mail."),
        "factor_none": N_("This person has no second factor now."),
        "key_revoked": N_("The key is revoked."),
        "key_revoked_already": N_("The key was revoked already."),
    },
    warnings={
        "session_ended": N_("Your session had ended, so nothing was done. Sign in and do it once more."),
        "code_too_late": N_("The sign-in took too long, or too many codes were wrong. Begin again with the password."),
    },
    assets=("recovery_codes.js",),
)
