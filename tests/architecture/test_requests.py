"""HTTP's process loads the modules of the owner's page at once, and others with the first request for them."""

import re

from chalicelib.base.feature import Routes
from chalicelib.base.installed import installed
from chalicelib.features.photos import service as photos
from tests.architecture.processes import EVERYTHING, Case, process, processes, run

DOCUMENTS = {"/docs", "/v1/openapi.json", "/v1/asyncapi.json", "/v1/events.schema.json"}
#: Routes of cases and photos, and those of them that no request for another of them loads.
ASKING = ("/v1/cases", "/v1/handlers", "/v1/photo-requests", "/v1/attachments")
LATER_OF_ASKING = ("/v1/attachments/{attachment_id}/verdict",)
#: Routes that the first request for the list of cases loads.
OF_CASES = {
    "/v1/cases",
    "/v1/cases/{case_id}",
    "/v1/cases/{case_id}/convert",
    "/v1/cases/{case_id}/handler",
    "/v1/handlers",
}
#: Routes that are loaded with the sign-in: its own, and the page for unknown addresses.
SIGNING_IN = {
    "/console/{unknown}",
    "/console/sign-in",
    "/console/sign-out",
    "/console/password",
    "/console/language",
    "/console/assets/{name}",
}
#: Features whose pages share parts with those of others: a case's head and timeline, the saving of settings.
SHOWN_BY = {
    "evidence": {"photos"},  # archives wait on one page
    "cabinet": {"clients"},
    "cargo": {"claims"},
    "conversations": {"cases"},
    "figures": {"claims", "clients"},
    "inspections": {"policies"},
    "photos": {"account", "cases"},
    "policies": {"clients"},
    "staff": {"account"},
}
#: Modules that HTTP's import of `app` does without: few requests, or only events, need them.
LATE_IN_HTTP = re.compile(
    r"chalicelib\.("
    r"docs\.(?!feature$)|outbox\.(contract|events)|identity\.(sign_ins|factors\.(?!requiring$))|messaging\.(events|senders|texts)|frame\.console"
    r"|features\.(account|staff|cases)\.(\w*routes|\w*schemas|console)|features\.(figures|suppressions|webhooks)\.(?!feature$)"
    r"|features\.staff_news\.(?!feature$|hours$)"
    r"|features\.photos\.(events|couriers|retake_(mails|schemas|texts)|review_|routes|sandbox|(asking_)?schemas|(request_)?views|rates"
    r"|table\.seasons|console)"
    r"|features\.photos\.service\.(archives|comparison|filing|following_up|logo_uploads|mail_previews|messages|outcomes"
    r"|overdue|overview|parents|requesting|seasons|showing|retaking|resubmissions|reviewing|new_requests)"
    r")"
)
#: Modules of the API that pages of a case do without.
SCHEMAS = r"features\.(cases|photos)\.\w*schemas$|features\.photos\.message_texts|http\.paging"
#: Modules that a first request adds none of, by its path.
LATE_AT = {
    "/v1/cases": r"features\.photos\.(\w*schemas$|routes|message_texts)|features\.cases\.console",
    "/v1/cases/{case_id}": r"features\.photos\.(message_texts|sandbox|service\.messages)|frame\.console",
    "/v1/webhook-endpoints": r"features\.(cases|photos)\.\w*(schemas|routes|views)$"
    r"|features\.webhooks\.(hook_routes|mapping)",
    "/console/cases/{case_id}": SCHEMAS,
    "/console/cases/{case_id}/photos": SCHEMAS,
    "/console/new": r"features\.(cases|photos)\.schemas$",
    "/console/requests/{request_id}": r"features\.(cases|photos)\.(asking_schemas|new_schemas|schemas)$",
}


def test_a_first_request_loads_only_the_modules_that_it_needs() -> None:
    found = run(*(("osmotr-prod-api_handler", "loaded", path) for path in LATE_AT))

    late = {path: re.compile(rf"chalicelib\.({pattern})") for path, pattern in LATE_AT.items()}
    wrong = {
        path: [each for each in modules if late[path].match(each)] for path, modules in zip(late, found, strict=True)
    }
    assert {path: modules for path, modules in wrong.items() if modules} == {}


def at(*places: str) -> set[str]:
    """Return the routes at some paths and below them."""
    return {path for path in EVERYTHING for place in places if path == place or path.startswith(f"{place}/")}


def test_http_loads_at_once_what_owners_need_and_the_rest_when_it_is_asked_for() -> None:
    paths = "/console/sign-in /v1/cases /v1/photo-requests /v1/webhook-endpoints /docs /console/sign-in"
    found = process("osmotr-prod-api_handler", paths=paths)
    before, *loaded = (set(each["routes"]) for each in (found, *found["answers"]))
    console, cases, asking, hooks, documents, again = loaded

    assert [answer["status"] for answer in found["answers"]] == [200, 401, 405, 401, 200, 200]
    assert [module for module in found["modules"] if LATE_IN_HTTP.match(module)] == []
    assert {"/r/{token}", "/r/{token}/uploads"} <= before
    assert console - before == SIGNING_IN
    assert cases - console == OF_CASES
    assert asking - cases == at(*ASKING) - at(*LATER_OF_ASKING) - OF_CASES
    assert hooks - asking == at("/v1/webhook-endpoints")
    assert documents > DOCUMENTS
    assert documents == again == EVERYTHING - (at("/console") - SIGNING_IN) - at("/area")


def test_each_late_page_is_loaded_by_the_first_request_for_itself() -> None:
    found: list[dict[str, list[str]]] = run(("osmotr-prod-api_handler", "late"))
    others = found[0]

    assert {"chalicelib.features.cases.routes", "chalicelib.features.photos.routes"} < others.keys()
    assert {name: paths for name, paths in others.items() if paths} == {}


def test_a_first_request_for_a_page_of_the_console_loads_the_pages_of_its_feature() -> None:
    paths = sorted({place for each in installed() for routes in each.routes for place in of_console(routes)})
    found = run(*(("osmotr-prod-api_handler", "consoles", path) for path in paths))

    loaded = {path: set(each["features"]) - may_load(path) for path, each in zip(paths, found, strict=True)}
    assert {path: features for path, features in loaded.items() if features} == {}
    assert len(paths) > 40


def of_console(routes: Routes) -> tuple[str, ...]:
    """Return the paths that load routes of the console."""
    return (*routes.at, *routes.below) if routes.proxy == "/console" else ()


def may_load(path: str) -> set[str]:
    """Return the feature that has a path, and those that its pages show, too."""
    owners = (each for each in installed() if any(path in of_console(routes) for routes in each.routes))
    names = {each.package.rpartition(".")[2] for each in owners}
    return names.union(*(SHOWN_BY.get(name, set()) for name in names))


def test_a_late_use_case_is_there_when_it_is_named() -> None:
    assert [name for name in photos.__all__ if not hasattr(photos, name)] == []
    assert not hasattr(photos, "file_photos")


#: Paths requested before the documents.
FIRST = (
    "/v1/suppressions",
    "/v1/photo-requests",
    "/v1/attachments/{attachment_id}",
    "/v1/figures /v1/account",
    "/v1/hooks/photo-requests /v1/sessions",
)


def test_the_documents_are_the_same_whatever_was_asked_for_first() -> None:
    cases = [Case("osmotr-prod-api_handler", paths=f"{first} /v1/openapi.json /docs") for first in FIRST]
    whole, *found = processes(Case("", paths="/v1/openapi.json /docs"), *cases)

    expected = [answer["body"] for answer in whole["answers"]]
    differ = [
        case.paths
        for case, each in zip(cases, found, strict=True)
        if [answer["body"] for answer in each["answers"][-2:]] != expected
    ]
    assert differ == []


def test_the_documents_describe_all_though_nothing_else_was_asked_for_before() -> None:
    paths = sorted(DOCUMENTS)
    cases = [Case("osmotr-prod-api_handler", paths=path) for path in paths]
    whole, *found = processes(Case("", paths=" ".join(paths)), *cases)

    answers = [each["answers"][0] for each in found]
    assert [answer["status"] for answer in answers] == [200] * len(paths)
    differ = [
        path
        for path, answer, expected in zip(paths, answers, whole["answers"], strict=True)
        if answer["body"] != expected["body"] or set(answer["routes"]) != EVERYTHING - at("/console", "/area")
    ]
    assert differ == []


#: The answers of late pages to a GET without a session.
LATE = (
    ("/v1/hooks/photo-requests", 405),
    ("/v1/webhook-endpoints", 401),
    ("/console", 303),
    ("/v1/account", 401),
    ("/v1/sessions", 405),
    ("/v1/figures", 401),
    ("/v1/suppressions", 401),
    ("/v1/cases", 401),
    ("/v1/handlers", 401),
    ("/v1/photo-requests", 405),
    ("/v1/attachments/{attachment_id}", 405),
    ("/v1/attachments/{attachment_id}/verdict", 405),
)


def test_what_is_late_is_there_for_the_first_request_of_all() -> None:
    found = processes(*(Case("osmotr-prod-api_handler", paths=path) for path, _ in LATE))

    answers = [each["answers"][0] for each in found]
    assert [(path, answer["status"]) for (path, _), answer in zip(LATE, answers, strict=True)] == list(LATE)
    assert [path for (path, _), answer in zip(LATE, answers, strict=True) if path not in answer["routes"]] == []
