"""What the console says once, on the page after the one where something was done."""

from collections.abc import Mapping

from chalicelib.base.languages import N_

#: By code: only codes travel (in a cookie), so that nobody can put words into our mouth.
NOTICES: Mapping[str, str] = {
    "signed_out": N_("You are signed out."),
    "session_ended": N_("Your session had ended, so nothing was done. Sign in and do it once more."),
    "password_changed": N_("The password is changed. Welcome."),
    "asked": N_("The request is made."),
    "converted": N_("The case is converted."),
    "reviewed": N_("The verdict is saved."),
    "photo_deleted": N_("The photo is deleted."),
    "resent": N_("The request is being sent again."),
    "extended": N_("The owner has more days now."),
    "taken": N_("You handle this case now."),
    "all_read": N_("All cases are marked as read."),
    "handed_over": N_("The case is handed over."),
    "withdrawn": N_("The request is withdrawn."),
    # people and keys
    "password_replaced": N_("The new password is saved. Sign in with it."),
    "emails_chosen": N_("Your choice of e-mails is saved."),
    "own_password_changed": N_("The password is changed. All your other sessions have ended."),
    "signed_out_everywhere": N_("You are signed out everywhere."),
    "invited": N_("The invitation is on its way."),
    "invited_again": N_("A new invitation is on its way. The former temporary password works no more."),
    "person_changed": N_("Name and role are saved."),
    "access_taken": N_("This person has no access any more."),
    "access_given": N_("This person has access again."),
    # the second factor
    "code_too_late": N_("The sign-in took too long, or too many codes were wrong. Begin again with the password."),
    "recovery_code_used": N_(
        "You are signed in by a recovery code, which works no more. How many are left is said in your profile."
    ),
    "factor_off": N_("The second factor is switched off."),
    "factor_reset": N_("The second factor is reset. The person is told by e-mail."),
    "factor_none": N_("This person has no second factor now."),
    "block_lifted": N_("The block is lifted. The address gets messages again."),
    "key_revoked": N_("The key is revoked."),
    "endpoint_saved": N_("The endpoint is saved."),
    "endpoint_enabled": N_("The endpoint is enabled. Events go there at once."),
    "endpoint_removed": N_("The endpoint is removed."),
    "test_sent": N_("A test event is on its way."),
    "delivery_replayed": N_("The event is being delivered once more."),
    "replayed": N_("The events below are being delivered again."),
    "part_replayed": N_("As many events as go at once are being delivered again. The rest begins at the time below."),
    "nothing_replayed": N_("Since then nothing happened that can be delivered again."),
    "settings_saved": N_("Saved. Owners and colleagues see it within half a minute."),
    "logo_removed": N_("The logo is removed. Owners see the name in its place within half a minute."),
    "category_removed": N_("The category is deleted."),
    "category_reset": N_("The category is as it was built in."),
    "template_removed": N_("The template is deleted."),
    "process_removed": N_("The process is deleted."),
    # what somebody else has done already
    "category_gone": N_("The category was deleted already."),
    "template_gone": N_("The template was deleted already."),
    "process_gone": N_("The process was deleted already."),
    "key_revoked_already": N_("The key was revoked already."),
    "block_lifted_already": N_("This address is not blocked any more."),
}
