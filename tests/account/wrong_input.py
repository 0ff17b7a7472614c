"""Input of operations of account, each wrong in several places."""

from tests.support.api.wrong_input import Wrong, WrongInput

LABELS = {"en": "Label"}
PROCESS = {
    "code": "osago",
    "labels": LABELS,
    "fields": [{"code": "paid", "labels": LABELS, "type": "number"}, {"code": "met", "labels": LABELS, "type": "date"}],
}
WRONG = WrongInput(
    bodies={
        "POST /v1/sessions": Wrong({"email": "nobody", "password": ""}, {"/email", "/password"}),
        "POST /v1/sessions/refresh": Wrong({"refresh_token": "", "token": 1}, {"/refresh_token", "/token"}),
        "PATCH /v1/account": Wrong(
            {
                "name": "",
                "languages": ["ru", "ru"],
                "support_phones": [{"number": "+7 916 1", "note": "n" * 81}],
                "categories": [
                    {"code": "wheels", "labels": {}, "min": 5, "max": 2},
                    {"labels": LABELS, "min": 4, "max": 3},
                    {"code": "wheels", "labels": LABELS},
                    5,
                ],
                "processes": [
                    {"code": "osago", "labels": {"en": ""}, "fields": [*PROCESS["fields"], *PROCESS["fields"]]},
                    {"code": "osago"},
                ],
                "templates": [
                    # it may be of a category whose code could not be read
                    {"name": "", "categories": [{"code": "none"}, {"code": "damage"}, {"min": 1}]},
                    {"code": "two", "name": "Two", "categories": []},
                    {"code": "two", "name": "Two"},
                ],
                "quotas": {"per_day": 10**6, "per_phone_per_day": -1, "countries": ["zzz", "XX"]},
            },
            {
                "/name",
                "/languages/1",
                "/support_phones/0/number",
                "/support_phones/0/note",
                "/categories/0/labels",
                "/categories/0/max",
                "/categories/1/code",
                "/categories/1/max",
                "/categories/2",
                "/categories/3",
                "/processes/0/labels/en",
                "/processes/0/fields/2",
                "/processes/0/fields/3",
                "/processes/1/labels",
                "/processes/1",
                "/templates/0/code",
                "/templates/0/name",
                "/templates/0/categories/2/code",
                "/templates/1/categories",
                "/templates/2/categories",
                "/templates/2",
                "/quotas/per_day",
                "/quotas/per_phone_per_day",
                "/quotas/countries/0",
                "/quotas/countries/1",
            },
        ),
    },
)
